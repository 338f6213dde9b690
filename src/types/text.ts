import { z } from 'zod'
import { defineType } from './define-type.ts'
import { absent, accepted, saidNothing } from './normalise/normalised.ts'
import { type LabelledColumn, recogniser } from './recognise/recogniser.ts'
import { cleanText } from './text/clean-text.ts'
import { foldWords } from './text/fold-text.ts'
import { saysNothing } from './text/says-nothing.ts'

/** Longer texts are notes, and no names. */
const LONGEST_KEY = 60

const hasLetter = (cell: string): boolean => /\p{L}/u.test(cell)

/** Whatever has letters may be text; long cells of many words hardly are anything else. */
function distinctive({ sample }: LabelledColumn): number {
  const long = sample.filter((cell) => cell.length >= 60 && cell.split(/\s+/).length >= 8).length
  return 0.1 + 0.35 * (long / sample.length)
}

/** Lines, emoji and spacing are part of a text; what no pen writes is not. */
const asWritten = (raw: string): string => raw.replace(LINE_ENDS, '\n').replace(CONTROL, '').trim()
const LINE_ENDS = /\r\n?|\u2028|\u2029/g
const CONTROL = /(?![\n\t])\p{Cc}|\p{Cs}/gu

export const text = defineType<string>({
  id: 'text',
  title: 'Text',
  description:
    'Any text as it was written, lines and signs included; only control characters go. A placeholder is refused.',
  example: 'Calls back on Mondays.',
  recognise: recogniser({
    labels: [
      'notes',
      'note',
      'comment',
      'comments',
      'remark',
      'remarks',
      'description',
      'details',
      'additional information',
      'message',
      'summary',
      'history',
      'opmerking',
      'opmerkings',
      'opmerkingen',
      'notas',
      'beskrywing',
      'bemerkung',
      'bemerkungen',
      'notiz',
      'beschreibung',
      'anmerkung',
      'remarque',
      'commentaire',
      'commentaires',
      'observaciones',
      'comentario',
      'descripción',
      'observações',
      'descrição',
      'omschrijving',
      'osservazioni',
      'commento',
      'descrizione',
      'примечание',
      '备注',
      '備考',
    ],
    otherLabels: ['note date', 'comment date', 'message id', 'notes by'],
    holds: hasLetter,
    distinctive,
  }),
  reader: () => {
    const nothing = saidNothing('placeholder', 'The text only stands for nothing; leave the cell empty.')
    return {
      takesAny: true,
      normalise: (raw) => {
        const tidy = cleanText(raw)
        if (tidy === null) return absent
        return saysNothing(tidy) ? nothing : accepted(asWritten(raw))
      },
    }
  },
  column: 'string',
  parts: [
    {
      name: 'key',
      description:
        'Its words without case, accents and punctuation; none of a text that no two records share but by copying.',
      column: 'string',
      of: (value) => (value.length > LONGEST_KEY ? null : foldWords(value, ' ') || null),
    },
  ],
  evidence: { frequency: 'many', exclusive: false, stable: false },
  keep: 'first',
  keeps: ['longest', 'first', 'most_common', 'distinct'],
  schema: () => z.string().min(1),
})
