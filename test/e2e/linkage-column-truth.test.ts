import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { locateDomain } from '../../src/config/locate-domain.ts'
import { entityLinks } from '../../src/contracts/published/entity-links.ts'
import type { Entity } from '../../src/domain/index.ts'
import { loadDomainFiles } from '../../src/domain/load-domain-files.ts'
import { type ColumnDefinition, type Engine, openEngine } from '../../src/engine/engine.ts'
import { parquetFiles, sqlName, sqlText } from '../../src/engine/sql.ts'
import { columnsOfContract } from '../../src/ledger/dataset-columns.ts'
import { loadDomain } from '../../src/ledger/load-domain.ts'
import { PinnedDomain } from '../../src/ledger/pinned-domain.ts'
import { pinnedLinkage } from '../../src/ledger/pinned-linkage.ts'
import { refinedColumns } from '../../src/refine/record/refined-columns.ts'
import { analyseBlocking } from '../../src/resolve/blocking/analyse-blocking.ts'
import { comparePairs, PAIR_COLUMNS, PAIRS } from '../../src/resolve/comparing/compare-pairs.ts'
import { entityRecordSql } from '../../src/resolve/entities/entity-record-sql.ts'
import { entityRowsSql, recordRows } from '../../src/resolve/entities/entity-rows-sql.ts'
import { ENTITY_RECORD } from '../../src/resolve/entities/tables.ts'
import { aliasColumn, classifiedTable, classifySql, memberSql, placeSql } from '../../src/resolve/entities/ties-sql.ts'
import { prepareRecords } from '../../src/resolve/records/prepare-records.ts'
import type { ColumnSource } from '../../src/run/lineage/column-source.ts'
import { type ComparedEntities, plannedComparedColumns } from '../../src/run/lineage/compared-columns.ts'
import { pairColumns, recordColumns } from '../../src/run/lineage/linkage-columns.ts'
import { resolvedChanges, resolvedRows } from '../../src/run/lineage/resolved-columns.ts'
import { entityRows } from '../../src/stages/link/entity-rows.ts'
import { temporaryFolder } from '../support/landing.ts'
import { CATALOGUE } from '../support/lineage/catalogue-domain.ts'
import { columnsOf, expectExact } from '../support/lineage/expect-exact.ts'
import { MEMBERS } from '../support/lineage/members-domain.ts'

const folder = temporaryFolder('linkage-columns')
const { domain: aviation } = await loadDomain({ pipeline: 'refinement', set: [] })
const own = (yaml: string) => new PinnedDomain({ ...aviation.document, files: { 'domain.yaml': yaml } })
const shipped = async (id: string) =>
  new PinnedDomain({ ...aviation.document, files: await loadDomainFiles(locateDomain(id).folder) })
/** Between them they have whatever a domain can say; one of them ships. */
const DOMAINS: readonly (readonly [string, PinnedDomain])[] = [
  ['facilities', await shipped('facilities')],
  ['members', own(MEMBERS)],
  ['catalogue', own(CATALOGUE)],
]

let engine: Engine
beforeAll(async () => {
  engine = await openEngine({ memoryLimitMb: 1024, threads: 2, scratch: join(folder, 'spill') })
})
afterAll(() => engine.close())

const ROWS = 40
const WORDS = ['alpha beta', 'alpha gamma 7', 'b', 'delta ii', 'x yankee 9', 'b eta zulu']

/** Refined rows of an entity, by chance: keys and names that meet, values that some share, and rows of every role. */
function rowOf(entity: Entity): fc.Arbitrary<Readonly<Record<string, unknown>>> {
  const maybe = (...values: string[]) => fc.option(fc.constantFrom(...values), { freq: 4 })
  // Some that several records have, and enough that one alone has.
  const keys = maybe('0', ...Array.from({ length: 24 }, (_, at) => String(at + 1)))
  const names = maybe('n1', 'n2', 'n3', 'n4', 'n5', 'n6', 'n7')
  const technical: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
    _role: fc.constantFrom('record', 'record', 'record', 'part', 'part', 'unless_known'),
    _source: fc.constantFrom('a', 'b'),
    _table: fc.constant('t'),
    _file: fc.constantFrom('f', 'g'),
    _sheet: fc.constantFrom('s', 't'),
    _row: fc.nat(5),
    _row_hash: fc.constantFrom('h1', 'h2', 'h3'),
    _part: fc.nat(1),
    _trust: fc.nat(3),
    _record_key: fc.nat(ROWS).map((n) => `k${String(n).padStart(2, '0')}`),
    _record_id: fc.nat(ROWS).map((n) => `a:${n}`),
    _key: keys,
    _name_key: names,
    _is_unique: fc.boolean(),
    _belongs: fc.boolean(),
    _is_invalid: fc.constantFrom(false, false, true),
    _can_mark: fc.boolean(),
    _invalid: fc.constant(null),
    _issues: fc.constant(null),
    _cells: fc.constant(null),
    ...Object.fromEntries(
      entity.ties.flatMap((tie) => [
        [`_${tie}_key`, keys],
        [`_${tie}_name`, names],
      ]),
    ),
  }
  const said = ({ type }: ColumnDefinition): fc.Arbitrary<unknown> => {
    if (type === 'boolean') return fc.option(fc.boolean(), { freq: 4 })
    if (type === 'double' || type === 'long') return fc.option(fc.nat(4), { freq: 4 })
    if (type === 'date') return maybe('2025-01-01', '2025-02-01', '2024-12-31')
    return type === 'list<string>'
      ? fc.option(fc.subarray(WORDS, { minLength: 1, maxLength: 2 }), { freq: 4 })
      : maybe(...WORDS)
  }
  return fc.record(
    Object.fromEntries(refinedColumns(entity).map((column) => [column.name, technical[column.name] ?? said(column)])),
  )
}

/** The first rows are records that repeat keys three by three under other names and with other content, each tied to what there is. */
const REPEATED = 15

/** Names and row hashes of the rows of one key: more of one record, another's, and the same row again. */
const TOLD = [
  [
    ['n1', 'n1', 'n2'],
    ['h1', 'h2', 'h3'],
  ],
  [
    ['n1', 'n2', 'n3'],
    ['h1', 'h2', 'h3'],
  ],
  [
    ['n1', 'n2', 'n2'],
    ['h1', 'h1', 'h2'],
  ],
] as const

function repeatedKey(
  entity: Entity,
  row: Readonly<Record<string, unknown>>,
  at: number,
  all: readonly Readonly<Record<string, unknown>>[],
): Readonly<Record<string, unknown>> {
  const told = [at % 3, Math.floor(at / 3)] as const
  const first = all[at - told[0]] ?? row
  const { _sheet, _row } = first
  const _file = `own ${told[1]}`
  // Where an entity belongs to another it has other groups in one row, so that what one row brings has one owner.
  const isOneRow = told[1] < 2 === entity.parents.length > 0
  // No other row's, which might come first.
  const _record_key = `r${told[1]}`
  const [names, hashes] = TOLD[told[1] % TOLD.length] ?? []
  // Words enough for what is asked of long names alone, and numbers of both kinds.
  const said = `alpha own ${at} ii`
  return {
    ...row,
    ...{ _role: 'record', _record_key, _is_unique: false, _is_invalid: false },
    ...{ _name_key: names?.[told[0]], _row_hash: hashes?.[told[0]], _source: 'a', _key: `own ${at}` },
    ...Object.fromEntries(entity.ties.map((tie) => [`_${tie}_key`, `own ${at}`])),
    // What nobody else says, so that none of it is left out as a switchboard's.
    ...Object.fromEntries(
      refinedColumns(entity)
        .filter(({ name }) => !name.startsWith('_'))
        .flatMap<readonly [string, unknown]>(({ name, type }) =>
          type === 'string'
            ? [[name, said]]
            : type === 'list<string>'
              ? [[name, name === aliasColumn(entity) ? [`n${8 + at}`] : [`zulu own ${at}`, `zulu ii ${at}`]]]
              : [],
        ),
    ),
    // Some of them stand in one row, whose other parts are far from those of any other.
    ...(isOneRow ? { _file, _sheet, _row, _part: [10, 20, 30][told[0]] } : {}),
  }
}

/** The name that one record alone has: the only one by which something is found where names tell no aliases. */
const alone = (at: number): string => `alone ${at}`

/** A row that is tied by a key, or by nothing but what the other is called, and stands where nothing else does. */
const tiedApart = ({ id, ties }: Entity, at: number, isKeyed: boolean): Readonly<Record<string, unknown>> => ({
  ...(ties.length === 0 ? {} : { _row: 100 + at }),
  ...(ties.includes(id) ? { _role: 'part', _source: 'a', _record_key: `p${at}` } : {}),
  ...Object.fromEntries(
    ties.flatMap((tie) => [
      [`_${tie}_key`, isKeyed ? `own ${at % REPEATED}` : null],
      [`_${tie}_name`, at % 8 === 5 ? alone(at + 2) : `n${8 + (at % REPEATED)}`],
    ]),
  ),
})

const given = (entity: string) => `given_${entity}`
const refinedTable = (entity: string) => `refined_${entity}`

/** Tables `refined_<entity>` with the numbers of their rows, and a copy of each. */
async function loadRefined({ compiled }: PinnedDomain): Promise<void> {
  for (const entity of compiled.entities) {
    const columns: ColumnDefinition[] = [{ name: 'n', type: 'long' }, ...refinedColumns(entity)]
    // One seed, so that what is seen is the same every time: the claim is about every column there is.
    const rows = fc
      .sample(
        fc.uniqueArray(rowOf(entity), {
          minLength: ROWS,
          maxLength: ROWS,
          selector: ({ _file, _sheet, _row, _part }) => `${_file} ${_sheet} ${_row} ${_part}`,
        }),
        { numRuns: 1, seed: 11 },
      )
      .flat()
      .map((row, at, all) => {
        if (at < REPEATED) return repeatedKey(entity, row, at, all)
        if (at % 4 === 1 || (at % 8 === 3 && entity.ties.includes(entity.id)))
          return { ...row, ...tiedApart(entity, at, at % 4 === 3) }
        if (at % 8 === 7) return { ...row, _role: 'record', _record_key: `alone ${at}`, _name_key: alone(at) }
        // Named as a record is called besides, and no record by its name.
        return row['_role'] === 'part' && at % 2 === 0 ? { ...row, _name_key: `n${8 + (at % 3)}` } : row
      })
    const writer = await engine.createTable(refinedTable(entity.id), columns)
    writer.append(columns.map(({ name }) => rows.map((row, at) => (name === 'n' ? at + 1 : (row[name] ?? null)))))
    await writer.finish()
    await engine.run(`CREATE OR REPLACE TABLE ${given(entity.id)} AS FROM ${refinedTable(entity.id)}`)
  }
}

/** The rows of an entity as Block and Resolve load them, of a table in place of files: a file a change is most of the time. */
async function loadRows({ id }: Entity): Promise<void> {
  const files = parquetFiles([`${id}.parquet`])
  for (const sql of entityRowsSql(id, [`${id}.parquet`]))
    await engine.run(sql.replace(files, `(SELECT * EXCLUDE n FROM ${given(id)})`))
}

const childrenOf = ({ compiled }: PinnedDomain, entity: Entity): Entity[] =>
  compiled.entities.filter(({ parents }) => parents.includes(entity.id))

/** Table `entity_record` of copies of refined rows: a value of two names is a switchboard's. */
async function block(domain: PinnedDomain, entity: Entity): Promise<void> {
  for (const one of [entity, ...childrenOf(domain, entity)]) await loadRows(one)
  for (const sql of entityRecordSql(domain.compiled, entity, 1)) await engine.run(sql)
}

const withDerived = (domain: PinnedDomain, entity: Entity): string =>
  Object.entries(pinnedLinkage(domain, entity.id).settings.options.derived_columns).reduce(
    (source, [name, sql]) => `(SELECT *, (${sql}) AS ${sqlName(name)} FROM ${source})`,
    ENTITY_RECORD,
  )

/** How many pairs of bases there are, enough for a column that matters only where four others are one way or the other. */
const BASES = 8

/**
 * Table `record`: records that have every value, first and last, and between them for each column those that differ from one of them in
 * it alone, or lack it (`base` and `changed` say of which and in what). Two have the greatest and the least, others a mixture by chance,
 * and each has another that differs in every column.
 */
async function loadTwins(columns: readonly string[], from: string): Promise<void> {
  const values = columns.map(sqlName)
  const of = (pick: string) =>
    values.map((name) => `${pick}(${name}) FILTER (${name} IS NOT NULL) AS ${name}`).join(', ')
  const picks = fc.array(fc.boolean(), { minLength: columns.length, maxLength: columns.length })
  const mixtures = [columns.map(() => true), ...fc.sample(picks, { numRuns: BASES - 1, seed: 11 })]
  const bases = mixtures.flatMap((picked, at) =>
    [true, false].map((side) => {
      const mixed = values.map((name, column) => `${picked[column] === side ? 'b' : 'c'}.${name}`).join(', ')
      return `SELECT ${2 * at + Number(side)} AS base, ${2 * at + Number(!side)} AS other, ${mixed} FROM b, c`
    }),
  )
  await engine.run(
    `CREATE OR REPLACE TABLE base AS WITH b AS (SELECT ${of('max')} FROM ${from}), c AS (SELECT ${of('min')} FROM ${from})
     ${bases.join(' UNION ALL ')}`,
  )
  // A day that is another's with day and month swapped is rarer than any mixture: it is put there.
  for (const column of columns.filter((name) => name.endsWith('__swapped'))) {
    const digits = column.replace(/__swapped$/, '__digits')
    await engine.run(
      `UPDATE base SET ${sqlName(column)} = o.${sqlName(digits)} FROM base o WHERE o.base = base.other AND base.base % 2 = 0`,
    )
  }
  const places = [
    ...['(0, NULL, false)', '(2, NULL, false)'],
    ...columns.flatMap((column) => [false, true].map((lacks) => `(1, ${sqlText(column)}, ${lacks})`)),
  ]
  const changed = columns.map((column, at) => {
    const name = values[at]
    return `CASE WHEN f.changed IS DISTINCT FROM ${sqlText(column)} THEN t.${name} WHEN f.lacks THEN NULL ELSE o.${name} END AS ${name}`
  })
  await engine.run(
    `CREATE OR REPLACE TABLE record AS WITH f(place, changed, lacks) AS (VALUES ${places.join(', ')})
     SELECT row_number() OVER (ORDER BY f.place, f.changed, f.lacks, t.base) - 1 AS nth, f.place, t.base, f.changed, ${changed.join(', ')}
     FROM base t JOIN base o ON o.base = t.other CROSS JOIN f`,
  )
}

interface Differences {
  readonly field: string
  readonly presence: boolean
  readonly rules: boolean
  readonly pattern: boolean
}

/**
 * For each column, what of a pair is otherwise where one of its records differs in that column alone: of all pairs of a record and a
 * twin, beside the pair of the record and what it is the twin of, on the same side.
 */
const differencesSql = (left: string): string => `
  SELECT t.changed AS field, bool_or((p.a IS NULL) <> (q.a IS NULL)) AS presence,
    coalesce(bool_or(p.rules <> q.rules), false) AS rules, coalesce(bool_or(p.pattern <> q.pattern), false) AS pattern
  FROM record t JOIN record x ON x.nth <> t.nth AND t.place = 1
  JOIN record w ON w.base = t.base AND w.place = CASE WHEN x.nth < t.nth THEN 2 ELSE 0 END AND w.nth <> x.nth
  LEFT JOIN ${left} p ON p.a = least(x.nth, t.nth) AND p.b = greatest(x.nth, t.nth)
  LEFT JOIN ${left} q ON q.a = least(x.nth, w.nth) AND q.b = greatest(x.nth, w.nth)
  GROUP BY t.changed ORDER BY t.changed`

const comparedOf = (compared: ComparedEntities, { id }: Entity) => {
  const found = compared.get(id)
  if (found === undefined) throw new Error(`nothing is compared of ${id}`)
  return found
}

/**
 * What each row became, with a stand-in for the linkage itself: pairs of at least one bit join their records, and an id is made of the
 * least key.
 */
async function resolveRows({ compiled }: PinnedDomain, entity: Entity): Promise<ReadonlyMap<string, string>> {
  const upTo = compiled.entities.slice(0, compiled.entities.indexOf(entity) + 1)
  for (const one of upTo.filter(({ id }) => id === entity.id || entity.parents.includes(id))) {
    await loadRows(one)
    await engine.run(placeSql(one))
    const records = await engine.rows<{ _record_key: string; _record_id: string }>(
      `SELECT _record_key, _record_id FROM ${recordRows(one.id)} ORDER BY _position`,
    )
    const linked = await engine.rows<{ a: number; b: number; pattern: number }>(
      `SELECT a, b, pattern FROM given_pair WHERE pattern >= 1 AND a < b AND b < ${records.length} ORDER BY pattern DESC, a, b`,
    )
    const partner = new Map(linked.map(({ a, b, pattern }) => [b, { a, pattern }] as const))
    const root = (at: number): number => {
      const found = partner.get(at)
      return found === undefined ? at : root(found.a)
    }
    const writer = await engine.createTable('membership', [
      { name: '_position', type: 'long' },
      { name: 'entity_id', type: 'string' },
      { name: 'linked_by', type: 'string' },
      { name: 'evidence', type: 'string' },
      { name: 'match_weight', type: 'double' },
    ])
    writer.append([
      records.map((_, at) => at),
      records.map((_, at) => `id_${records[root(at)]?._record_key}`),
      records.map((_, at) => (partner.has(at) ? 'linkage' : 'own_record')),
      records.map((_, at) => records[partner.get(at)?.a ?? -1]?._record_id ?? null),
      records.map((_, at) => partner.get(at)?.pattern ?? null),
    ])
    await writer.finish()
    for (const sql of memberSql(one)) await engine.run(sql)
    await engine.run(classifySql(one))
  }
  return columnsOf(engine, `SELECT * FROM ${classifiedTable(entity.id)} WHERE row_class <> 'quarantined'`)
}

describe.each(DOMAINS)(
  'what linkage makes of %s changes with the columns that lineage names, and with no other',
  (_, domain) => {
    const { compiled } = domain
    const compared = plannedComparedColumns({ domain })

    test('comparable records, of refined rows', async () => {
      await loadRefined(domain)
      for (const entity of compiled.entities)
        for (const from of [entity, ...childrenOf(domain, entity)])
          await expectExact(engine, {
            dataset: `work/refine/${from.id}`,
            table: refinedTable(from.id),
            given: given(from.id),
            fields: refinedColumns(from).map(({ name }) => name),
            declared: [recordColumns(compiled, entity, comparedOf(compared, entity))],
            exact: 'column',
            make: async () => {
              await block(domain, entity)
              return columnsOf(engine, `SELECT * EXCLUDE _content FROM ${withDerived(domain, entity)}`)
            },
          })
    }, 300_000)

    test('compared pairs, of comparable records', async () => {
      await loadRefined(domain)
      for (const entity of compiled.entities) {
        const { derived } = pinnedLinkage(domain, entity.id)
        await block(domain, entity)
        const { idColumn, ...looked } = comparedOf(compared, entity)
        const columns = Object.keys(recordColumns(compiled, entity, looked).columns).filter((name) => name !== idColumn)
        await loadTwins(columns, withDerived(domain, entity))
        const made = async (key: string) => {
          await engine.run(
            `CREATE OR REPLACE TABLE ${ENTITY_RECORD} AS
             SELECT * EXCLUDE (nth, place, base, changed), lpad((${key})::VARCHAR, 4, '0') AS ${sqlName(idColumn)}, '' AS _content FROM record`,
          )
          const prepared = await prepareRecords(engine, derived, ENTITY_RECORD)
          await analyseBlocking(engine, derived, prepared)
          await comparePairs(engine, derived, prepared)
          return engine.rows(`SELECT count(*) AS pairs, sum(hash(p)::HUGEINT)::VARCHAR AS content FROM ${PAIRS} p`)
        }
        const reversed = await made('9999 - nth')
        expect(await made('nth'), `${idColumn} changes pairs`).not.toEqual(reversed)
        const declared = pairColumns(entity.id, { ...looked, idColumn })
        const names = (sources: readonly ColumnSource[] | undefined) =>
          (sources ?? []).map(({ field }) => field).filter((field) => field !== idColumn)
        const rows = names(declared.rows)
        const sources = {
          presence: rows,
          rules: names(declared.columns['rules']),
          pattern: names(declared.columns['pattern']),
        }
        const found = await engine.rows<Differences>(differencesSql(PAIRS))
        for (const part of ['presence', 'rules', 'pattern'] as const) {
          const changing = found.filter((one) => one[part]).map(({ field }) => field)
          expect(
            changing.filter((field) => !sources[part].includes(field)),
            `${part} of ${entity.id}`,
          ).toEqual([])
        }
        const seen = found.filter((one) => one.presence || one.rules || one.pattern).map(({ field }) => field)
        const wanted = [...new Set(Object.values(sources).flat())]
        expect(
          wanted.filter((field) => !seen.includes(field)),
          `changes nothing of pairs of ${entity.id}`,
        ).toEqual([])
        const agreeing = found.filter((one) => one.pattern).map(({ field }) => field)
        expect(
          sources.pattern.filter((field) => !agreeing.includes(field)),
          `no part of ${entity.id}`,
        ).toEqual([])
      }
    }, 300_000)

    test('who is who, of refined rows and of compared pairs', async () => {
      await loadRefined(domain)
      await engine.run(
        `CREATE OR REPLACE TABLE pair AS SELECT row_number() OVER () AS n, a, a + 3 AS b, 1 AS rules, (a % 5)::DOUBLE AS pattern FROM range(0, 20, 2) t(a)`,
      )
      await engine.run('CREATE OR REPLACE TABLE given_pair AS FROM pair')
      for (const entity of compiled.entities) {
        const shared = {
          declared: [resolvedRows(compiled, entity, compared)],
          exact: 'field' as const,
          make: () => resolveRows(domain, entity),
        }
        for (const from of compiled.entities.filter(({ id }) => id === entity.id || entity.parents.includes(id)))
          await expectExact(engine, {
            ...shared,
            dataset: `work/refine/${from.id}`,
            table: refinedTable(from.id),
            given: given(from.id),
            fields: refinedColumns(from).map(({ name }) => name),
          })
        await expectExact(engine, {
          ...shared,
          dataset: `work/score/${entity.id}`,
          table: 'pair',
          given: 'given_pair',
          fields: PAIR_COLUMNS.map(({ name }) => name),
        })
      }
    }, 300_000)

    test('ids of the version before, of its links', async () => {
      await loadRefined(domain)
      const [entity] = compiled.entities
      if (entity === undefined) throw new Error('no entity')
      await loadRows(entity)
      const columns = columnsOfContract(entityLinks)
      await engine.run(
        `CREATE OR REPLACE TABLE link AS SELECT row_number() OVER () AS n, ${columns
          .map(({ name }) => LINKS(entity)[name] ?? 'NULL')
          .map((sql, at) => `${sql} AS ${columns[at]?.name}`)
          .join(', ')} FROM ${refinedTable(entity.id)}`,
      )
      const path = join(folder, 'links.parquet')
      const none = { version: 0, contentHash: '', files: async () => [], query: async () => '' }
      await expectExact(engine, {
        dataset: 'datasets/entity_links',
        table: 'link',
        given: 'given_link',
        fields: columns.map(({ name }) => name),
        // What Resolve takes from them is a table of its own; which of its columns becomes which is shown above.
        declared: [
          {
            columns: {},
            rows: [resolvedRows(compiled, entity, compared), resolvedChanges(compiled, compared)].flatMap((one) => [
              ...one.rows,
              ...Object.values(one.columns).flat(),
            ]),
          },
        ],
        exact: 'field',
        make: async () => {
          await engine.run(`COPY (SELECT * EXCLUDE n FROM given_link) TO ${sqlText(path)}`)
          const links = { version: 1, contentHash: '', files: async () => [path], query: async () => '' }
          const found = await entityRows(engine, entity, { links, golden: none })
          return new Map([
            ...(await columnsOf(engine, 'SELECT * FROM base_link')),
            ['base', JSON.stringify(found.baseEntityOf)],
          ])
        },
      })
    }, 120_000)
  },
)

/** Links of the version before, of refined rows: SQL by column. */
const LINKS = ({ idPrefix }: Entity): Readonly<Record<string, string>> => ({
  ...{ file: '_file', sheet: '_sheet', row_number: '_row', part: '_part', source: '_source', row_hash: '_row_hash' },
  ...{ record_key: '_record_key', source_record_id: '_record_id' },
  entity: "'entity'",
  entity_id: `'${idPrefix}_' || (n % 7)`,
  row_class: "CASE n % 3 WHEN 0 THEN 'published' WHEN 1 THEN 'merged' ELSE 'attached' END",
  linked_by: "CASE n % 4 WHEN 0 THEN 'duplicate_row' ELSE 'linkage' END",
})
