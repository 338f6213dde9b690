import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { StageRecord } from '../../src/ledger/stage.ts'
import type { DoubtedMerges } from '../../src/ledger/works/doubted-merges.ts'
import type { VerdictDocument } from '../../src/quality/index.ts'
import { spanningPaths } from '../../src/resolve/index.ts'
import { doubtedEntities } from '../../src/stages/link/doubted-entities.ts'
import { doubtfulOf } from '../../src/stages/link/doubtful-of.ts'
import { hotpass } from '../cli/fake-io.ts'
import { fill, withEngine } from '../resolve/support/link.ts'
import { compiledDomain } from '../support/compiled-domain.ts'
import { temporaryFolder } from '../support/landing.ts'
import { readDocument, refine } from '../support/run-store.ts'

const domain = compiledDomain(`id: club
country: ZA
lawful_basis: contract
entities:
  firm:
    dataset: firms
    id_prefix: fir
    attributes:
      called: { type: organization_name, required: true }
      land: { type: region }
      others: { type: region, keep: distinct }
      listed: { type: identifier, scheme: lei }
  member:
    dataset: members
    id_prefix: mem
    attributes:
      named: { type: person_name, required: true }
      land: { type: region }
      card: { type: identifier }
sources:
  - id: a
    trust: 1
    files: ['a*.csv']
    tables:
      - describes:
          - { entity: firm, attributes: { called: X, land: L, others: O, listed: N } }
          - { entity: member, attributes: { named: Y, land: L, card: C } }
`)
const COLUMNS = {
  firm: ['called', 'land', 'others', 'listed'],
  member: ['named', 'land', 'card'],
} as const

interface Told {
  /** By position: what each record says. */
  readonly says: readonly Readonly<Partial<Record<string, string>>>[]
  readonly clusterOf: readonly number[]
  readonly edges?: readonly (readonly [number, number])[]
  readonly unique?: readonly number[]
  readonly ownNumbers?: readonly string[]
  readonly there?: readonly number[]
}

/** What Resolve says of clusters of an entity's records; entities are called after their clusters. */
const told = (id: 'firm' | 'member', { says, clusterOf, edges = [], unique = [], ownNumbers = [], there }: Told) =>
  withEngine(async (engine): Promise<DoubtedMerges> => {
    const entity = domain.entities.find((one) => one.id === id)
    if (entity === undefined) throw new Error('the domain of the test has both')
    const own = COLUMNS[id]
    await fill(
      engine,
      'said',
      ['position', ...own],
      says.map((one, position) => ({ ...one, position })),
    )
    const lists = ['others'].filter((name) => (own as readonly string[]).includes(name))
    const kept = lists.length === 0 ? '' : `REPLACE (${lists.map((name) => `[${name}] AS ${name}`).join(', ')})`
    await engine.run(
      `CREATE TABLE link_record AS SELECT position::BIGINT AS link_position, * EXCLUDE (position) ${kept} FROM said`,
    )
    const isUnique = unique.length === 0 ? 'false' : `position::INTEGER IN (${unique.join(', ')})`
    await engine.run(
      `CREATE TABLE record_${id} AS SELECT position::BIGINT AS _position, 'a' AS _source, ${isUnique} AS _is_unique FROM said`,
    )
    const clusters = Int32Array.from(clusterOf)
    const pairs = {
      a: Int32Array.from(edges, ([a]) => a),
      b: Int32Array.from(edges, ([, b]) => b),
      weight: Float64Array.from(edges, () => 9),
    }
    const forest = spanningPaths(clusters, { ...pairs, threshold: 3 }, [])
    const input = { rows: says.length, pairs, threshold: 3 }
    const doubtful = await doubtfulOf(engine, entity, { clusterOf: clusters, forest, input, ownNumbers })
    const names = { ids: clusterOf.map((at) => `e${at}`), sourceRecordIds: clusterOf.map((_, at) => `a:${at}`) }
    const known = new Set((there ?? clusterOf).map((at) => `e${at}`))
    return doubtedEntities(engine, domain, entity, names, { clusterOf: clusters, doubtful }, known)
  })
const counts = ({ doubts }: DoubtedMerges) =>
  Object.fromEntries(Object.entries(doubts).flatMap(([doubt, { entities }]) => (entities ? [[doubt, entities]] : [])))

describe('merges that Resolve doubts', () => {
  test('are told by what types know of values: a register’s number, a region, not a list of regions', async () => {
    const numbers = await told('firm', {
      says: [
        { listed: 'A1', land: 'Gauteng', others: 'Limpopo' },
        { listed: 'A2', land: 'Gauteng', others: 'Gauteng' },
      ],
      clusterOf: [0, 0],
    })
    expect(counts(numbers)).toEqual({ different_numbers: 1 })
    expect(numbers.doubts.different_numbers.examples).toEqual([
      { entity: 'e0', left: 'a:0', right: 'a:1', column: 'listed', values: ['A1', 'A2'] },
    ])
    const places = await told('firm', { says: [{ land: 'Gauteng' }, { land: 'Limpopo' }], clusterOf: [0, 0] })
    expect(counts(places)).toEqual({ different_places: 1 })
  })

  test('are two records of a source without duplicates, shown by their names', async () => {
    const says = [{ called: 'Amber' }, { called: 'Birch' }, { called: 'Cedar' }]
    const found = await told('firm', { says, clusterOf: [0, 0, 2], unique: [0, 1, 2] })
    expect(counts(found)).toEqual({ unique_source: 1 })
    expect(found.doubts.unique_source.examples).toEqual([
      { entity: 'e0', left: 'a:0', right: 'a:1', column: 'called', values: ['Amber', 'Birch'] },
    ])
  })

  test('are of people none by place, for they move; by numbers that the file shows to be theirs; and values are masked', async () => {
    const says = [
      { named: 'Thandi Dube', land: 'Gauteng', card: '7001' },
      { named: 'Thandi Dube', land: 'Limpopo', card: '7002' },
      { named: 'Pieter Botha' },
      { named: 'Pieter Botha' },
    ]
    const edges = [[0, 1], [2, 3], [1, 2]] as const // biome-ignore format: three links
    expect(counts(await told('member', { says, clusterOf: [0, 0, 2, 2] }))).toEqual({})
    const found = await told('member', { says, clusterOf: [0, 0, 0, 0], edges, ownNumbers: ['card'] })
    expect(counts(found)).toEqual({ different_numbers: 1, one_link: 1 })
    expect(found.doubts.one_link.examples[0]?.values).toEqual(['T***', 'P***'])
    expect(JSON.stringify(found)).not.toMatch(/Thandi|Pieter/)
  })

  test('are counted all, with a handful shown, of published entities only; one of one record is none', async () => {
    const says = Array.from({ length: 20 }, (_, at) => ({ land: at % 2 === 0 ? 'Gauteng' : 'Limpopo' }))
    const clusterOf = says.map((_, at) => at - (at % 2))
    const { merged, doubts } = await told('firm', { says, clusterOf, there: clusterOf.slice(4) })
    expect(merged).toBe(8)
    expect(doubts.different_places.entities).toBe(8)
    expect(doubts.different_places.examples.map(({ entity }) => entity)).toEqual(['e4', 'e6', 'e8', 'e10', 'e12'])
    const alone = await told('firm', { says: [{ land: 'Gauteng' }], clusterOf: [0] })
    expect(alone.merged).toBe(0)
  })
})

test('an entity of two regions is told by the gate with commands that work, the same when Resolve is reused, until a person decides', async () => {
  const folder = temporaryFolder('doubts')
  const [landing, store] = [join(folder, 'landing'), join(folder, 'store')]
  mkdirSync(landing)
  const rows = [
    'Organisation Name,ID,Area,Reachout Date,Website,Address',
    'Amber Gliders,1,Free State,2025-01-15,amber.example,1 Long Street',
    'Amber Gliders (Pty) Ltd,2,Gauteng,2025-01-15,amber.example,1 Long Street',
    'Birch Flying School,3,Limpopo,2025-01-15,birch.example,',
    'Birch Flying School,4,,2025-01-15,birch.example,',
  ]
  writeFileSync(join(landing, 'reachout_organisation.csv'), `${rows.join('\n')}\n`)
  const judged = async (...set: string[]) => {
    const { run } = await refine(store, landing, { asOf: '2025-02-01', set })
    const { reasons, datasets } = readDocument<VerdictDocument>(store, `runs/${run}/verdict.json`)
    const { reused } = readDocument<StageRecord>(store, `runs/${run}/stages/Resolve.json`)
    const checks = datasets.flatMap(({ id, checks }) =>
      checks.filter((check) => check.id.startsWith('merges.')).map((check) => `${id} ${check.id} ${check.outcome}`),
    )
    return { reasons: reasons.filter((reason) => reason.includes('entities')), reused, checks }
  }
  // Nothing is published of the first, so that the second finds its Resolve again.
  const first = await judged('gate.min_rows.organizations=50')
  expect(first.reasons).toEqual([
    expect.stringMatching(
      /^organizations \(warning\): No entities state two places\. 1 of 2 entities of several records do\. org_\w+ is made of reachout:1 \(province: Free State\) and reachout:2 \(province: Gauteng\)\./,
    ),
  ])
  expect(first.checks.filter((check) => check.endsWith('failed'))).toEqual([
    'organizations merges.different_places failed',
  ])
  const again = await judged()
  expect(again.reused).toBe(true)
  expect(again.reasons).toEqual(first.reasons)
  const [look, accept] = [/hotpass (explain \S+);/, /hotpass (review accept .+) --why/].map(
    (hint) => hint.exec(first.reasons[0] ?? '')?.[1]?.split(' ') ?? [],
  ) as [string[], string[]]
  expect(await hotpass([...look, '--store', store])).toMatchObject({ exit: 0 })
  const decided = await hotpass([...accept, '--why', 'one firm, which moved', '--store', store])
  expect(decided.exit, decided.err).toBe(0)
  const settled = await judged()
  expect(settled.checks.filter((check) => check.endsWith('failed'))).toEqual([])
})
