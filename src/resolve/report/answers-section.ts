import type { ShareInterval } from '../training/held-out-accuracy.ts'
import type { ThresholdAccuracy } from '../training/teach-by-answers.ts'
import { escapeHtml, whole } from './html.ts'
import type { ReportData } from './report-data.ts'

const LEAST_TOLD_BITS = 0.5
const MOST_TOLD = 12

const percent = (value: number): string => `${(value * 100).toFixed(1)}%`

/** What people's answers say of the linkage and did to the model; empty where nobody answered. */
export function answersSection({ accuracy = [], model }: Pick<ReportData, 'accuracy' | 'model'>): string {
  const { answers } = model.training
  if (accuracy.length === 0 && answers === undefined) return ''
  return `<h2>By people’s answers</h2>
${accuracyTable(accuracy)}
<p>${escapeHtml(taughtText(answers))}</p>
${movedTable(model)}`
}

function accuracyTable(accuracy: readonly ThresholdAccuracy[]): string {
  const [used] = accuracy
  if (used === undefined) return ''
  const cell = ({ estimate, low, high }: ShareInterval): string =>
    `<td>${percent(estimate)}</td><td>${percent(low)} to ${percent(high)}</td>`
  const rows = accuracy.map(
    (one) =>
      `<tr><th scope="row">${one.threshold}${one === used ? ' (used)' : ''}</th>${cell(one.precision)}${cell(one.recall)}</tr>`,
  )
  const range = '<th scope="col">19 times in 20 between</th>'
  return `<p>By ${whole(used.answers)} answers, each held out of what taught the model that it is measured against (five folds), and counted for the pairs of its weight. Recall is of compared pairs: those that no blocking rule makes are not among them.</p>
<div class="wide" role="region" aria-label="By people’s answers" tabindex="0"><table><thead><tr><th scope="col">threshold</th><th scope="col">precision</th>${range}<th scope="col">recall</th>${range}</tr></thead><tbody>${rows.join('')}</tbody></table></div>`
}

/** Levels and the bits that answers add to log2(m / u), the furthest moved first. */
function movedTable({ comparisons }: ReportData['model']): string {
  const moved = comparisons
    .flatMap(({ name, levels }) => levels.map(({ label, answered = 0 }) => ({ name, label, answered })))
    .filter(({ answered }) => Math.abs(answered) >= LEAST_TOLD_BITS)
    .sort((one, other) => Math.abs(other.answered) - Math.abs(one.answered))
    .slice(0, MOST_TOLD)
  if (moved.length === 0) return ''
  const rows = moved.map(
    ({ name, label, answered }) =>
      `<tr><th scope="row">${escapeHtml(name)}</th><td>${escapeHtml(label)}</td><td>${answered > 0 ? '+' : '−'}${Math.abs(answered).toFixed(1)}</td></tr>`,
  )
  return `<div class="wide" role="region" aria-label="What answers add to weights" tabindex="0"><table><thead><tr><th scope="col">comparison</th><th scope="col">level</th><th scope="col">bits beside log<sub>2</sub>(m / u)</th></tr></thead><tbody>${rows.join('')}</tbody></table></div>`
}

function taughtText(answers: ReportData['model']['training']['answers']): string {
  if (answers === undefined) return 'The model foresees the answers best as it is, so they changed nothing of it.'
  const { same, different, spread_bits: spread } = answers
  const said = `${same} answers say that two records are one, ${different} that they are not.`
  return spread === 0
    ? `${said} The model foresees them best as it is, so they changed nothing of it.`
    : `${said} They corrected the model: weights moved by as much as answers that were held out bear out (a prior of ${spread} bits).`
}
