import type { ChallengerOutcome, DifferingPair } from '../../ledger/works/challenger-work.ts'
import { escapeHtml } from '../../site/escape-html.ts'

const whole = (value: number): string => Math.round(value).toLocaleString('en')

/** What the linkage page says of a challenger; nothing where there is none. Values come masked. */
export function challengerSection(outcome: ChallengerOutcome | null): string {
  if (outcome === null) return ''
  const head = '\n<h2>The challenger</h2>'
  const name = `Version ${outcome.challenger.version}`
  if (outcome.kind === 'failed')
    return `${head}<p>${name} was not scored: ${escapeHtml(outcome.message)} What is published is not affected.</p>`
  const { pairs, review, entities, examples } = outcome
  const rows = [
    ['Pairs that are linked', pairs.both + pairs.onlyUsed, pairs.both + pairs.onlyChallenger],
    ['Pairs that it alone links', pairs.onlyUsed, pairs.onlyChallenger],
    ['Pairs that wait for a person', review.used, review.challenger],
    ['Entities', entities.used, entities.challenger],
    ['Entities that it alone has', entities.lost, entities.gained],
  ] as const
  const cell = (value: number) => `<td class="number">${whole(value)}</td>`
  return `${head}
<p>${name} was scored on the same ${whole(pairs.compared)} compared pairs, from a probability of ${outcome.threshold}. Nothing of it is published.</p>
<div class="wide" role="region" aria-label="The challenger" tabindex="0"><table><thead><tr><th scope="col">what</th><th scope="col">in use</th><th scope="col">challenger</th></tr></thead><tbody>${rows
    .map(([what, used, other]) => `<tr><td>${what}</td>${cell(used)}${cell(other)}</tr>`)
    .join('')}</tbody></table></div>
${examples.length === 0 ? '' : `<h3>Pairs that only one of them links</h3>${examples.map(exampleTable).join('\n')}`}`
}

function exampleTable({ linkedBy, left, right, usedWeight, challengerWeight, values }: DifferingPair): string {
  const caption = `${left} and ${right}: ${linkedBy === 'used' ? 'linked by the model in use' : 'linked by the challenger'} (${usedWeight.toFixed(1)} bits in use, ${challengerWeight.toFixed(1)} by the challenger)`
  const lines = Object.entries(values)
    .filter(([, [a, b]]) => a !== null || b !== null)
    .map(
      ([column, [a, b]]) =>
        `<tr><th scope="row">${escapeHtml(column)}</th><td>${escapeHtml(a ?? '')}</td><td>${escapeHtml(b ?? '')}</td></tr>`,
    )
  return `<div class="wide" role="region" aria-label="${escapeHtml(caption)}" tabindex="0"><table><caption>${escapeHtml(caption)}</caption><tbody>${lines.join('')}</tbody></table></div>`
}
