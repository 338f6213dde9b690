import type { PipelineResult } from '../runtime/pipeline-result.ts'
import { count, duration } from './describe-state.ts'
import { plainLines } from './plain-text.ts'
import { table } from './table.ts'

/** What `hotpass run` prints at its end for a person. `flag` names the store again in the commands it suggests, `first` is the dataset to look at. */
export function runReport(
  result: PipelineResult,
  flag: string,
  first: string | undefined = Object.keys(result.versions)[0],
): string {
  const lines = [headline(result), '']
  const versions = Object.entries(result.versions)
  if (versions.length > 0)
    lines.push(...table(versions.map(([dataset, version]) => [dataset, `version ${version}`])), '')
  const { rows } = result
  if (rows.read > 0) {
    const sum = rows.blank + rows.quarantined + rows.attached + rows.merged + rows.published
    lines.push(
      `Rows: ${count(rows.read, 'row')} read = ${rows.blank} blank + ${rows.quarantined} quarantined + ${rows.attached} attached + ${rows.merged} merged + ${rows.published} published${sum === rows.read ? '' : ` (the sum is ${sum}: please report this)`}`,
    )
  }
  if (result.readmitted) lines.push(`Re-admitted: ${count(result.readmitted, 'row')}, corrected by stewards`)
  for (const one of result.quarantine ?? []) lines.push(`Quarantine: ${count(one.rows, 'row')} in ${one.key}`)
  for (const file of result.unmatched ?? [])
    lines.push(`Unmatched: ${file} belongs to no source of the domain and was left alone`)
  for (const note of result.notes ?? []) lines.push(`Note: ${note}`)
  if (result.gate !== null) lines.push(`Gate: ${result.gate}`)
  for (const reason of result.reasons ?? []) lines.push(`  ${reason}`)
  for (const { problem } of result.catalog ?? []) if (problem !== undefined) lines.push(`Catalogue: ${problem}`)
  lines.push(`Store: ${result.store}`, `Run: ${result.run}, ${duration(result.seconds * 1000)}`)
  const next = nextStep(result, flag, first)
  return `${plainLines([...lines, ...(next === undefined ? [] : ['', next])].join('\n'))}\n`
}

function headline(result: PipelineResult): string {
  if (result.status === 'published')
    return result.error === undefined
      ? 'Published.'
      : `Published, but what follows a release was not finished: ${result.error.message}`
  if (result.status === 'unchanged')
    return 'Unchanged: the current release already stands on these files, settings and rules. Nothing was repeated.'
  if (result.status === 'busy') return 'Busy: another run of this pipeline is under way, so nothing was done.'
  if (result.status === 'blocked')
    return 'Blocked by the quality gate: nothing was published and the current release stays.'
  if (result.status === 'cancelled') return `Cancelled: ${result.error?.message ?? 'the run was stopped.'}`
  if (result.status === 'timed_out') return `Timed out: ${result.error?.message ?? 'the run took too long.'}`
  return `Failed: ${result.error?.message ?? 'no reason was recorded'}`
}

function nextStep(result: PipelineResult, store: string, first: string | undefined): string | undefined {
  if ((result.status === 'published' || result.status === 'unchanged') && first !== undefined)
    return `Next: hotpass pull ${first} --as xlsx${store}`
  if (result.status === 'busy') return `Next: hotpass status${store}, then run again (or with --when-busy wait)`
  return `Next: hotpass runs show ${result.run}${store}`
}
