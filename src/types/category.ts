import { z } from 'zod'
import { equal, missing, otherwise, sharesOne } from './compare/levels.ts'
import { defineType } from './define-type.ts'
import { absent, accepted, refused, saidNothing } from './normalise/normalised.ts'
import { vocabularyReader } from './normalise/vocabulary-reader.ts'
import { type LabelledColumn, recogniser } from './recognise/recogniser.ts'
import type { TypeContext } from './semantic-type.ts'
import { cleanText } from './text/clean-text.ts'
import { foldWords } from './text/fold-text.ts'
import { saysNothing } from './text/says-nothing.ts'

const options = z.strictObject({
  vocabulary: z
    .string()
    .min(1)
    .optional()
    .describe(
      'The vocabulary of terms and their spellings; anything else is then refused. Without it every text is a term.',
    ),
  separator: z.string().min(1).max(3).optional().describe('What stands between several in one cell.'),
})

/** A few texts that come again and again are kinds of something, whatever they are called. */
function repeats({ sample }: LabelledColumn): number {
  if (sample.length < 8) return 0
  const different = new Set(sample.map((cell) => foldWords(cell, ''))).size
  return different > 30 || different < 2 ? 0 : 0.5 * Math.max(0, 1 - (2 * different) / sample.length)
}

type Options = z.infer<typeof options>

export const category = defineType<string, Options>({
  id: 'category',
  title: 'Category',
  description:
    'One of a few terms: a kind, a status, a segment. With a vocabulary, spellings become its terms and anything else is refused.',
  example: 'Wholesale',
  options,
  vocabularyOption: 'vocabulary',
  recognise: recogniser({
    labels: [
      'category',
      'cat',
      'type',
      'kind',
      'class',
      'classification',
      'status',
      'state of',
      'segment',
      'sector',
      'industry',
      'group',
      'tier',
      'level',
      'grade',
      'priority',
      'ownership',
      'department',
      'division',
      'gender',
      'language',
      'source',
      'channel',
      'stage',
      'tags',
      'area type',
      'kategorie',
      'kategorieë',
      'soort',
      'klas',
      'branche',
      'art',
      'gruppe',
      'klasse',
      'typ',
      'catégorie',
      'genre',
      'secteur',
      'statut',
      'type de',
      'categoría',
      'tipo',
      'clase',
      'estado civil',
      'rubro',
      'categoria',
      'setor',
      'situação',
      'classe',
      'categorie',
      'groep',
      'settore',
      'stato civile',
      'категория',
      'тип',
      'статус',
      '类别',
      '種類',
    ],
    otherLabels: [
      'type id',
      'group id',
      'category id',
      'status date',
      'class size',
      'group name',
      'level id',
      'source id',
    ],
    holds: (cell) => /\p{L}/u.test(cell) && cell.length <= 80 && !cell.includes('@') && !/:\/\//.test(cell),
    distinctive: repeats,
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
  compare: ({ part, isList }) => {
    const key = part('key')
    return [
      missing(key, 'no category'),
      isList
        ? sharesOne(key, 'a category in common', { m: 0.8, u: 0.2 })
        : equal(key, 'same category', { m: 0.8, u: 0.2 }, true),
      otherwise('other categories', { m: 0.2, u: 0.8 }),
    ]
  },
  evidence: { frequency: 'many', exclusive: false, stable: false },
  keep: 'first',
  keeps: ['first', 'most_common', 'distinct'],
  schema: () => z.string().min(1),
})

function reader({ separator }: Options, { vocabulary }: TypeContext) {
  const termOf = vocabulary && vocabularyReader(vocabulary)
  const unknown = refused(
    'unknown_category',
    'The text is no term of the vocabulary; add the spelling, or correct the source.',
  )
  const nothing = saidNothing('placeholder', 'The text only stands for nothing; leave the cell empty.')
  return {
    ...(separator !== undefined && {
      split: (cell: string) => cell.split(separator).flatMap((part) => part.trim() || []),
    }),
    takesAny: termOf === undefined,
    normalise: (raw: string) => {
      const text = cleanText(raw)
      if (text === null) return absent
      const term = termOf?.(text)
      if (term !== undefined) return accepted(term)
      if (saysNothing(text)) return nothing
      return termOf === undefined ? accepted(text) : unknown
    },
  }
}
