import { z } from 'zod'
import { sameAttribute } from './compare/blocks.ts'
import { equal, missing, otherwise, sharesOne } from './compare/levels.ts'
import { defineType } from './define-type.ts'
import { isEmailAddress, normaliseEmail, splitEmails } from './normalise/email.ts'
import { registeredDomain } from './normalise/registered-domain.ts'
import { verifyEmail } from './normalise/verification.ts'
import { recogniser } from './recognise/recogniser.ts'

const NOTHING = { country: '' }

export const email = defineType<string>({
  id: 'email',
  title: 'E-mail address',
  description:
    'One e-mail address a value, in lower case; a cell may hold several. Text around an address is taken off.',
  example: 'lerato@bluesky.example',
  recognise: recogniser({
    labels: [
      'email',
      'e mail',
      'email address',
      'e mail address',
      'mail',
      'epos',
      'e pos',
      'courriel',
      'adresse mail',
      'correo',
      'correo electronico',
      'e postadresse',
      'e mailadres',
      'posta elettronica',
    ],
    otherLabels: ['email status', 'email opt in', 'email date', 'email sent', 'email type', 'mail stop'],
    holds: (cell) => splitEmails(cell).some((part) => normaliseEmail(part, NOTHING).value !== null),
    distinctive: 0.95,
  }),
  reader: () => ({ split: splitEmails, normalise: (text) => normaliseEmail(text, NOTHING) }),
  repairs: true,
  column: 'string',
  parts: [
    {
      name: 'domain',
      description: 'The registered domain of its host.',
      column: 'string',
      identifies: true,
      of: domainOf,
    },
    {
      name: 'user',
      description: 'What stands before the @.',
      column: 'string',
      of: (value) => value.split('@')[0] ?? null,
    },
  ],
  compare: ({ value, isList }) => [
    missing(value, 'no e-mail'),
    isList
      ? sharesOne(value, 'an e-mail in common', { m: 0.8, u: 1e-5 })
      : equal(value, 'same e-mail', { m: 0.8, u: 1e-5 }),
    otherwise('other e-mails', { m: 0.2, u: 1 }),
  ],
  block: (columns) => [sameAttribute(columns)],
  evidence: { frequency: 'few', exclusive: false, stable: false },
  keep: 'distinct',
  keeps: ['distinct', 'first', 'most_common'],
  pii: 'personal',
  verify: verifyEmail,
  schema: () => z.string().min(1).refine(isEmailAddress).meta({ format: 'email' }),
})

function domainOf(value: string): string | null {
  return registeredDomain(value.slice(value.lastIndexOf('@') + 1))
}
