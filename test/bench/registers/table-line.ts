import type { Judged } from './judge-clusters.ts'

/** What a tool made of a file, or why there is nothing. */
export type Result =
  | { readonly kind: 'judged'; readonly judged: Judged; readonly cpuSeconds: number; readonly peakMb: number }
  | { readonly kind: 'none'; readonly because: string }

const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`

/** The first two lines of the table. */
export const TABLE_HEAD = [
  line(['file', 'tool', 'precision', 'recall', 'F1', 'CPU s', 'peak MB']),
  line(['---', '---', '---:', '---:', '---:', '---:', '---:']),
].join('\n')

/** A row of the table. */
export function tableLine(file: string, tool: string, result: Result): string {
  if (result.kind === 'none') return line([file, tool, result.because.replaceAll('|', '\\|'), '', '', '', ''])
  const { precision, recall, f1 } = result.judged
  const shares = [precision, recall, f1].map((share) => share.toFixed(4))
  return line([file, tool, ...shares, result.cpuSeconds.toFixed(1), String(Math.round(result.peakMb))])
}
