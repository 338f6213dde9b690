import { cellCount } from '../ledger/cell-accounting.ts'
import { setAsideCount } from '../ledger/set-aside.ts'
import type { ObjectStore } from '../storage/object-store.ts'
import { cellLines } from './cell-lines.ts'
import type { CliIo } from './cli-io.ts'
import type { CommonOptions, PipelineOption } from './common-options.ts'
import { UsageError } from './errors.ts'
import { EXIT } from './exit-codes.ts'
import { fitText } from './fit-text.ts'
import { modelName } from './model-name.ts'
import { didYouMean } from './nearest.ts'
import { openExistingStore } from './open-existing-store.ts'
import { jsonText, plainLines } from './plain-text.ts'
import { at, endingOf, listRuns, type RunDocuments, readRun } from './run-documents.ts'
import { meantRun, ownerOf } from './run-meant.ts'
import { setAsideLine } from './set-aside-line.ts'
import { table } from './table.ts'

/** `hotpass runs`: the runs of a store, newest first, and what became of each. */
export async function runsCommand(options: CommonOptions & PipelineOption, io: CliIo): Promise<number> {
  const store = await openExistingStore(options.store)
  const runs = []
  for (const [run, keys] of await listRuns(store)) {
    const documents = await readRun(store, run, keys, ['plan', 'result', 'failure', 'verdict'])
    const pipeline = ownerOf(documents)
    if (options.pipeline !== undefined && options.pipeline !== pipeline) continue
    runs.push({
      run,
      pipeline,
      status: (await endingOf(store, run)).status ?? 'unfinished',
      rows: at(documents.result, 'rows') ?? null,
      nominalTime: at(documents.plan, 'nominalTime') ?? null,
    })
  }
  if (options.json) io.out(`${jsonText({ store: store.uri(''), runs })}\n`)
  else if (runs.length === 0) io.out('No runs yet. Start one with: hotpass run refinement\n')
  else {
    const body = runs.map(({ run, status, rows }) => [
      run,
      status,
      count(at(rows, 'read')),
      count(at(rows, 'published')),
    ])
    io.out(`${table([['run', 'status', 'read', 'published'], ...body], io.outColumns).join('\n')}\n`)
  }
  return EXIT.ok
}

const count = (value: unknown): number | string => (typeof value === 'number' ? value : '-')

/** `hotpass runs show RUN`: everything one run left. Throws `UsageError` for a run nobody started. */
export async function showRunCommand(
  asked: string,
  options: CommonOptions & PipelineOption,
  io: CliIo,
): Promise<number> {
  const store = await openExistingStore(options.store)
  const runs = await listRuns(store)
  const run = (await meantRun(store, asked, options.pipeline, () => true))?.run ?? asked
  const keys = runs.get(run)
  if (keys === undefined) {
    throw new UsageError(
      `${store.uri('')} has no run "${run}".${didYouMean(run, runs.keys())} List them with: hotpass runs`,
    )
  }
  const documents = await readRun(store, run, keys)
  const { status = 'unfinished', problem } = await endingOf(store, run)
  // Each with file, sheet and row, as the gate collected them.
  const notes = list(at(documents.stages.Gate, 'work', 'noted'))
  if (options.json) io.out(`${jsonText({ ...documents, status, notes })}\n`)
  else
    io.out(`${fitText(plainLines(describeRun(documents, { status, problem }, store, io.outColumns)), io.outColumns)}\n`)
  return EXIT.ok
}

function describeRun(
  documents: RunDocuments,
  { status, problem }: { readonly status: string; readonly problem: string | null },
  store: ObjectStore,
  columns: number | undefined,
): string {
  const lines = [`${documents.run}: ${status}`]
  if (problem !== null) lines.push(`Problem: ${problem}`)
  const { plan, result, failure, verdict } = documents
  for (const [name, document] of Object.entries({ plan, result, failure, verdict }))
    if (at(document, 'unreadable') !== undefined)
      lines.push(
        `Damaged: ${store.uri(String(at(document, 'unreadable')))} is not JSON, so what the ${name} said is not shown.`,
      )
  if (plan !== undefined && at(plan, 'unreadable') === undefined) {
    lines.push(`Pipeline: ${at(plan, 'pipeline')}, domain ${at(plan, 'profile')}, as of ${at(plan, 'nominalTime')}`)
    for (const source of list(at(plan, 'sources')))
      lines.push(`Source: ${at(source, 'source')} from ${at(source, 'file')}`)
  }
  const stages = Object.entries(documents.stages)
  if (stages.length > 0)
    lines.push(
      '',
      ...table(
        stages.map(([stage, record]) => [stage, took(record), counts(record)]),
        columns,
      ),
      '',
    )
  const rows = at(result, 'rows')
  if (rows !== undefined) lines.push(`Rows: ${pairs(rows)}`)
  const cells = cellCount.safeParse(at(result, 'cells')).data
  if (cells !== undefined) lines.push(...cellLines(cells))
  const aside = setAsideCount.safeParse(at(result, 'setAside')).data
  if (aside !== undefined) lines.push(setAsideLine(aside, documents.run))
  const versions = at(result, 'versions')
  if (versions !== undefined && pairs(versions) !== '') lines.push(`Versions: ${pairs(versions)}`)
  for (const model of list(at(result, 'models'))) lines.push(`Model: ${modelSaid(model)}`)
  const impact = at(result, 'impact')
  if (typeof impact === 'string') lines.push(`Impact: ${impact}`)
  for (const note of list(at(result, 'notes'))) lines.push(`Note: ${note}`)
  if (verdict !== undefined) lines.push(`Gate: ${at(verdict, 'verdict')}`)
  for (const reason of list(at(verdict, 'reasons') ?? at(result, 'reasons'))) lines.push(`  ${reason}`)
  const message = at(failure, 'message') ?? at(failure, 'sentence') ?? at(failure, 'cause')
  if (failure !== undefined) lines.push(`Failure: ${typeof message === 'string' ? message : jsonText(failure)}`)
  lines.push(`Documents: ${store.uri(`runs/${documents.run}/`)}`)
  return lines.join('\n')
}

/** A model that a run linked by, with where it came from. */
function modelSaid(model: unknown): string {
  const version = at(model, 'version')
  const name = modelName({
    dataset: String(at(model, 'dataset')),
    id: String(at(model, 'id')),
    version: typeof version === 'number' ? version : null,
  })
  return `${name} (${at(model, 'origin')}, ${at(model, 'id')})`
}

const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : [])

const pairs = (value: unknown): string =>
  Object.entries(value ?? {})
    .map(([name, one]) => `${name} ${one}`)
    .join(', ')

const counts = (record: unknown): string =>
  pairs(at(record, 'counts')) + (at(record, 'reused') === true ? ' (found done)' : '')

function took(record: unknown): string {
  const ms = Date.parse(String(at(record, 'endedAt'))) - Date.parse(String(at(record, 'startedAt')))
  return Number.isNaN(ms) ? '' : `${(ms / 1000).toFixed(1)} s`
}
