import { open, writeFile } from 'node:fs/promises'
import iconv from 'iconv-lite'
import type { CellErasure, RowEdits } from './cell-erasure.ts'
import { bytesOf } from './escaped-bytes.ts'
import { detectEncoding, readText, statedEncoding } from './text-encoding.ts'

/** Rewrites the lines of a text file: each keeps its ending, and every later one its number. */
export async function eraseLines(
  { path, out, edits, details }: CellErasure,
  rewrite: (lines: string[], edits: RowEdits) => void,
): Promise<void> {
  const file = await open(path)
  const head = Buffer.alloc(64 * 1024)
  const { bytesRead } = await file.read(head, 0, head.length, 0)
  await file.close()
  const encoding =
    details.how === 'stated' && details.encoding !== undefined
      ? await statedEncoding(details.encoding, path, head.subarray(0, bytesRead), { file: path })
      : await detectEncoding(path, head.subarray(0, bytesRead))
  let text = ''
  for await (const piece of readText(path, encoding)) text += piece
  const lines = text.match(/[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+$/g) ?? []
  rewrite(lines, [...edits.values()][0] ?? new Map())
  const left = lines.join('')
  // A file whose encoding is stated stays in it.
  const bytes =
    encoding.how === 'stated' && encoding.badBytes === undefined ? iconv.encode(left, encoding.encoding) : bytesOf(left)
  await writeFile(out, bytes, { mode: 0o600 })
}

export const endOf = (line: string): string => /(?:\r\n|\n|\r)$/.exec(line)?.[0] ?? ''
