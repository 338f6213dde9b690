import { LinkageSettingsConfigurationError } from '../errors.ts'
import type { Comparison } from '../settings/linkage-model-shape.ts'

/**
 * The levels of all comparisons of a pair as one whole number: mixed radix, one digit (gamma + 1) a comparison. Pairs with the same
 * number are alike to the model but for term frequencies, so training looks at a few thousand numbers instead of millions of pairs.
 */
export interface PatternCode {
  readonly radix: readonly number[]
  readonly digits: readonly number[]
}

/** @throws LinkageSettingsConfigurationError when there are more patterns than a double counts exactly. */
export function patternCode(comparisons: readonly Comparison[]): PatternCode {
  const digits = comparisons.map(({ answers }) => answers + 1)
  const radix: number[] = []
  let product = 1
  for (const size of digits) {
    radix.push(product)
    product *= size
  }
  if (product > Number.MAX_SAFE_INTEGER)
    throw new LinkageSettingsConfigurationError(
      `${comparisons.length} comparisons with these levels have more than 2^53 patterns. Use fewer comparisons or levels.`,
    )
  return { radix, digits }
}

/** The gamma of each comparison. */
export const gammasOf = ({ radix, digits }: PatternCode, pattern: number): number[] =>
  radix.map((size, at) => (Math.floor(pattern / size) % (digits[at] as number)) - 1)
