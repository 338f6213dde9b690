import { escapeHtml } from './escape-html.ts'
import type { IndexEntry } from './site-index.ts'

const whole = new Intl.NumberFormat('en-US')
const plural = (value: number, one: string): string => `${whole.format(value)} ${value === 1 ? one : `${one}s`}`

const runLink = (run: string, text = run): string =>
  `<a href="#/runs/${escapeHtml(encodeURIComponent(run))}">${escapeHtml(text)}</a>`
const command = (text: string): string => `<code>${escapeHtml(text)}</code>`

/**
 * Where a pipeline stands, before anything else: whether its last run was published, what that changed, and what waits for a person.
 * @param entries runs of the pipeline, newest first, at least one
 */
export function standingSection(entries: readonly IndexEntry[], pipeline: string, several: boolean): string {
  const [last] = entries
  if (last === undefined) return ''
  const released = entries.find(isReleased)
  const told = last.status === 'unchanged' ? (entries.find(({ status }) => status === 'published') ?? last) : last
  return `<section class="answer ${escapeHtml(last.status === 'published' ? (last.verdict ?? 'passed') : last.status)}">
<h2>${several ? `${escapeHtml(pipeline)}: ` : ''}${escapeHtml(verdictOf(last, released))}</h2>
<dl class="facts">${factsOf(last, released)}</dl>
${changedList(told)}
<h3>What waits for a person</h3>
${waitingList(entries, several ? ` --pipeline ${pipeline}` : '')}
</section>`
}

const isReleased = ({ status }: IndexEntry): boolean => status === 'published' || status === 'unchanged'

function verdictOf(last: IndexEntry, released: IndexEntry | undefined): string {
  const stays = released?.release == null ? 'nothing is published yet' : `release ${released.release} stays`
  switch (last.status) {
    case 'published':
      return `Release ${last.release} is published${last.verdict === 'warned' ? ', with warnings' : ': every check passed'}`
    case 'unchanged':
      return `Nothing has changed since release ${last.release}`
    case 'blocked':
      return `The last run was blocked: ${stays}`
    case 'cancelled':
      return `The last run was cancelled: ${stays}`
    case 'timed_out':
      return `The last run took too long: ${stays}`
    default:
      return `The last run failed: ${stays}`
  }
}

function factsOf(last: IndexEntry, released: IndexEntry | undefined): string {
  const facts: [string, string][] = [
    ['last run', runLink(last.run)],
    ['ended', `${escapeHtml(last.at.slice(0, 16).replace('T', ' '))} UTC`],
    ['release', escapeHtml(released?.release ?? 'none')],
    ...(last.impact === undefined ? [] : [['impact', escapeHtml(last.impact)] satisfies [string, string]]),
    ...Object.entries(released?.versions ?? {}).map(([dataset, version]): [string, string] => [
      escapeHtml(dataset),
      `version ${escapeHtml(version)}`,
    ]),
  ]
  return facts.map(([term, value]) => `<div><dt>${term}</dt><dd>${value}</dd></div>`).join('')
}

function changedList({ status, run, changed = [] }: IndexEntry): string {
  if (changed.length === 0) return ''
  const moved = changed.filter(({ added, removed, changed: rows }) => added + removed + rows > 0)
  const lines = moved.map(
    ({ dataset, added, removed, changed: rows, impact }) =>
      `<li>${escapeHtml(dataset)}: ${whole.format(added)} added, ${whole.format(removed)} removed, ${whole.format(rows)} changed${impact === undefined ? '' : ` (${escapeHtml(impact)})`}</li>`,
  )
  const title = status === 'blocked' ? 'What would have changed' : 'What changed'
  const link = `<a href="#/changes/${escapeHtml(encodeURIComponent(run))}">Row by row</a>`
  return `<h3>${title}</h3>\n${lines.length === 0 ? '<p>No row.</p>' : `<ul>${lines.join('')}</ul>\n<p>${link}</p>`}`
}

/** Blocked runs since the last release, the pairs to decide, and what the last judged run held back. */
function waitingList(entries: readonly IndexEntry[], pipeline: string): string {
  const since = entries.slice(0, Math.max(0, entries.findIndex(isReleased)))
  const blocked = (entries.some(isReleased) ? since : entries).filter(({ status }) => status === 'blocked')
  const judged = entries.find(({ verdict, status }) => verdict !== null && status !== 'unchanged')
  const { review = 0, setAside = 0 } = judged?.waiting ?? {}
  const lines = [
    ...blocked
      .slice(0, 3)
      .map(
        ({ run }) =>
          `${runLink(run)} is blocked: correct the data, or ${command(`hotpass gate release ${run} --why "…"`)}`,
      ),
    ...(blocked.length > 3 ? [`${plural(blocked.length - 3, 'earlier blocked run')}`] : []),
    ...(review > 0
      ? [
          `${plural(review, 'pair')} that may be one ${review === 1 ? 'waits' : 'wait'} for a decision: ${command(`hotpass review list${pipeline}`)}`,
        ]
      : []),
    ...(judged !== undefined && judged.quarantined > 0
      ? [
          `${plural(judged.quarantined, 'row')} in quarantine: ${command(`hotpass quarantine export ${judged.run} --out rejected.xlsx`)}`,
        ]
      : []),
    ...(judged !== undefined && setAside > 0
      ? [`${plural(setAside, 'value')} set aside: ${command(`hotpass set-aside ${judged.run} --out set-aside.xlsx`)}`]
      : []),
  ]
  return lines.length === 0 ? '<p>Nothing.</p>' : `<ul>${lines.map((line) => `<li>${line}</li>`).join('')}</ul>`
}
