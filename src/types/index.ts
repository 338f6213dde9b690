/** The door of the types room: what others may take of it. */

export type { BlockingRule, ComparisonLevel } from './compare/comparison-level.ts'
export { missing } from './compare/levels.ts'
export { nameLevels } from './compare/name-levels.ts'
export { normaliseAddress } from './normalise/address.ts'
export { normaliseDate } from './normalise/date.ts'
export { normaliseEmail, splitEmails } from './normalise/email.ts'
export { normaliseIdentifier } from './normalise/identifier.ts'
export type { Issue, Normalised } from './normalise/normalised.ts'
export { organizationNameReader } from './normalise/organization-name.ts'
export { nameKey, normalisePersonName } from './normalise/person-name.ts'
export { normalisePhone, splitPhones } from './normalise/phone.ts'
export { phoneFacts } from './normalise/phone-facts.ts'
export { isFreeMail, registeredDomain } from './normalise/registered-domain.ts'
export { roleReader } from './normalise/role.ts'
export { slug } from './normalise/slug.ts'
export { verifyEmail, verifyPhone } from './normalise/verification.ts'
export { normaliseWebsite } from './normalise/website.ts'
export { type LegalForms, legalFormsOf } from './organizations/legal-forms.ts'
export { withoutLegalForm } from './organizations/without-legal-form.ts'
export { splitPeople } from './people/split-people.ts'
export { namesAnything } from './recognise/names-anything.ts'
export { provedScheme } from './recognise/proved-scheme.ts'
export { saysAmount } from './recognise/says-amount.ts'
export { isSharedMailbox } from './recognise/shared-mailbox.ts'
export { SOUTH_AFRICA } from './regions/south-africa.ts'
export { types } from './registry.ts'
export type {
  AttributeColumns,
  CanonicalValue,
  Keep,
  SemanticType,
  TypeContext,
  TypeOptions,
  TypePart,
  ValueReader,
  Vocabulary,
} from './semantic-type.ts'
export { KEEPS } from './semantic-type.ts'
export { boundedCache } from './text/bounded-cache.ts'
export { cleanText } from './text/clean-text.ts'
export { foldWords } from './text/fold-text.ts'
export { guardedSql, guardedText, neutralisedText, unguardedText } from './text/formula-text.ts'
export { labelKey, labelSimilarity } from './text/label-similarity.ts'
export { saysNothing } from './text/says-nothing.ts'
