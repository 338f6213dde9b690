import { join } from 'node:path'
import { MANY_ROWS, proposedThreshold, type ThresholdChoice } from '../../resolve/clusters/threshold-choices.ts'
import type { ChangeKind } from '../../resolve/stable-ids.ts'
import type { TruthMetrics } from '../../resolve/truth-metrics.ts'
import { shellWord } from '../complete-commands.ts'
import { count } from '../describe-state.ts'
import { plainText } from '../plain-text.ts'
import { table } from '../table.ts'
import { type LabelSummary, labelLines } from '../taught-by-labels.ts'
import type { MeasuredTruth } from './against-truth.ts'
import type { TakenTable } from './taken-columns.ts'

/** All that a linkage says of itself; `--json` prints it. */
export interface LinkageSummary {
  readonly rows: number
  readonly pairs: number
  readonly clusters: number
  readonly threshold: number
  /** Where the weights come from. */
  readonly weights: string
  /** Pairs that are probable and not linked. */
  readonly in_doubt: number
  readonly review_threshold: number
  /** The share of the links that is expected to be right; null without links. */
  readonly expected_precision: number | null
  readonly thresholds: readonly ThresholdChoice[]
  readonly proposed_threshold: number | null
  readonly many_rows: readonly { readonly entity_id: string; readonly rows: number }[]
  readonly files: readonly TakenTable[] | null
  readonly changes: Readonly<Partial<Record<ChangeKind, number>>> | null
  readonly warnings: readonly string[]
  readonly written: readonly string[]
  /** What the labels did, where any were given. */
  readonly labels?: LabelSummary
  readonly truth?: MeasuredTruth
}

const entities = (value: number): string => count(value, 'entity', 'entities')
/** Never 100.0% for what is not all of it. */
const percent = (share: number): string => `${(Math.floor(share * 1000) / 10).toFixed(1)}%`

/** What should make a person look: entities of many rows, links that are expected to be wrong. */
export function warningsOfResult({
  many_rows,
  thresholds,
  threshold,
}: Pick<LinkageSummary, 'many_rows' | 'thresholds' | 'threshold'>): string[] {
  const [largest] = many_rows
  const used = thresholds.find((one) => one.threshold === threshold)
  const proposed = proposedThreshold(thresholds.filter((one) => one.threshold >= threshold))
  const isElsewhere = proposed !== undefined && proposed.threshold > threshold
  const better = isElsewhere
    ? ` Try --threshold ${proposed.threshold}: ${entities(proposed.entities)}, the largest of ${count(proposed.largest, 'row')}.`
    : proposed === undefined
      ? ' No threshold mends that: look at the pairs in report.html, and at columns that many rows share.'
      : ''
  return [
    ...(largest === undefined
      ? []
      : [
          `${many_rows.length === 1 ? '1 entity has' : `${many_rows.length} entities have`} more than ${MANY_ROWS} rows, the largest (${largest.entity_id}) ${largest.rows}.${better}`,
        ]),
    ...(largest === undefined && isElsewhere && used?.expectedPrecision != null
      ? [`Of the links only ${percent(used.expectedPrecision)} are expected to be right.${better}`]
      : []),
  ]
}

/** The summary for people. @param settings where a settings document was written, and the file that it is for */
export function summaryLines(
  summary: LinkageSummary,
  out: string,
  suggested: { readonly settings: string; readonly files: readonly string[] } | undefined,
  columns: number | undefined,
): string {
  const { rows, clusters, threshold, pairs, truth, expected_precision, in_doubt, review_threshold, changes } = summary
  const lines = [
    `${count(rows, 'row')} became ${entities(clusters)} at a match probability of ${threshold}; ${count(pairs, 'pair')} compared.`,
    `Weights: ${summary.weights}.`,
    ...labelLines(summary.labels),
    expected_precision === null
      ? 'No two rows are linked.'
      : `Of the links ${percent(expected_precision)} are expected to be right, by the model’s own numbers.`,
    ...(in_doubt === 0
      ? []
      : [
          `${count(in_doubt, 'pair')} in doubt: ${review_threshold} or likelier, and not linked, for less than ${threshold} or for what speaks against it.`,
        ]),
    ...(changes === null ? [] : [`Since the earlier result: ${changesTold(changes)}.`]),
  ]
  if (truth) lines.push('', ...table(truthRows(truth, threshold), columns))
  lines.push('', ...summary.written.map((name) => `  ${plainText(join(out, name))}`))
  if (suggested !== undefined)
    lines.push(
      '',
      `Settings: ${plainText(suggested.settings)}. The same again, and from there on yours:`,
      `  hotpass resolve ${suggested.files.map((file) => shellWord(plainText(file))).join(' ')} --settings ${shellWord(plainText(suggested.settings))} --out ${shellWord(plainText(`${out}-again`))}`,
    )
  return `${lines.join('\n')}\n`
}

const changesTold = (changes: Readonly<Partial<Record<ChangeKind, number>>>): string => {
  const told = Object.entries(changes)
    .map(([kind, changed]) => `${changed} ${kind}`)
    .sort()
  return told.length === 0 ? 'every entity is who it was' : told.join(', ')
}

function truthRows(truth: MeasuredTruth, threshold: number): string[][] {
  const cells = (metrics: TruthMetrics): string[] =>
    [metrics.pairwise, metrics.clusterwise].flatMap(({ precision, recall, f1 }) =>
      [precision, recall, f1].map((value) => value.toFixed(4)),
    )
  return [
    ['threshold', 'pairs: precision', 'recall', 'F1', 'clusters: precision', 'recall', 'F1'],
    [`${threshold} (used)`, ...cells(truth)],
    ...truth.thresholds.map((metrics) => [String(metrics.threshold), ...cells(metrics)]),
  ]
}
