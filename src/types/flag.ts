import { z } from 'zod'
import { defineType } from './define-type.ts'
import { absent, accepted, refused } from './normalise/normalised.ts'
import { vocabularyReader } from './normalise/vocabulary-reader.ts'
import { type LabelledColumn, recogniser } from './recognise/recogniser.ts'
import type { TypeContext } from './semantic-type.ts'
import { cleanText } from './text/clean-text.ts'
import { foldText, foldWords } from './text/fold-text.ts'

const YES =
  'yes y true t 1 1.0 on x ✓ ✔ ☑ ✅ 🗹 ja j wahr waar oui o vrai si s sim verdadero verdadeiro vero tak tá ano da igen i evet e ναι да д так ' +
  'igaz doğru kyllä kylla jah taip jā はい 是 有 对 예 نعم כן हाँ ใช่ có ya'
const NO =
  'no n false f 0 0.0 off ✗ ✘ ☐ ❌ nee nein falsch onwaar non faux não falso nie ne nej nei ei nem hamis hayır h όχι нет н ні не いいえ 否 没有 ' +
  '아니요 아니오 لا לא नहीं ไม่ không tidak'
const LONGEST = 24

const known: ReadonlyMap<string, boolean> = new Map(
  [YES, NO].flatMap((words, at) => words.split(' ').map((word): [string, boolean] => [foldText(word), at === 0])),
)
const NUMERIC = /^[01](?:\.0)?$/
const NO_MARK = refused(
  'not_a_flag',
  'The text is neither yes nor no in a language that is known; say what it means in a vocabulary.',
)

const flagOf = (text: string): boolean | undefined =>
  text.length > LONGEST ? undefined : known.get(foldText(text).replace(/[.!]$/, ''))

/** Zeros and ones may be counts, single letters may be marks of anything; whole words are hardly anything else. */
function distinctive({ sample }: LabelledColumn): number {
  const forms = new Set(sample.map((cell) => foldText(cell.trim())))
  if (forms.size > 4) return 0.2
  const all = (test: (form: string) => boolean) => [...forms].every(test)
  if (all((form) => NUMERIC.test(form))) return 0.3
  return all((form) => form.length < 2) ? 0.6 : 0.9
}

export const flag = defineType<boolean, { readonly vocabulary?: string | undefined }>({
  id: 'flag',
  title: 'Yes or no',
  description:
    'Yes or no, in some thirty languages, as words, letters, ticks, `1` and `0`. A vocabulary adds words that mean `yes` or `no`.',
  example: true,
  examples: [{ options: {}, value: false }],
  options: z.strictObject({
    vocabulary: z
      .string()
      .min(1)
      .optional()
      .describe('The vocabulary of further words, whose terms are `yes` and `no`.'),
  }),
  vocabularyOption: 'vocabulary',
  recognise: recogniser({
    labels: [
      'flag',
      'active',
      'is active',
      'inactive',
      'enabled',
      'disabled',
      'verified',
      'valid',
      'invalid',
      'deleted',
      'archived',
      'opt in',
      'opted in',
      'opt out',
      'unsubscribed',
      'subscribed',
      'newsletter',
      'consent',
      'do not call',
      'do not contact',
      'member',
      'vip',
      'paid',
      'yes no',
      'aktief',
      'aktiv',
      'einwilligung',
      'actif',
      'consentement',
      'abonné',
      'activo',
      'suscrito',
      'ativo',
      'actief',
      'attivo',
      'consenso',
      'активен',
    ],
    holds: (cell) => flagOf(cell.trim()) !== undefined,
    distinctive,
  }),
  reader,
  column: 'boolean',
  evidence: { frequency: 'many', exclusive: false, stable: false },
  keep: 'any',
  keeps: ['any', 'all', 'first'],
  schema: () => z.boolean(),
})

function reader(_: unknown, { vocabulary }: TypeContext) {
  const termOf = vocabulary && vocabularyReader(vocabulary)
  return {
    normalise: (raw: string) => {
      // A tick is a letter of no alphabet, and cleaning takes what stands around it.
      const text = cleanText(raw)
      if (text === null) return absent
      const term = termOf?.(text)
      const value = flagOf(term === undefined ? text : foldWords(term, ''))
      return value === undefined ? NO_MARK : accepted(value)
    },
  }
}
