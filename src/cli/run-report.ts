import type { PipelineResult } from '../runtime/pipeline-result.ts'
import { cellLines } from './cell-lines.ts'
import { count, duration } from './describe-state.ts'
import { type NextCommand, withoutAdvice } from './next-command.ts'
import { plainLines } from './plain-text.ts'
import { setAsideLine } from './set-aside-line.ts'
import { table } from './table.ts'

/** What the report cannot know from the result alone. */
export interface ReportContext {
  /** How the store or the environment is named again in the commands it suggests. */
  readonly flag: string
  /** The first dataset of the pipeline's domain, with the pipeline's name before it where the store has several. */
  readonly dataset?: string | undefined
  /** What to do about a run that did not end well. */
  readonly next?: NextCommand | undefined
  /** Lines about items of Maps that failed on AWS. */
  readonly items?: readonly string[]
}

/** What `hotpass run` prints at its end for a person. */
export function runReport(result: PipelineResult, context: ReportContext): string {
  const lines = [headline(result), '']
  const versions = Object.entries(result.versions)
  if (versions.length > 0)
    lines.push(
      ...table(versions.map(([dataset, version]) => [dataset, `version ${version}`, changeOf(result, dataset)])),
      '',
    )
  if (result.impact !== undefined) lines.push(`Impact: ${result.impact}`)
  const { rows } = result
  if (rows.read > 0) {
    const sum = rows.blank + rows.quarantined + rows.attached + rows.merged + rows.published
    lines.push(
      `Rows: ${count(rows.read, 'row')} read = ${rows.blank} blank + ${rows.quarantined} quarantined + ${rows.attached} attached + ${rows.merged} merged + ${rows.published} published${sum === rows.read ? '' : ` (the sum is ${sum}: please report this)`}`,
    )
  }
  if (result.cells !== undefined) lines.push(...cellLines(result.cells))
  if (result.readmitted) lines.push(`Re-admitted: ${count(result.readmitted, 'row')}, corrected by stewards`)
  for (const one of result.quarantine ?? []) lines.push(`Quarantine: ${count(one.rows, 'row')} in ${one.key}`)
  if (result.setAside !== undefined) lines.push(setAsideLine(result.setAside, result.run, context.flag))
  for (const file of result.unmatched ?? [])
    lines.push(`Unmatched: ${file} belongs to no source of the domain and was left alone`)
  for (const note of result.notes ?? []) lines.push(`Note: ${note}`)
  if (result.gate !== null) lines.push(`Gate: ${result.gate}`)
  for (const reason of result.reasons ?? []) lines.push(`  ${reason}`)
  lines.push(...(context.items ?? []))
  for (const { problem } of result.catalog ?? []) if (problem !== undefined) lines.push(`Catalogue: ${problem}`)
  lines.push(`Store: ${result.store}`, `Run: ${result.run}, ${duration(result.seconds * 1000)}`)
  const next = nextStep(result, context)
  return `${plainLines([...lines, ...(next === undefined ? [] : ['', next])].join('\n'))}\n`
}

/** What a version changed, in a word; nothing where it is not known. */
const changeOf = ({ impacts }: PipelineResult, dataset: string): string => {
  const impact = impacts?.[dataset]
  return impact === undefined ? '' : impact === 'none' ? 'nothing changed' : `${impact} change`
}

function headline(result: PipelineResult): string {
  const problem = result.error === undefined ? undefined : withoutAdvice(result.error.message)
  if (result.status === 'published')
    return result.error === undefined
      ? 'Published.'
      : `Published, but what follows a release was not finished: ${result.error.message}`
  if (result.status === 'unchanged')
    return 'Unchanged: the current release already stands on these files, settings and rules. Nothing was repeated.'
  if (result.status === 'busy') return 'Busy: another run of this pipeline is under way, so nothing was done.'
  if (result.status === 'blocked')
    return 'Blocked by the quality gate: nothing was published and the current release stays.'
  if (result.status === 'cancelled') return `Cancelled: ${problem ?? 'the run was stopped.'}`
  if (result.status === 'timed_out') return `Timed out: ${problem ?? 'the run took too long.'}`
  return `Failed: ${problem ?? 'no reason was recorded'}`
}

function nextStep(
  result: PipelineResult,
  { flag, dataset = Object.keys(result.versions)[0], next }: ReportContext,
): string | undefined {
  if ((result.status === 'published' || result.status === 'unchanged') && dataset !== undefined)
    return `Next: hotpass pull ${dataset} --as xlsx${flag}`
  if (result.status === 'busy') return `Next: hotpass status${flag}, then run again (or with --when-busy wait)`
  const show = `Next: hotpass runs show ${result.run}${flag}`
  return next === undefined ? show : `${show}\n${next.why}: ${next.command}`
}
