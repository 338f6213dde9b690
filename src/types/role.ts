import { z } from 'zod'
import { defineType } from './define-type.ts'
import { accepted } from './normalise/normalised.ts'
import { roleReader } from './normalise/role.ts'
import { vocabularyReader } from './normalise/vocabulary-reader.ts'
import { saysWork } from './people/role-words.ts'
import { recogniser } from './recognise/recogniser.ts'
import type { TypeContext } from './semantic-type.ts'
import { cleanText } from './text/clean-text.ts'
import { foldWords } from './text/fold-text.ts'
import { saysNothing } from './text/says-nothing.ts'

const ACRONYMS = 'ceo,cfo,coo,cto,cio,cmo,chro,ciso,cpo,md,gm,hr,it,ict,pa,pr,vp,svp,evp,hod,qa'.split(',')
export const role = defineType<string, { readonly vocabulary?: string | undefined }>({
  id: 'role',
  title: 'Role of a person',
  description:
    'What somebody is at an organization, as tidy text. With a vocabulary, spellings that it knows become its terms; others stay as they ' +
    'are written.',
  example: 'Chief Finance Officer',
  options: z.strictObject({
    vocabulary: z.string().min(1).optional().describe('The vocabulary whose spellings become its terms.'),
  }),
  vocabularyOption: 'vocabulary',
  recognise: recogniser({
    labels: [
      'role',
      'job title',
      'jobtitle',
      'job',
      'position',
      'designation',
      'occupation',
      'profession',
      'contact role',
      'contact title',
      'rol',
      'pos',
      'posisie',
      'amp',
      'beroep',
      'funktion',
      'stelle',
      'beruf',
      'berufsbezeichnung',
      'fonction',
      'poste',
      'métier',
      'profession',
      'cargo',
      'puesto',
      'función',
      'profesión',
      'função',
      'profissão',
      'functie',
      'functietitel',
      'ruolo',
      'mansione',
      'qualifica',
      'carica',
      'должность',
      '职位',
      '役職',
    ],
    otherLabels: [
      'job id',
      'job number',
      'job no',
      'position id',
      'position number',
      'role id',
      'job date',
      'job status',
    ],
    holds: (cell) => /\p{L}/u.test(cell) && cell.length <= 80 && !/[@\d]/.test(cell),
    distinctive: ({ sample }) => 0.7 * (sample.filter(saysWork).length / sample.length),
  }),
  reader,
  column: 'string',
  parts: [
    {
      name: 'key',
      description: 'Its words without case, accents and punctuation.',
      column: 'string',
      of: (value) => foldWords(value, ' ') || null,
    },
  ],
  evidence: { frequency: 'many', exclusive: false, stable: false },
  keep: 'first',
  keeps: ['first', 'most_common', 'longest', 'distinct'],
  schema: () => z.string().min(1),
})

function reader(_: unknown, { vocabulary }: TypeContext) {
  const termOf = vocabulary && vocabularyReader(vocabulary)
  const tidy = roleReader(ACRONYMS)
  return {
    normalise: (raw: string) => {
      const text = cleanText(raw)
      const term = text === null ? undefined : termOf?.(text)
      if (term !== undefined) return accepted(term)
      // A word for nobody is refused as any other placeholder is.
      return tidy(text !== null && saysNothing(text) ? '-' : text)
    },
  }
}
