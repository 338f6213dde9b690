import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Engine, openEngine } from '../../src/engine/engine.ts'
import {
  analyseBlocking,
  clusterInput,
  clusterPairs,
  comparePairs,
  loadPairs,
  parseLinkageSettings,
  prepareRecords,
  scorePairs,
  stableIds,
  thresholdBits,
  trainModel,
} from '../../src/resolve/index.ts'
import { fill, type Row, similar } from './support/link.ts'

const MOST_BLOCK_ROWS = 3

const level = (sql_condition: string, m: number, u: number) => ({
  ...{ sql_condition, m_probability: m, u_probability: u },
})
const missing = (column: string) => ({
  ...{ sql_condition: `"${column}_l" IS NULL OR "${column}_r" IS NULL`, is_null_level: true },
})
/** A model that is stated, so that what is compared is what there is to differ; blocks of more than three rows are left out. */
const SETTINGS = parseLinkageSettings({
  unique_id_column_name: 'id',
  probability_two_random_records_match: 0.05,
  blocking_rules_to_generate_predictions: [
    'l.name = r.name',
    { blocking_rule: 'l.phones = r.phones', arrays_to_explode: ['phones'] },
    'substr(l.name, 1, 1) = substr(r.name, 1, 1) AND l.town = r.town',
  ],
  comparisons: [
    {
      output_column_name: 'name',
      comparison_levels: [
        missing('name'),
        { ...level('"name_l" = "name_r"', 0.8, 0.05), tf_adjustment_column: 'name' },
        level(similar('name', 0.8), 0.15, 0.05),
        level('ELSE', 0.05, 0.9),
      ],
    },
    {
      output_column_name: 'phones',
      comparison_levels: [
        missing('phones'),
        level('list_has_any("phones_l", "phones_r")', 0.9, 0.1),
        level('ELSE', 0.1, 0.9),
      ],
    },
    {
      output_column_name: 'town',
      comparison_levels: [missing('town'), level('"town_l" = "town_r"', 0.9, 0.3), level('ELSE', 0.1, 0.7)],
    },
  ],
  hotpass: {
    max_block_rows: MOST_BLOCK_ROWS,
    contradicting_columns: ['number'],
    duplicate_free_sources: ['register'],
  },
})
const COLUMNS = ['id', 'name', 'phones', 'town', 'number', 'source_dataset']

const folder = mkdtempSync(join(tmpdir(), 'hotpass-incremental-'))
let engine: Engine
beforeAll(async () => {
  engine = await openEngine({ memoryLimitMb: 300, threads: 1, scratch: join(folder, 'spilled') })
})
afterAll(() => {
  engine.close()
  rmSync(folder, { recursive: true, force: true })
})

interface Linked {
  readonly reused: boolean
  readonly leftOut: string
  readonly compared: number
  readonly files: { readonly records: string; readonly pairs: string }
  readonly pairs: unknown[]
  /** Entity by row id. */
  readonly entities: Record<string, string>
}

let runs = 0
/** What Block, Score and Resolve do with rows, beside what an earlier linkage knew, and beside the ids that there were. */
async function link(rows: readonly Row[], known: Linked | undefined, base: Linked | undefined): Promise<Linked> {
  const name = `run-${++runs}`
  await fill(engine, 'text', COLUMNS, rows)
  const before = known && `read_parquet('${known.files.records}')`
  await engine.run(
    `CREATE OR REPLACE TABLE input AS
     WITH t AS (SELECT * REPLACE (string_split(phones, ' ') AS phones) FROM text), c AS (SELECT *, md5(to_json(t)::VARCHAR) AS _content FROM t)
     SELECT *, ${before ? `NOT EXISTS (SELECT 1 FROM ${before} o WHERE o.id = c.id AND o._content = c._content)` : 'true'} AS is_new FROM c`,
  )
  const records = await prepareRecords(engine, SETTINGS, 'input', { newRowsColumn: 'is_new' })
  const { leftOut } = await analyseBlocking(engine, SETTINGS, records)
  const reused = known !== undefined && known.leftOut === leftOut
  await comparePairs(engine, SETTINGS, records, { onlyNew: reused })
  const file = (what: string) => join(folder, `${name}-${what}.parquet`)
  await engine.writeParquet('SELECT a, b, rules, pattern FROM link_pair', file('share'))
  const [counted] = await engine.rows<{ n: number }>('SELECT count(*) AS n FROM link_pair')
  await loadPairs(engine, [file('share')], 'id', reused ? known.files : undefined)
  await engine.writeParquet('SELECT a, b, rules, pattern FROM link_pair ORDER BY a, b', file('pairs'))
  await engine.writeParquet('SELECT * EXCLUDE (link_position) FROM link_record ORDER BY link_position', file('records'))
  await scorePairs(engine, SETTINGS, records, await trainModel(engine, SETTINGS, records))
  const { clusterOf } = clusterPairs(
    await clusterInput(engine, SETTINGS, records, { threshold: thresholdBits(SETTINGS.options.match_threshold) }),
  )
  const ids = await engine.rows<{ id: string }>('SELECT link_row_id AS id FROM link_record ORDER BY link_position')
  const recordKeys = ids.map(({ id }) => id)
  const given = stableIds({
    prefix: 'org',
    recordKeys,
    clusterOf,
    baseEntityOf: recordKeys.map((id) => base?.entities[id] ?? null),
    baseEntities: [...new Set(Object.values(base?.entities ?? {}))],
  })
  return {
    reused,
    leftOut,
    compared: counted?.n ?? 0,
    files: { records: file('records'), pairs: file('pairs') },
    pairs: await engine.rows('SELECT a, b, rules, pattern, match_weight FROM link_score ORDER BY a, b'),
    entities: Object.fromEntries(recordKeys.map((id, at) => [id, given.ids[at] as string])),
  }
}

const some = <T>(...values: T[]) => fc.constantFrom(...values)
const values = fc.record({
  name: some('abel aero', 'abel aerro', 'bravo flying', 'bravo flyng', 'cirrus', 'delta', 'echo air', null),
  phones: some('1', '1 2', '2 3', '3', '4', '5', '6 7', '7', '8', null),
  town: some('Brits', 'Ceres', 'Elim', 'Nigel', null),
  number: some(null, null, null, 'K1', 'K2'),
  source_dataset: some('register', 'list', 'list', 'list'),
})
/** Rows with ids that lie between and beside those of others, so that appending moves the positions of all. */
const rowsOf = (most: number) =>
  fc.uniqueArray(fc.tuple(fc.integer({ min: 0, max: 200 }), values), {
    selector: ([id]) => id,
    minLength: 2,
    maxLength: most,
  })
const toRows = (list: readonly (readonly [number, Omit<Row, 'id'>])[]): Row[] =>
  list.map(([id, row]) => ({ ...row, id: `r|${String(id).padStart(3, '0')}` }) as Row)

test('rows linked beside known pairs, in any order, give the pairs, weights and entity ids of a full run on the same rows', async () => {
  const seen = { reused: 0, refused: 0, saved: 0 }
  await fc.assert(
    fc.asyncProperty(
      rowsOf(24),
      fc.array(fc.tuple(fc.nat(200), values), { maxLength: 5 }),
      fc.array(fc.nat(), { minLength: 30, maxLength: 30 }),
      async (first, changed, order) => {
        const base = await link(toRows(first), undefined, undefined)
        // A changed row keeps its id; any other is new.
        const now = new Map<number, Omit<Row, 'id'>>([...first, ...changed])
        const shuffled = [...now].map((row, at) => ({ row, at: order[at] as number })).sort((x, y) => x.at - y.at)
        const grown = await link(toRows(shuffled.map(({ row }) => row)), base, base)
        const full = await link(toRows([...now]), undefined, base)
        expect(grown.pairs).toEqual(full.pairs)
        expect(grown.entities).toEqual(full.entities)
        seen[grown.reused ? 'reused' : 'refused']++
        if (grown.compared < full.compared) seen.saved++
      },
    ),
    { numRuns: 25 },
  )
  // The property says something: known pairs were used, spared work, and were refused where other blocks are left out.
  expect(Math.min(seen.reused, seen.refused, seen.saved)).toBeGreaterThan(1)
})

test('a pair is alike whichever of its rows comes first', async () => {
  await fc.assert(
    fc.asyncProperty(rowsOf(16), async (list) => {
      const pairsOf = async (idOf: (id: number) => number) => {
        const rows = list.map(([id, row]) => [idOf(id), row] as const)
        const { pairs } = await link(toRows(rows), undefined, undefined)
        const byPlace = rows.map(([id]) => id).sort((x, y) => x - y)
        return (pairs as { a: number; b: number; rules: number; pattern: number; match_weight: number }[])
          .map(({ a, b, ...alike }) => {
            const ends = [a, b].map((place) => idOf(byPlace[place] as number)).sort((x, y) => x - y)
            return { ends: ends.join(' '), ...alike }
          })
          .sort((x, y) => (x.ends < y.ends ? -1 : 1))
      }
      expect(await pairsOf((id) => 200 - id)).toEqual(await pairsOf((id) => id))
    }),
    { numRuns: 15 },
  )
})

test('a block that comes to be left out is seen, however many larger ones there are', async () => {
  const block = (name: string, size: number, from: number): [number, Omit<Row, 'id'>][] =>
    Array.from({ length: size }, (_, at) => [from + at, { name }])
  const large = Array.from({ length: 8 }, (_, at) => block(`${'abcdefgh'[at]} large`, 6, at * 10)).flat()
  const small = block('zulu', MOST_BLOCK_ROWS, 100)
  const base = await link(toRows([...large, ...small]), undefined, undefined)
  const rows = toRows([...large, ...small, [110, { name: 'zulu' }]])
  const grown = await link(rows, base, base)
  expect(grown.reused).toBe(false)
  expect(grown.pairs).toEqual((await link(rows, undefined, base)).pairs)
  // Nothing of the kind happened: one more row in a block that was left out before.
  const more = await link(toRows([...large, ...small, [99, { name: 'a large' }]]), base, base)
  expect(more.reused).toBe(true)
})
