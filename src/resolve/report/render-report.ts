import { answersSection } from './answers-section.ts'
import { levelsChart, sizesChart, truthChart, waterfallChart, weightChart } from './charts.ts'
import { escapeHtml, whole } from './html.ts'
import type { ReportCluster, ReportData } from './report-data.ts'
import { STYLE } from './style.ts'

const REASONS = {
  cannot_link: 'a person said that they are different',
  apart: 'values that no entity has both of',
  contradiction: 'values that one entity cannot both have',
  duplicate_free_source: 'two rows of a source without duplicates',
  weak_bridge: 'the other pairs between the two groups speak against it',
} as const

const figure = (svg: string, caption: string): string =>
  `<figure><div class="wide" role="img" aria-label="${escapeHtml(caption)}" tabindex="0">${svg}</div><figcaption>${escapeHtml(caption)}</figcaption></figure>`

const table = (name: string, head: readonly string[], rows: readonly (readonly (string | number | null)[])[]): string =>
  `<div class="wide" role="region" aria-label="${escapeHtml(name)}" tabindex="0"><table><thead><tr>${head.map((cell) => `<th scope="col">${escapeHtml(cell)}</th>`).join('')}</tr></thead><tbody>${rows
    .map(
      (row) =>
        `<tr>${row.map((cell) => (typeof cell === 'number' ? `<td class="number">${whole(cell)}</td>` : `<td>${escapeHtml(cell ?? '')}</td>`)).join('')}</tr>`,
    )
    .join('')}</tbody></table></div>`

const percent = (value: number): string => `${(value * 100).toFixed(2)}%`

/** The linkage report: one HTML page that needs no server, no script and no other file. */
export const renderReport = (data: ReportData): string => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escapeHtml(data.title)}</title><style>${STYLE}</style></head><body><main>
${reportBody(data)}
</main></body></html>
`

/** What stands in the page: without any style, so that other pages may hold it. Every value is escaped; the charts are SVG drawn here. */
export function reportBody(data: ReportData): string {
  return `<h1>${escapeHtml(data.title)}</h1>
<p class="lead">${whole(data.rows)} rows became <strong>${whole(data.clusters)} entities</strong>: ${whole(data.pairs)} pairs were compared, and those with a match probability of at least ${data.threshold} (${data.thresholdBits.toFixed(1)} bits) were linked.</p>
${data.warnings.length > 0 ? `<ul class="warnings">${data.warnings.map((warning) => `<li>${escapeHtml(warning)}</li>`).join('')}</ul>` : ''}
${truthSection(data)}
${answersSection(data)}
<h2>Match weights</h2>
${data.weights.length > 0 ? figure(weightChart(data), 'Compared pairs by match weight. Well separated hills mean few doubtful pairs.') : '<p>No pair was compared.</p>'}
<h2>Clusters</h2>
${data.clusterSizes.length > 0 ? figure(sizesChart(data), 'Clusters by number of rows.') : ''}
${cutsSection(data)}
<h2>Clusters to look at</h2>
${data.worst.length > 0 ? data.worst.map(clusterSection).join('\n') : '<p>Every pair inside each cluster agrees.</p>'}
<h2>What the model learnt</h2>
<p>Two rows drawn at random are one entity once in ${data.model.prior > 0 ? whole(1 / data.model.prior) : '∞'} (${escapeHtml(data.model.training.prior)}). <b>m</b> is how often a level occurs among pairs that are one entity, <b>u</b> among pairs that are not (${escapeHtml(data.model.training.u)}); the weight of a level is log<sub>2</sub>(m / u) bits.</p>
${data.model.comparisons.map((comparison) => `<h3>${escapeHtml(comparison.name)}</h3>${figure(levelsChart(comparison), `m and u of ${comparison.name}`)}`).join('\n')}
${trainingSection(data)}
<h2>Blocking</h2>
${blockingSection(data)}`
}

function truthSection(data: ReportData): string {
  if (data.truth === undefined) return ''
  const { pairwise, clusterwise, thresholds } = data.truth
  const row = (name: string, { precision, recall, f1 }: typeof pairwise) => [
    name,
    percent(precision),
    percent(recall),
    percent(f1),
  ]
  return `<h2>Against the truth</h2>${table('Against the truth', ['of', 'precision', 'recall', 'F1'], [row('pairs of rows', pairwise), row('whole clusters', clusterwise)])}
${thresholds.length > 1 ? figure(truthChart(data), 'Pairwise precision, recall and F1 by threshold.') : ''}`
}

function cutsSection(data: ReportData): string {
  if (data.cuts.length === 0) return '<p>No link was cut.</p>'
  const shown = data.cuts.slice(0, 20)
  return `<h3>Links that were cut: ${whole(data.cuts.length)}</h3>${table(
    'Links that were cut',
    ['row', 'row', 'weight (bits)', 'because'],
    shown.map(({ left, right, weight, reason, column }) => [
      left,
      right,
      weight.toFixed(1),
      `${REASONS[reason]}${column === undefined ? '' : ` (${column})`}`,
    ]),
  )}${data.cuts.length > shown.length ? `<p>… and ${whole(data.cuts.length - shown.length)} more.</p>` : ''}`
}

function clusterSection(cluster: ReportCluster): string {
  return `<section><h3>${escapeHtml(cluster.id)}</h3><p>${escapeHtml(cluster.reason)}</p>
${table(
  `Rows of ${cluster.id}`,
  ['field', ...cluster.rows.map(({ id }) => id)],
  cluster.columns
    .map((column, at) => [column, ...cluster.rows.map(({ values }) => values[at] ?? null)])
    .filter(([, ...values]) => values.some((value) => value !== null)),
)}
${cluster.pair ? figure(waterfallChart(cluster.pair.waterfall), `How the weight of ${cluster.pair.left} and ${cluster.pair.right}, the pair that agrees least, adds up, in bits.`) : ''}</section>`
}

function trainingSection({ model }: ReportData): string {
  const { passes } = model.training
  if (passes.length === 0) return '<p>All of m and u are stated by the settings; nothing was trained.</p>'
  return `<h3>Training passes</h3>${table(
    'Training passes',
    ['pairs that fulfil', 'pairs', 'expected matches', 'rounds', 'estimated m of', 'left out because'],
    passes.map((pass) => [
      pass.rule,
      pass.pairs,
      Math.round(pass.matches),
      pass.iterations,
      pass.estimated.join(', '),
      pass.left_out,
    ]),
  )}`
}

function blockingSection({ blocking, rulePairs }: ReportData): string {
  const rows = blocking.rules.map((rule, at) => [
    rule.rule,
    rule.blocks,
    rule.bound,
    rulePairs[at]?.pairs ?? 0,
    rulePairs[at]?.cumulative ?? 0,
    rule.largest
      .map(({ value, rows: count }) => `${value} (${whole(count)} rows)`)
      .slice(0, 3)
      .join('; '),
    rule.skipped.map(({ value, rows: count }) => `${value} (${whole(count)} rows)`).join('; '),
  ])
  return table(
    'Blocking rules',
    ['rule', 'blocks', 'pairs at most', 'new pairs', 'pairs so far', 'largest blocks', 'blocks left out'],
    rows,
  )
}
