import { stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { Engine } from '../engine/engine.ts'
import { readPlan } from '../ledger/documents.ts'
import { readCorrectionWorkbook, writeCorrectionWorkbook } from '../stewardship/readmission/correction-workbook.ts'
import { type OriginalRow, originalRows } from '../stewardship/readmission/original-rows.ts'
import { quarantinedRows, runsWithQuarantine } from '../stewardship/readmission/quarantined-rows.ts'
import { type Readmission, readmit } from '../stewardship/readmission/readmit.ts'
import type { ObjectStore } from '../storage/object-store.ts'
import type { CliIo } from './cli-io.ts'
import type { CommonOptions, PipelineOption } from './common-options.ts'
import { UsageError } from './errors.ts'
import { EXIT } from './exit-codes.ts'
import { didYouMean } from './nearest.ts'
import { runTakingDecision } from './next-command.ts'
import { openExistingStore } from './open-existing-store.ts'
import { jsonText, plainText } from './plain-text.ts'
import { type MeantRun, meantRun, pipelineOfRun } from './run-meant.ts'
import { table } from './table.ts'
import { takenBy } from './taken-by.ts'
import { placeOfOptions } from './use-environment.ts'
import { whoDecides } from './who-decides.ts'
import { storeReach, withEngine } from './with-engine.ts'
import { refuseExisting } from './write-file.ts'

interface DecisionOptions extends CommonOptions, PipelineOption {
  readonly why: string
  readonly by?: string
}

/** The run that is meant: its id, or `latest` for the newest (of the pipeline) that held rows back. */
async function runMeant(store: ObjectStore, run: string, pipeline: string | undefined): Promise<MeantRun> {
  const held = await runsWithQuarantine(store)
  const meant = await meantRun(store, run, pipeline, (one) => held.has(one))
  if (meant === undefined) throw new UsageError('No run has rows in quarantine.')
  return meant
}

async function originals(store: ObjectStore, engine: Engine, scratch: string, run: string): Promise<OriginalRow[]> {
  const rows = await quarantinedRows(store, engine, run, scratch)
  return originalRows(store, await readPlan(store, run), rows, scratch)
}

/** `hotpass quarantine list [run]`: the rows that were held back: of every run in numbers, of one run each with its reasons. */
export async function quarantineListCommand(
  asked: string | undefined,
  options: CommonOptions & PipelineOption,
  io: CliIo,
): Promise<number> {
  const store = await openExistingStore(options.store)
  await withEngine(storeReach(store), async (engine, scratch) => {
    if (asked === undefined) {
      const runs = []
      for (const run of (await runsWithQuarantine(store)).keys()) {
        const pipeline = await pipelineOfRun(store, run)
        if (options.pipeline !== undefined && options.pipeline !== pipeline) continue
        const rows = await quarantinedRows(store, engine, run, scratch)
        const rules = Object.groupBy(
          rows.flatMap((row) => [...new Set(row.reasons.map(({ rule }) => rule))]),
          (rule) => rule,
        )
        runs.push({
          run,
          pipeline,
          rows: rows.length,
          rules: Object.fromEntries(Object.entries(rules).map(([rule, all]) => [rule, all?.length ?? 0])),
        })
      }
      if (options.json) io.out(`${jsonText({ runs })}\n`)
      else if (runs.length === 0) io.out('No run has rows in quarantine.\n')
      else {
        const lines = runs.map(({ run, rows, rules }) => [
          run,
          rows,
          Object.entries(rules)
            .map(([rule, count]) => `${rule} ${count}`)
            .join(', '),
        ])
        io.out(
          `${table([['run', 'rows', 'rules'], ...lines], io.outColumns).join('\n')}\n\nNext: hotpass quarantine export latest --out rejected.xlsx\n`,
        )
      }
      return
    }
    const { run } = await runMeant(store, asked, options.pipeline)
    const rows = await quarantinedRows(store, engine, run, scratch)
    if (options.json) io.out(`${jsonText({ run, rows })}\n`)
    else {
      const lines = rows.map((row) => [
        row.id,
        row.file,
        row.sheet,
        row.rowNumber,
        row.reasons.map(({ message }) => message).join(' '),
      ])
      io.out(`${table([['row', 'file', 'sheet', 'line', 'reason'], ...lines], io.outColumns).join('\n')}\n`)
    }
  })
  return EXIT.ok
}

/** `hotpass quarantine export <run>`: the whole rows, unmasked, as a workbook to correct. */
export async function quarantineExportCommand(
  asked: string,
  options: CommonOptions & PipelineOption & { readonly out: string },
  io: CliIo,
): Promise<number> {
  const store = await openExistingStore(options.store)
  const out = resolve(options.out)
  if (!/\.xlsx$/i.test(out))
    throw new UsageError(`--out ${options.out} does not end in .xlsx, and a workbook is what is written.`)
  await refuseExisting(options.out)
  const { run } = await runMeant(store, asked, options.pipeline)
  const rows = await withEngine(storeReach(store), async (engine, scratch) => {
    const found = await originals(store, engine, scratch, run)
    await writeCorrectionWorkbook(out, run, found)
    return found
  })
  const missing = rows.filter(({ row }) => row === undefined).length
  if (options.json) io.out(`${jsonText({ run, file: out, rows: rows.length - missing, missing })}\n`)
  else
    io.out(
      `${rows.length - missing} rows of ${run} in ${options.out}${missing > 0 ? `; ${missing} could not be had, see its sheet "Not here"` : ''}.\n` +
        (rows.length === missing
          ? 'None of them can be corrected in a workbook: correct the file they are from, where they are rows at all.\n'
          : `They are unmasked: keep the file to yourself.\n\nNext: correct them, then hotpass quarantine readmit ${run} ${options.out} --why "…"\n`),
    )
  return EXIT.ok
}

const who = (options: DecisionOptions, io: CliIo): { by: string; at: string; why: string } => {
  if (options.why.trim() === '') throw new UsageError('--why is empty. Say in a sentence why the rows are right now.')
  return { by: whoDecides(options.by, io), at: new Date().toISOString(), why: options.why }
}

async function report(
  store: ObjectStore,
  { run, pipeline }: MeantRun,
  done: Readmission,
  options: CommonOptions,
  io: CliIo,
): Promise<number> {
  const later = done.key === null ? [] : await takenBy(store, pipeline, done.key)
  if (options.json) io.out(`${jsonText({ run, ...done, later })}\n`)
  else if (done.key === null) io.out('No row was changed, so there is nothing to re-admit.\n')
  else
    io.out(
      `${done.rows} corrected ${done.rows === 1 ? 'row' : 'rows'} ${done.recorded ? 'recorded' : 'had been recorded already'} in ${done.key}${done.unchanged > 0 ? `; ${done.unchanged} left as they were stay in quarantine` : ''}.\n${later.map((line) => `${line}\n`).join('')}\nNext, to take them in place of the originals: ${await runTakingDecision(store, pipeline, placeOfOptions(options), run)}\n`,
    )
  return EXIT.ok
}

/** `hotpass quarantine readmit <run> <file>`: records the corrections of a workbook that came back. */
export async function quarantineReadmitCommand(
  asked: string,
  file: string,
  options: DecisionOptions,
  io: CliIo,
): Promise<number> {
  const store = await openExistingStore(options.store)
  const said = who(options, io)
  const meant = await runMeant(store, asked, options.pipeline)
  const { run, pipeline } = meant
  if (!(await stat(file).catch(() => undefined))?.isFile()) throw new UsageError(`There is no file ${file}.`)
  const lines = await readCorrectionWorkbook(resolve(file))
  const done = await withEngine(storeReach(store), async (engine, scratch) =>
    readmit(store, pipeline, run, await originals(store, engine, scratch, run), lines, said),
  )
  return report(store, meant, done, options, io)
}

/** `hotpass quarantine fix <run> <row> --set "Label=value"`: one row, without a spreadsheet. */
export async function quarantineFixCommand(
  asked: string,
  row: string,
  options: DecisionOptions & { readonly set: string[] },
  io: CliIo,
): Promise<number> {
  const store = await openExistingStore(options.store)
  const said = who(options, io)
  const meant = await runMeant(store, asked, options.pipeline)
  const { run, pipeline } = meant
  const done = await withEngine(storeReach(store), async (engine, scratch) => {
    const found = await originals(store, engine, scratch, run)
    const labels = found.find(({ quarantined }) => quarantined.id === row)?.contract?.fields.map(({ label }) => label)
    const cells = new Map<string, string | null>()
    for (const pair of options.set) {
      const at = pair.indexOf('=')
      const label = pair.slice(0, at)
      if (at < 1) throw new UsageError(`--set ${plainText(pair)} is no "Column=value".`)
      if (labels !== undefined && !labels.includes(label))
        throw new UsageError(
          `The row has no column "${label}".${didYouMean(label, labels)} Columns: ${labels.join(', ')}`,
        )
      cells.set(label, pair.slice(at + 1).trim() || null)
    }
    return readmit(store, pipeline, run, found, [{ id: row, where: `row ${row}`, cells }], said)
  })
  return report(store, meant, done, options, io)
}
