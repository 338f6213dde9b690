import { goldenTable, rankColumn, rankedTable, rowsTable } from '../../consolidate/golden/columns.ts'
import { columnsFeeding } from '../../domain/columns-read.ts'
import type { Attribute, CompiledDomain, Entity } from '../../domain/index.ts'
import type { Engine } from '../../engine/index.ts'
import { sqlName } from '../../engine/sql.ts'
import type { ConsolidatedCells } from '../../ledger/cell-accounting.ts'
import { givenSql, listWordsSql, NO_CELL, ZERO } from '../../refine/record/cells-column.ts'

export interface EntityCells {
  readonly cells: readonly ConsolidatedCells[]
  /** By attribute: golden records with a value. */
  readonly filled: Readonly<Record<string, number>>
  /** Refined rows that Resolve did not place. */
  readonly withheld: number
}

type Counts = Omit<ConsolidatedCells, 'table' | 'entity' | 'attribute'>
type Class = keyof Counts

/** As the golden SQL: each aggregate has buffers of its own. */
const AT_ONCE = 64

/**
 * Counts what became of the cells that gave the values of an entity's refined rows. Needs its golden records.
 * @param refined SQL of all its refined rows @param resolved SQL of what Resolve made of them
 */
export async function consolidatedCells(
  engine: Engine,
  domain: CompiledDomain,
  entity: Entity,
  refined: string,
  resolved: string,
): Promise<EntityCells> {
  const tally = new Tally(domain, entity)
  for (const attributes of chunks(tally.fed)) {
    const singles = attributes.filter(({ isList }) => !isList)
    if (singles.length > 0) tally.addAll(singles, await engine.rows(singlesSql(entity, singles)))
  }
  for (const list of tally.fed.filter(({ isList }) => isList))
    tally.addAll([list], await engine.rows(listSql(entity, list)))
  return {
    withheld: await addUnplaced(engine, entity, tally, refined, resolved),
    cells: tally.counts(),
    filled: await filledGolden(engine, entity),
  }
}

type Row = Readonly<Record<string, string | number | bigint | null>>

/** Adds up by table and attribute. What no cell of a table feeds is left out: constants, and what is inferred. */
class Tally {
  readonly fed: readonly Attribute[]
  readonly #entity: Entity
  readonly #counts = new Map<string, { table: string; attribute: string } & Counts>()
  readonly #isFed: ReadonlySet<string>

  constructor({ sources }: CompiledDomain, entity: Entity) {
    this.#entity = entity
    const fed = sources
      .flatMap(({ tables }) => tables)
      .flatMap(({ id, describes }) =>
        describes
          .filter((one) => one.entity === entity.id)
          .flatMap(({ attributes }) => attributes)
          .filter((mapped) => columnsFeeding(mapped).length > 0)
          .map(({ attribute }) => ({ table: id, attribute: attribute.name })),
      )
    this.#isFed = new Set(fed.map(({ table, attribute }) => `${table}\n${attribute}`))
    this.fed = entity.attributes.filter(({ name }) => fed.some(({ attribute }) => attribute === name))
  }

  /** @param rows with `t`, the table, and `<class>_<place among the attributes>` */
  addAll(attributes: readonly Attribute[], rows: readonly Row[]): void {
    for (const row of rows)
      for (const [at, { name }] of attributes.entries())
        for (const which of CLASSES) this.#add(String(row.t), name, which, Number(row[`${which}_${at}`] ?? 0))
  }

  counts(): ConsolidatedCells[] {
    return [...this.#counts.values()].map((counts) => ({ ...counts, entity: this.#entity.id }))
  }

  #add(table: string, attribute: string, which: Class, cells: number): void {
    const key = `${table}\n${attribute}`
    if (cells === 0 || !this.#isFed.has(key)) return
    const none = { published: 0, outdone: 0, repeated: 0, unclaimed: 0, withheld: 0 }
    const known = this.#counts.get(key) ?? { table, attribute, ...none }
    known[which] += cells
    this.#counts.set(key, known)
  }
}

const CLASSES = ['published', 'outdone', 'repeated', 'unclaimed', 'withheld'] as const satisfies readonly Class[]

/** SQL of the cells that gave a row's value of an attribute where there is one; null where there is none. */
const cellsSql = (entity: Entity, { name }: Attribute): string =>
  `CASE WHEN r.${sqlName(name)} IS NOT NULL THEN ${givenSql('r', entity, name)} END`

/** Of one value the row that gave it, and those that lost to it or say the same. */
function singlesSql(entity: Entity, attributes: readonly Attribute[]): string {
  const sums = attributes.flatMap(({ name }, at) => {
    const rank = `g.${rankColumn(name)}`
    return [
      `sum(CASE WHEN r._rank = ${rank} THEN c_${at} END) AS published_${at}`,
      `sum(CASE WHEN r._rank <> ${rank} THEN c_${at} END) AS outdone_${at}`,
    ]
  })
  const cells = attributes.map((attribute, at) => `${cellsSql(entity, attribute)} AS c_${at}`)
  return `SELECT r._table AS t, ${sums.join(', ')}
    FROM (SELECT _id, _rank, _table, ${cells.join(', ')} FROM ${rankedTable(entity.id)} r) r
    JOIN (SELECT _id, ${attributes.map(({ name }) => rankColumn(name)).join(', ')} FROM ${goldenTable(entity.id)}) g USING (_id)
    GROUP BY r._table`
}

/**
 * Of a list each value has one giver: the first row, in order of trust, that says it. A cell is published for one such value. A value that
 * the golden record does not have is nobody's, and then the sum is off.
 */
function listSql(entity: Entity, { name }: Attribute): string {
  const { givers, weights } = listWordsSql(entity, name)
  const giver = `coalesce(unicode(nullif(giver, '')) - ${ZERO}, 0)`
  return `SELECT _table AS t, sum(CASE WHEN is_first THEN weight END) AS published_0, sum(CASE WHEN NOT is_first THEN weight END) AS outdone_0
    FROM (
      SELECT _table, _id, _rank, giver, any_value(weight) AS weight, bool_or(is_first) AS is_first
      FROM (
        SELECT _table, s._id, _rank, ${giver} AS giver, _rank = min(_rank) OVER (PARTITION BY s._id, value) AS is_first,
          coalesce(unicode(nullif(substring(weights, ${giver} + 1, 1), '')) - ${ZERO}, 1) AS weight
        FROM (
          SELECT _table, _id, _rank, ${weights} AS weights, unnest(${sqlName(name)}) AS value,
            unnest(coalesce(string_split(nullif(${givers}, ''), ''), []::VARCHAR[])) AS giver
          FROM ${rankedTable(entity.id)} WHERE ${sqlName(name)} IS NOT NULL) s
        JOIN (SELECT _id, ${sqlName(name)} AS published FROM ${goldenTable(entity.id)}) g
          ON g._id = s._id AND list_contains(g.published, s.value))
      WHERE giver <> ${NO_CELL}
      GROUP BY _table, _id, _rank, giver)
    GROUP BY _table`
}

/** Rows that say nothing of golden records: they wait for a person, repeat another row, or are about nothing that is here. */
async function addUnplaced(
  engine: Engine,
  entity: Entity,
  tally: Tally,
  refined: string,
  resolved: string,
): Promise<number> {
  const [count] = await engine.rows<{ left: number | bigint }>(
    `SELECT (SELECT count(*) FROM ${refined}) - (SELECT count(*) FROM ${rowsTable(entity.id)}) AS left`,
  )
  if (Number(count?.left ?? 0) === 0) return 0
  let withheld = 0
  for (const [first, attributes] of chunks(tally.fed).entries()) {
    const columns = attributes.map((attribute, at) => `sum(${cellsSql(entity, attribute)}) AS c_${at}`)
    const rows = await engine.rows<Row>(
      `SELECT r._table AS t, CASE WHEN l._file IS NULL THEN 'withheld' WHEN l._key_repeats = 'row' THEN 'repeated' ELSE 'unclaimed' END AS fate,
         count(*) AS n, ${columns.join(', ')}
       FROM ${refined} r
       LEFT JOIN ${resolved} l ON l._file = r._file AND l._sheet = r._sheet AND l._row = r._row AND l._part = r._part
       WHERE l._file IS NULL OR l.entity_id IS NULL OR l._key_repeats = 'row'
       GROUP BY r._table, fate`,
    )
    for (const row of rows) {
      if (first === 0 && row.fate === 'withheld') withheld += Number(row.n)
      const named = attributes.map((_, at) => [`${row.fate}_${at}`, row[`c_${at}`] ?? 0] as const)
      tally.addAll(attributes, [{ t: row.t ?? null, ...Object.fromEntries(named) }])
    }
  }
  return withheld
}

/** How many golden records have a value of each attribute, whatever it came from. */
async function filledGolden(engine: Engine, { id, attributes }: Entity): Promise<Record<string, number>> {
  const [counts] = await engine.rows<Row>(
    `SELECT ${attributes.map(({ name }, at) => `count(${rankColumn(name)}) AS n_${at}`).join(', ')} FROM ${goldenTable(id)}`,
  )
  return Object.fromEntries(attributes.map(({ name }, at) => [name, Number(counts?.[`n_${at}`] ?? 0)]))
}

const chunks = (attributes: readonly Attribute[]): Attribute[][] =>
  Array.from({ length: Math.ceil(attributes.length / AT_ONCE) }, (_, at) =>
    attributes.slice(at * AT_ONCE, (at + 1) * AT_ONCE),
  )
