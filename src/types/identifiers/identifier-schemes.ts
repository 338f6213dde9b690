import { companyNumber } from './company-number.ts'
import { gtin, iban, isbn, lei, luhn } from './global-schemes.ts'
import type { IdentifierScheme } from './identifier-scheme.ts'
import { nationalId } from './national-id.ts'
import { vat } from './vat.ts'

/** What an attribute of type `identifier` may say under `scheme`. One more is one file and a line here. */
export const identifierSchemes = {
  company_number: companyNumber,
  gtin,
  iban,
  isbn,
  lei,
  luhn,
  national_id: nationalId,
  vat,
} as const satisfies Readonly<Record<string, IdentifierScheme>>

export type IdentifierSchemeName = keyof typeof identifierSchemes
