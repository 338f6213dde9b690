import { eraseJsonLines } from '../erase-json-lines.ts'
import { openJsonl } from '../open-jsonl.ts'
import type { TextFormat } from '../source-format.ts'

/** One JSON object a line. */
export const jsonLinesFormat: TextFormat = {
  kind: 'text',
  id: 'jsonl',
  endings: ['.jsonl', '.ndjson'],
  isLike: (text) => /^[\ufeff\s]*\{/.test(text),
  open: ({ path, head, sheet, place, limits }) => openJsonl(path, head, sheet, place, limits),
  erase: eraseJsonLines,
}
