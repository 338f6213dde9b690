import { open, writeFile } from 'node:fs/promises'
import type { CellErasure, RowEdits } from './cell-erasure.ts'
import { detectEncoding, readText } from './text-encoding.ts'

/** Rewrites the lines of a text file: each keeps its ending, and every later one its number. */
export async function eraseLines(
  { path, out, edits }: CellErasure,
  rewrite: (lines: string[], edits: RowEdits) => void,
): Promise<void> {
  const file = await open(path)
  const head = Buffer.alloc(64 * 1024)
  const { bytesRead } = await file.read(head, 0, head.length, 0)
  await file.close()
  const encoding = await detectEncoding(path, head.subarray(0, bytesRead))
  let text = ''
  for await (const piece of readText(path, encoding)) text += piece
  const lines = text.match(/[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+$/g) ?? []
  rewrite(lines, [...edits.values()][0] ?? new Map())
  await writeFile(out, lines.join(''), { mode: 0o600 })
}

export const endOf = (line: string): string => /(?:\r\n|\n|\r)$/.exec(line)?.[0] ?? ''
