import { z } from 'zod'

const reportSchema = z.object({
  files: z.record(z.string(), z.object({ mutants: z.array(z.object({ status: z.string() })) })),
})

/** What became of the mutants of one file. Mutants that could not be tried are not among them. */
export interface MutationScore {
  readonly file: string
  readonly mutants: number
  /** Found by a failing test, or by a test that did not end in time. */
  readonly killed: number
  readonly survived: number
  /** Mutants that no test reaches. */
  readonly uncovered: number
}

/** The scores of a report in the mutation testing elements format, by file, and their sum at the end. @throws z.ZodError */
export function mutationScores(report: unknown): MutationScore[] {
  const scores = Object.entries(reportSchema.parse(report).files)
    .map(([file, { mutants }]) => {
      const count = (...statuses: string[]) => mutants.filter(({ status }) => statuses.includes(status)).length
      const [killed, survived, uncovered] = [count('Killed', 'Timeout'), count('Survived'), count('NoCoverage')]
      return { file, mutants: killed + survived + uncovered, killed, survived, uncovered }
    })
    .sort((a, b) => (a.file < b.file ? -1 : 1))
  const sum = (field: 'mutants' | 'killed' | 'survived' | 'uncovered') =>
    scores.reduce((total, score) => total + score[field], 0)
  return [
    ...scores,
    {
      file: 'all',
      mutants: sum('mutants'),
      killed: sum('killed'),
      survived: sum('survived'),
      uncovered: sum('uncovered'),
    },
  ]
}

/** A Markdown table, as docs/explanation/tests.md has it. */
export function scoreTable(scores: readonly MutationScore[]): string {
  const share = ({ killed, mutants }: MutationScore) =>
    mutants === 0 ? 'none' : `${((100 * killed) / mutants).toFixed(1)}%`
  const rows = scores.map((score) => [
    score.file === 'all' ? 'all' : `\`${score.file}\``,
    ...[score.mutants, score.killed, score.survived, score.uncovered].map(String),
    share(score),
  ])
  const table = [['File', 'Mutants', 'Killed', 'Survived', 'Not reached', 'Score'], ...rows]
  const widths = (table[0] as string[]).map((_, at) => Math.max(...table.map((row) => (row[at] as string).length)))
  const line = (row: readonly string[]) => `| ${row.map((cell, at) => cell.padEnd(widths[at] as number)).join(' | ')} |`
  const [head, ...body] = table as [string[], ...string[][]]
  return [line(head), `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`, ...body.map(line)].join('\n')
}
