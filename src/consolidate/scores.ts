import type { Verification } from './candidate-row.ts'

export interface Scored {
  readonly email: Verification | null
  readonly phone: Verification | null
  readonly website: boolean
  readonly province: boolean
  readonly address: boolean
}

const round = (value: number): number => Math.round(value * 10_000) / 10_000

/** Share present of: primary e-mail, primary phone, website, province, address. 0 to 1. */
export const completenessScore = (scored: Scored): number =>
  round(
    (Number(scored.email !== null) +
      Number(scored.phone !== null) +
      Number(scored.website) +
      Number(scored.province) +
      Number(scored.address)) /
      5,
  )

/** .25 × e-mail confidence + .25 × phone confidence + .2 website + .15 province + .15 address: what is verified counts, presence alone does not. 0 to 1. */
export const qualityScore = (scored: Scored): number =>
  round(
    0.25 * (scored.email?.confidence ?? 0) +
      0.25 * (scored.phone?.confidence ?? 0) +
      0.2 * Number(scored.website) +
      0.15 * Number(scored.province) +
      0.15 * Number(scored.address),
  )

/** What is missing, sorted; `none` alone when nothing is. */
export function qualityFlags(scored: Scored): readonly string[] {
  const flags = [
    scored.address ? '' : 'missing_address',
    scored.email ? '' : 'missing_contact_email',
    scored.phone ? '' : 'missing_contact_phone',
    scored.province ? '' : 'missing_province',
    scored.website ? '' : 'missing_website',
  ].filter((flag) => flag !== '')
  return flags.length === 0 ? ['none'] : flags
}

/** Problems of the primary contact's values, as `email:risky` and `phone:undeliverable`; null when there are none. */
export function validationFlags(email: Verification | null, phone: Verification | null): readonly string[] | null {
  const flags = [
    email && /^(risky|undeliverable)$/.test(email.status) ? `email:${email.status}` : '',
    phone && /^(risky|undeliverable)$/.test(phone.status) ? `phone:${phone.status}` : '',
  ].filter((flag) => flag !== '')
  return flags.length === 0 ? null : flags
}

/** Mean confidence, null of nothing. */
export const averageConfidence = (values: readonly Verification[]): number | null =>
  values.length === 0 ? null : round(values.reduce((sum, value) => sum + value.confidence, 0) / values.length)
