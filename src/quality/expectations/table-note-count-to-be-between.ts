import { z } from 'zod'
import { NOTE_CODES } from '../../contracts/note-codes.ts'
import { boundsMisfit, countBoundsShape, judgeBounds } from '../bounds.ts'
import { tableKind, whole } from '../expectation.ts'
import { count, range } from '../phrases.ts'

/** What a reader noticed of a table is neither too often nor too seldom. */
export const tableNoteCountToBeBetween = tableKind(
  'expect_table_note_count_to_be_between',
  'Of a table of a source: what its reader noticed (`note`: `formula_without_value`, `hidden_rows`, `sheet_not_read` …) was noticed neither too often nor too seldom.',
  { note: z.enum(NOTE_CODES), ...countBoundsShape },
  ({ note, ...bounds }) => ({
    columns: [],
    sentence: `Its reader notes ${note.replaceAll('_', ' ')} ${range(bounds)} times.`,
    misfit: () => boundsMisfit(bounds),
    asks: () => [],
    judge: ({ notes }) => {
      if (notes === null)
        return whole('failed', 'No reader noted anything of it: it is no table of a source, or none was read.', null)
      const observed = notes[note] ?? 0
      return whole(
        judgeBounds(observed, bounds),
        `It was noted ${count(observed)} ${observed === 1 ? 'time' : 'times'}.`,
        observed,
      )
    },
  }),
)
