import type { Engine } from '../engine/engine.ts'
import type { RowFindings } from './expectation.ts'
import { type KeySource, openKeys } from './key-source.ts'
import { comparePlaces, MAX_SAMPLES, type Place, type StateOf } from './metrics/state.ts'

export interface KeyOptions {
  readonly keysPerPass?: number | undefined
}

/** One pass holds about 40 bytes a key. */
const KEYS_PER_PASS = 8_000_000

type Keys = StateOf<'keys'>

/** Every row whose key stands in several rows, whatever shards they are in. Equal keys have equal 128-bit hashes, and no others do in practice. */
export async function repeatedKeys(engine: Engine, keys: Keys, options: KeyOptions = {}): Promise<RowFindings> {
  if (keys.n === 0) return { checked: 0, failed: 0, places: [] }
  const source = await openKeys(engine, keys, 'own_keys')
  return inPasses(keys, options, async (range) => {
    // Half of each hash tells nearly always that there is nothing to tell. In one sorted piece equal ones are neighbours.
    await engine.run(
      `CREATE OR REPLACE TEMP TABLE suspects AS ${
        keys.pieces.length === 1
          ? `SELECT DISTINCT hi FROM (SELECT hi, lag(hi) OVER () AS before FROM ${source.sql} WHERE ${range}) WHERE hi = before`
          : `SELECT hi FROM ${source.sql} WHERE ${range} GROUP BY hi HAVING count(*) > 1`
      }`,
    )
    const [suspects] = await engine.rows<{ n: number }>('SELECT count(*) AS n FROM suspects')
    if (suspects?.n === 0) return { failed: 0, places: [] }
    await engine.run(
      `CREATE OR REPLACE TEMP TABLE range_keys AS
       SELECT hi, lo, piece, place FROM ${source.sql} SEMI JOIN suspects USING (hi) WHERE ${range}`,
    )
    const repeated = 'SELECT hi, lo FROM range_keys GROUP BY hi, lo HAVING count(*) > 1'
    const query = `SELECT piece, place FROM range_keys SEMI JOIN (${repeated}) USING (hi, lo)`
    const found = await ask(engine, query, source)
    await engine.run('DROP TABLE range_keys')
    return found
  })
}

/** Every row whose key does not stand among the other dataset's. */
export async function missingKeys(
  engine: Engine,
  keys: Keys,
  other: Keys,
  options: KeyOptions = {},
): Promise<RowFindings> {
  if (keys.n === 0) return { checked: 0, failed: 0, places: [] }
  const source = await openKeys(engine, keys, 'own_keys')
  const known = other.n === 0 ? undefined : await openKeys(engine, other, 'other_keys')
  return inPasses(keys, options, async (range) => {
    const without =
      known === undefined ? '' : `ANTI JOIN (SELECT hi, lo FROM ${known.sql} WHERE ${range}) USING (hi, lo)`
    return ask(engine, `SELECT piece, place FROM ${source.sql} ${without} WHERE ${range}`, source)
  })
}

interface PassFindings {
  readonly failed: number
  readonly places: Place[]
}

/** Key files are sorted by hash, so a range of hashes reads a range of each file: memory does not grow with the dataset. */
async function inPasses(
  keys: Keys,
  { keysPerPass = KEYS_PER_PASS }: KeyOptions,
  pass: (range: string) => Promise<PassFindings>,
): Promise<RowFindings> {
  const passes = Math.max(1, Math.ceil(keys.n / keysPerPass))
  const step = 2n ** 64n / BigInt(passes)
  let failed = 0
  let places: Place[] = []
  for (let at = 0; at < passes; at++) {
    const from = step * BigInt(at)
    const range =
      passes === 1
        ? 'true'
        : at === passes - 1
          ? `hi >= ${from}::UBIGINT`
          : `hi >= ${from}::UBIGINT AND hi < ${from + step}::UBIGINT`
    const found = await pass(range)
    failed += found.failed
    places = [...places, ...found.places].sort(comparePlaces).slice(0, MAX_SAMPLES)
  }
  return { checked: keys.n, failed, places }
}

/** How many rows a query gives, and the first of them. Few rows fail as a rule, so they are kept and looked at twice. */
async function ask(engine: Engine, query: string, { originOf }: KeySource): Promise<PassFindings> {
  await engine.run(`CREATE OR REPLACE TEMP TABLE failing_keys AS ${query}`)
  const [counted] = await engine.rows<{ n: number }>('SELECT count(*) AS n FROM failing_keys')
  const failed = counted?.n ?? 0
  const firsts =
    failed === 0
      ? []
      : await engine.rows<{ piece: string; place: string | number }>(
          `SELECT piece, unnest(min(place, ${MAX_SAMPLES})) AS place FROM failing_keys GROUP BY piece ORDER BY piece`,
        )
  await engine.run('DROP TABLE failing_keys')
  const places = firsts.map(({ piece, place }) => ({ ...originOf(piece), at: place }))
  return { failed, places: places.sort(comparePlaces).slice(0, MAX_SAMPLES) }
}
