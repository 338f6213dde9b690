import { join } from 'node:path'
import type { Engine } from '../../engine/index.ts'
import { parquetFiles } from '../../engine/sql.ts'
import { keys } from '../../ledger/keys.ts'
import { setAsideName } from '../../ledger/published-name.ts'
import type { AsideField, SetAsideCount, SetAsideSummary } from '../../ledger/set-aside.ts'
import type { PlannedContext } from '../../ledger/stage.ts'
import { fetchWork } from '../../ledger/work.ts'
import type { SaidField } from '../../ledger/works/refine-work.ts'
import type { RunAccount } from './accounting.ts'

const MOST_EXAMPLES = 3
const MOST_PLACES = 5
const KIND = 'source_table, entity, field, code'

export interface FiledSetAside {
  readonly summary: SetAsideSummary
  /** What the run's result says; null where every value is used. */
  readonly count: SetAsideCount | null
  /** What lineage says. */
  readonly output: { readonly name: string; readonly rows: number }
}

/** Keeps the values that the run does not use with the run, each with its place, and says how many there are of each field. */
export async function fileSetAside(
  context: PlannedContext,
  { files, said }: RunAccount['setAside'],
): Promise<FiledSetAside> {
  const { store, run, scratch } = context
  const fields = sumUp(said)
  let count: SetAsideCount | null = null
  if (files.length > 0) {
    const engine = await context.engine()
    const path = join(scratch, 'set-aside.parquet')
    await engine.writeParquet(
      `SELECT * FROM ${parquetFiles(await fetchWork(context, files))}
       ORDER BY file, sheet, row_number, entity, field, code, value, message`,
      path,
    )
    const key = keys.setAside(run)
    await store.putFile(key, path)
    await addCodes(engine, path, fields)
    const values = [...fields.values()].map(({ aside }) => aside)
    count = {
      key,
      values: values.reduce((sum, aside) => sum + aside, 0),
      fields: values.filter((aside) => aside > 0).length,
    }
  }
  const summary: SetAsideSummary = { format: 1, fields: [...fields.values()] }
  await store.put(keys.setAsideSummary(run), JSON.stringify(summary))
  return { summary, count, output: { name: setAsideName(context.plan), rows: count?.values ?? 0 } }
}

type Fields = Map<string, AsideField>

const fieldKey = (table: string, entity: string, field: string): string => `${table}\n${entity}\n${field}`

/** What the shards counted, by field, in the order of names. */
function sumUp(said: readonly SaidField[]): Fields {
  const fields: Fields = new Map()
  for (const { table, entity, field, values } of said) {
    const key = fieldKey(table, entity, field)
    const known = fields.get(key) ?? { table, entity, field, said: 0, aside: 0, codes: [] }
    known.said += values
    fields.set(key, known)
  }
  return new Map([...fields].sort(([a], [b]) => (a < b ? -1 : 1)))
}

interface Kind {
  readonly source_table: string
  readonly entity: string
  readonly field: string
  readonly code: string
}
const codeKey = ({ source_table, entity, field, code }: Kind): string =>
  `${fieldKey(source_table, entity, field)}\n${code}`

/** Adds why values of each field were set aside, with a few examples and places of each reason. */
async function addCodes(engine: Engine, path: string, fields: Fields): Promise<void> {
  const from = parquetFiles([path])
  const kinds = await engine.rows<Kind & { readonly values: number; readonly message: string }>(
    `SELECT ${KIND}, count(*) AS values, min(message) AS message FROM ${from}
     GROUP BY ${KIND} ORDER BY source_table, entity, field, values DESC, code`,
  )
  const first = (order: string, most: number) =>
    `QUALIFY row_number() OVER (PARTITION BY ${KIND} ORDER BY ${order}) <= ${most} ORDER BY ${KIND}, ${order}`
  const examples = await engine.rows<Kind & { readonly value: string }>(
    `SELECT * FROM (SELECT DISTINCT ${KIND}, value FROM ${from}) ${first('value', MOST_EXAMPLES)}`,
  )
  const places = await engine.rows<Kind & { readonly file: string; readonly sheet: string; readonly row: number }>(
    `SELECT ${KIND}, file, sheet, row_number AS row FROM ${from} ${first('file, sheet, row_number', MOST_PLACES)}`,
  )
  const examplesOf = Map.groupBy(examples, codeKey)
  const placesOf = Map.groupBy(places, codeKey)
  for (const kind of kinds) {
    const known = fields.get(fieldKey(kind.source_table, kind.entity, kind.field)) as AsideField
    known.aside += kind.values
    known.codes.push({
      code: kind.code,
      message: kind.message,
      count: kind.values,
      examples: (examplesOf.get(codeKey(kind)) ?? []).map(({ value }) => value),
      places: (placesOf.get(codeKey(kind)) ?? []).map(({ file, sheet, row }) => ({ file, sheet, row })),
    })
  }
}
