/** What AWS asks for what a run uses, in US dollars. */
export interface RegionPrices {
  readonly lambdaGbSecond: { readonly arm64: number; readonly x86_64: number }
  readonly lambdaRequest: number
  /** Beyond the first 512 MB. */
  readonly lambdaEphemeralGbSecond: number
  /** A state transition of a STANDARD state machine. */
  readonly stateTransition: number
  /** PUT, COPY, POST, LIST. */
  readonly s3Write: number
  readonly s3Read: number
  readonly s3GbMonth: number
  readonly logGbIngested: number
}

/** The month these figures stand for. They come from published lists, not from the Price List API. */
export const PRICES_AS_OF = '2025-11'

/**
 * List prices, first tier, without free tiers, discounts and taxes; of af-south-1, arm64, S3 and logs are approximate. They change: the Price List API (`aws pricing get-products`) has
 * today's.
 * @see https://aws.amazon.com/lambda/pricing/
 * @see https://aws.amazon.com/step-functions/pricing/
 * @see https://aws.amazon.com/s3/pricing/
 */
export const PRICES = {
  'us-east-1': {
    lambdaGbSecond: { arm64: 0.0000133334, x86_64: 0.0000166667 },
    lambdaRequest: 0.0000002,
    lambdaEphemeralGbSecond: 0.0000000309,
    stateTransition: 0.000025,
    s3Write: 0.000005,
    s3Read: 0.0000004,
    s3GbMonth: 0.023,
    logGbIngested: 0.5,
  },
  'eu-west-1': {
    lambdaGbSecond: { arm64: 0.0000133334, x86_64: 0.0000166667 },
    lambdaRequest: 0.0000002,
    lambdaEphemeralGbSecond: 0.000000034,
    stateTransition: 0.000025,
    s3Write: 0.000005,
    s3Read: 0.0000004,
    s3GbMonth: 0.023,
    logGbIngested: 0.57,
  },
  'af-south-1': {
    lambdaGbSecond: { arm64: 0.0000176, x86_64: 0.0000221 },
    lambdaRequest: 0.00000027,
    lambdaEphemeralGbSecond: 0.000000041,
    stateTransition: 0.00002975,
    s3Write: 0.000006,
    s3Read: 0.0000005,
    s3GbMonth: 0.0274,
    logGbIngested: 0.67,
  },
} as const satisfies Readonly<Record<string, RegionPrices>>

export type PricedRegion = keyof typeof PRICES

/** The region whose prices stand for another one, when that is not in the list. */
export const USUAL_REGION: PricedRegion = 'eu-west-1'

export const isPricedRegion = (region: string): region is PricedRegion => Object.hasOwn(PRICES, region)
