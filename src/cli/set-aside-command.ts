import { mkdir } from 'node:fs/promises'
import { dirname, extname, join, resolve } from 'node:path'
import { parquetFiles, sqlName } from '../engine/sql.ts'
import { RunDocumentError } from '../ledger/errors.ts'
import { jsonOf } from '../ledger/json-of.ts'
import { keys } from '../ledger/keys.ts'
import { readDomain } from '../ledger/pinned-domain.ts'
import { planSchema } from '../ledger/plan-document.ts'
import { SET_ASIDE_COLUMNS, type SetAsideSummary, setAsideSummary } from '../ledger/set-aside.ts'
import { percent } from '../quality/phrases.ts'
import type { ObjectStore } from '../storage/object-store.ts'
import { exportCsv } from '../versions/export-csv.ts'
import { exportWorkbook } from '../versions/export-workbook.ts'
import type { CliIo } from './cli-io.ts'
import type { CommonOptions, PipelineOption } from './common-options.ts'
import { UsageError } from './errors.ts'
import { EXIT } from './exit-codes.ts'
import { openExistingStore } from './open-existing-store.ts'
import { jsonText, plainLines } from './plain-text.ts'
import { meantRun } from './run-meant.ts'
import { table } from './table.ts'
import { type UnknownWord, unknownWords, wordLines } from './unknown-words.ts'
import { storeReach, withEngine } from './with-engine.ts'
import { refuseExisting } from './write-file.ts'

interface SetAsideOptions extends CommonOptions, PipelineOption {
  /** A `.csv` or `.xlsx` file for each value with its place. */
  readonly out?: string
}

/** `hotpass set-aside [run]`: the values that a run did not use, by field and reason; with `--out` each of them, with its place. */
export async function setAsideCommand(asked: string | undefined, options: SetAsideOptions, io: CliIo): Promise<number> {
  const store = await openExistingStore(options.store)
  const out = options.out === undefined ? undefined : await freeFile(options.out)
  const run = (
    await meantRun(store, asked, options.pipeline, (one, documents) => documents.includes(keys.setAsideSummary(one)))
  )?.run
  if (run === undefined) throw new UsageError('No run has counted the values that it set aside.')
  const { fields } = await readSummary(store, run)
  const { words, domain } = fields.some(({ codes }) => codes.some(isUnknownWord))
    ? await wordsOf(store, run)
    : { words: [], domain: '' }
  const values = fields.reduce((sum, { aside }) => sum + aside, 0)
  if (out !== undefined && values > 0) await writeAll(store, run, out)
  if (options.json) io.out(`${jsonText({ run, values, file: values > 0 ? (out ?? null) : null, fields, words })}\n`)
  else if (values === 0) io.out(`${run} used every value that its sources say; nothing was set aside.\n`)
  else if (out === undefined)
    io.out(
      `${listing(fields, io.outColumns)}\n\n${plainLines(wordBlock(words, domain))}Next: hotpass set-aside ${run} --out set-aside.xlsx\n`,
    )
  else
    io.out(
      `${values} ${values === 1 ? 'value' : 'values'} of ${run} in ${options.out}, each with its file, sheet and row. They are masked: look the row up in its file, and correct it there.\n`,
    )
  return EXIT.ok
}

const isUnknownWord = ({ code }: { readonly code: string }): boolean => code.startsWith('unknown_')

/** Words that a vocabulary of the run's domain does not have, the most frequent first. */
async function wordsOf(store: ObjectStore, run: string): Promise<{ words: UnknownWord[]; domain: string }> {
  const held = await store.get(keys.plan(run))
  const plan = held && planSchema.pick({ domain: true }).safeParse(jsonOf(held.body)).data
  if (plan?.domain == null) return { words: [], domain: '' }
  const { compiled } = await readDomain(store, run, plan.domain)
  const said = await withEngine(storeReach(store), async (engine, scratch) =>
    engine.rows<{ entity: string; field: string; value: string; rows: number }>(
      `SELECT entity, field, value, count(*)::INTEGER AS rows FROM ${parquetFiles([await store.fetchFile(keys.setAside(run), join(scratch, 'set-aside'))])}
       WHERE code LIKE 'unknown!_%' ESCAPE '!' GROUP BY ALL ORDER BY rows DESC, entity, field, value LIMIT 50`,
    ),
  )
  return { words: unknownWords(compiled, said), domain: compiled.id }
}

const wordBlock = (words: readonly UnknownWord[], domain: string): string =>
  words.length === 0 ? '' : `${wordLines(words, domain).join('\n')}\n\n`

async function readSummary(store: ObjectStore, run: string): Promise<SetAsideSummary> {
  const key = keys.setAsideSummary(run)
  const held = await store.get(key)
  if (held === undefined)
    throw new UsageError(
      `${run} has not counted the values that it set aside: it did not reach the gate, or an earlier program ran it.`,
    )
  const { data } = setAsideSummary.safeParse(jsonOf(held.body))
  if (data === undefined) throw new RunDocumentError(key, 'is not what the gate leaves')
  return data
}

/** A line for each reason of each field, those with the largest share first. */
function listing(fields: SetAsideSummary['fields'], columns: number | undefined): string {
  const share = ({ said, aside }: { said: number; aside: number }) => aside / said
  const lines = [...fields]
    .sort((a, b) => share(b) - share(a))
    .flatMap(({ table: of, entity, field, said, codes }) =>
      codes.map(({ code, count, examples, places: [place] }) => [
        of,
        `${entity}.${field}`,
        code,
        count,
        said,
        percent(count / said),
        examples[0],
        place && `${place.file}, ${place.sheet}, row ${place.row}`,
      ]),
    )
  const header = ['table', 'field', 'reason', 'set aside', 'of', 'share', 'for example', 'first in']
  return table([header, ...lines], columns).join('\n')
}

/** @throws UsageError where the name says no format, or something is there */
async function freeFile(name: string): Promise<string> {
  const out = resolve(name)
  if (!['.csv', '.xlsx'].includes(extname(out).toLowerCase()))
    throw new UsageError(`--out ${name} ends neither in .csv nor in .xlsx, and those are what is written.`)
  await refuseExisting(name)
  return out
}

async function writeAll(store: ObjectStore, run: string, out: string): Promise<void> {
  const folder = dirname(out)
  await mkdir(folder, { recursive: true })
  await withEngine(storeReach(store, folder), async (engine, scratch) => {
    const path = await store.fetchFile(keys.setAside(run), join(scratch, 'set-aside'))
    const query = `SELECT ${SET_ASIDE_COLUMNS.map(({ name }) => sqlName(name)).join(', ')} FROM ${parquetFiles([path])}`
    if (extname(out).toLowerCase() === '.csv') await exportCsv(engine, query, SET_ASIDE_COLUMNS, out)
    else await exportWorkbook({ engine, query, fields: SET_ASIDE_COLUMNS, path: out, about: about(run) })
  })
}

const about = (run: string): [string, string][] => [
  ['Values set aside by', run],
  ['Values', 'masked; look the row up in its file'],
]
