import { mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { openEngine } from '../../src/engine/engine.ts'
import { sqlText } from '../../src/engine/sql.ts'
import { keptContacts } from '../../src/stages/consolidate/contact-ids.ts'
import { temporaryFolder } from '../support/landing.ts'

const folder = temporaryFolder('kept-contacts')

type BasePeople = Readonly<Record<string, readonly string[]>>
type Link = readonly [record: string, entity: string, occurrence?: number]

/** Which person each record was in the base version, by entity, as the rows of this run are linked; and the ids that are in use. */
async function kept(base: BasePeople | null, links: readonly Link[]) {
  const own = mkdtempSync(join(folder, 'case-'))
  const engine = await openEngine({ memoryLimitMb: 128, threads: 1, scratch: own })
  try {
    const linked = join(own, 'links.parquet')
    const values = Object.entries(base ?? {}).map(
      ([id, records]) => `(${sqlText(id)}, [${records.map(sqlText).join()}])`,
    )
    const people =
      values.length > 0
        ? `SELECT * FROM (VALUES ${values.join()}) t(contact_id, source_record_ids)`
        : "SELECT '' AS contact_id, ['']::VARCHAR[] AS source_record_ids WHERE false"
    const rows = links.map(
      ([record, entity, occurrence = 1]) => `(${sqlText(record)}, ${sqlText(entity)}, ${occurrence})`,
    )
    await engine.writeParquet(
      `SELECT * FROM (VALUES ${rows.join()}) t(source_record_id, entity_id, occurrence)`,
      linked,
    )
    const dataset = { version: 1, contentHash: '', files: async () => [], query: async () => people }
    const inUse = await keptContacts(engine, dataset, linked)
    const found = await engine.rows<{ said: string }>(
      `SELECT source_record_id || ' in ' || entity_id || ': ' || contact_id AS said FROM kept_contact ORDER BY 1`,
    )
    return { inUse: [...inUse].sort(), kept: found.map(({ said }) => said) }
  } finally {
    engine.close()
  }
}

describe('a person of the base version whose records now lie with several organizations', () => {
  const spread: readonly Link[] = [
    ['r1', 'org_a'],
    ['r2', 'org_b'],
    ['r3', 'org_b'],
  ]
  test('stays with most of them, however the organizations are called', async () => {
    const person = { per_x: ['r1', 'r2', 'r3'] }
    expect((await kept(person, spread)).kept).toEqual(['r2 in org_b: per_x', 'r3 in org_b: per_x'])
    const other = spread.map(([record, entity]): Link => [record, entity === 'org_a' ? 'org_b' : 'org_a'])
    expect((await kept(person, other)).kept).toEqual(['r2 in org_a: per_x', 'r3 in org_a: per_x'])
  })

  test('stays, where none has more, with the lesser organization', async () => {
    const even: readonly Link[] = [
      ['r1', 'org_b'],
      ['r2', 'org_a'],
    ]
    expect((await kept({ per_x: ['r1', 'r2'] }, even)).kept).toEqual(['r2 in org_a: per_x'])
  })

  test('is counted by its own records alone, and each person by theirs', async () => {
    const two = { per_x: ['r1', 'r2'], per_y: ['r3', 'r4', 'r5'] }
    const links: readonly Link[] = [
      ['r1', 'org_a'],
      ['r2', 'org_a'],
      ['r3', 'org_a'],
      ['r4', 'org_b'],
      ['r5', 'org_b'],
    ]
    expect((await kept(two, links)).kept).toEqual([
      'r1 in org_a: per_x',
      'r2 in org_a: per_x',
      'r4 in org_b: per_y',
      'r5 in org_b: per_y',
    ])
  })
})

test('a record that two people of the base version had goes to the lesser of their ids', async () => {
  const { kept: found } = await kept({ per_y: ['r1'], per_x: ['r1'] }, [['r1', 'org_a']])
  expect(found).toEqual(['r1 in org_a: per_x'])
})

test('only the first occurrence of a record counts, and a record that is gone counts nowhere', async () => {
  const links: readonly Link[] = [
    ['r1', 'org_a'],
    ['r1', 'org_b', 2],
    ['r2', 'org_b', 2],
    ['new', 'org_b'],
  ]
  expect((await kept({ per_x: ['r1', 'r2', 'gone'] }, links)).kept).toEqual(['r1 in org_a: per_x'])
})

test('an id is in use though no record of its person is there any more; without a base none is', async () => {
  expect(await kept({ per_x: ['gone'], per_y: ['r1'] }, [['r1', 'org_a']])).toEqual({
    inUse: ['per_x', 'per_y'],
    kept: ['r1 in org_a: per_y'],
  })
  expect(await kept(null, [['r1', 'org_a']])).toEqual({ inUse: [], kept: [] })
})
