import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { SourceTable } from '../../src/domain/index.ts'
import { changedRow, mappedSheet, rowOutcomes } from '../../src/ledger/source-row.ts'
import { openSource } from '../../src/sources/open-source.ts'
import { defaultSourceLimits } from '../../src/sources/sheet-source.ts'
import { SheetCells } from '../../src/stages/ingest/sheet-cells.ts'
import { compiledDomain } from '../support/compiled-domain.ts'
import { temporaryFolder } from '../support/landing.ts'

const folder = temporaryFolder('sheet-cells')
const DOMAIN = compiledDomain(`
id: shop
country: GB
lawful_basis: contract
entities:
  firm:
    dataset: firms
    id_prefix: fir
    attributes: { name: { type: text }, place: { type: text }, region: { type: text }, note: { type: text } }
sources:
  - id: crm
    trust: 1
    files: ['crm*.csv']
    tables:
      - describes:
          - { entity: firm, key: No, when: { column: Kind, equals: [firm] }, attributes: { name: Name, place: Place, region: Place } }
          - { entity: firm, key: No, when: { column: Kind, equals: [note] }, attributes: { note: Name } }
`)
const TABLE = DOMAIN.sources[0]?.tables[0] as SourceTable

type Fate = 'pass' | 'reject' | 'lose' | { readonly place: string | null }
/** Counts the lines of a file, each with what becomes of it. */
async function counted(lines: readonly string[], fates: readonly Fate[], broken: readonly number[] = []) {
  const path = join(folder, 'crm.csv')
  writeFileSync(path, ['No,Kind,Name,Place,Zebra', ...lines].join('\n'))
  const file = await openSource(path, { ...defaultSourceLimits, name: 'crm.csv' })
  const mapped = await mappedSheet(file, 'crm', TABLE)
  const cells = new SheetCells(TABLE, mapped)
  let at = 0
  for await (const batch of mapped.source.batches()) {
    cells.open({ ...batch, errorCells: broken.map((rowNumber) => ({ rowNumber, column: 'Place', code: '#REF!' })) })
    for (const one of rowOutcomes(mapped, batch)) {
      if (one.outcome !== 'row') continue
      const fate = fates[at++] ?? 'pass'
      const corrected = typeof fate === 'object' ? changedRow(one.row, { place: fate.place }) : null
      cells.read(one, corrected)
      const row = corrected ?? one.row
      if (fate === 'reject') cells.reject(row)
      else if (fate !== 'lose') cells.pass(row, cells.valuesOf(row))
    }
  }
  const told = cells.counts().map(({ attribute, read, quarantined, broken: bad, passed }) => {
    return `${attribute}: ${read} = ${quarantined} + ${bad} + ${passed}`
  })
  return { told, unfed: cells.unfed((label) => label) }
}

describe('the filled cells of a sheet', () => {
  test('count once for each attribute that they feed in rows that speak of it, and of a row that speaks of nothing for all', async () => {
    const { told } = await counted(['1,firm,Acme,Leeds,', '2,note,Call,York,', '3,,Other,Hull,'], [])
    expect(told).toEqual([
      'name: 2 = 0 + 0 + 2',
      'note: 2 = 0 + 0 + 2',
      'place: 2 = 0 + 0 + 2',
      'region: 2 = 0 + 0 + 2',
    ])
  })

  test('of a row that is rejected, or whose person is forgotten, are in quarantine, and those without a text are broken', async () => {
    const { told } = await counted(
      ['1,firm,Acme,Leeds,', '2,firm,Brook,York,', '3,firm,Crest,,', '4,firm,Dale,,'],
      ['reject', 'pass', 'pass', 'reject'],
      [4, 5],
    )
    expect(told).toEqual(['name: 4 = 2 + 0 + 2', 'place: 4 = 2 + 1 + 1', 'region: 4 = 2 + 1 + 1'])
  })

  test('of a row that a person corrected are those of the correction', async () => {
    const lines = ['1,firm,Acme,,', '2,firm,Brook,York,']
    const { told } = await counted(lines, [{ place: 'Leeds' }, { place: null }], [2])
    expect(told).toEqual(['name: 2 = 0 + 0 + 2', 'place: 1 = 0 + 0 + 1', 'region: 1 = 0 + 0 + 1'])
  })

  test('that are read and neither passed on nor rejected are missing in the sum', async () => {
    const { told } = await counted(['1,firm,Acme,Leeds,', '2,firm,Brook,York,'], ['pass', 'lose'])
    expect(told).toEqual(['name: 2 = 0 + 0 + 1', 'place: 2 = 0 + 0 + 1', 'region: 2 = 0 + 0 + 1'])
  })

  test('of columns that feed nothing are told beside it: those that nobody knows, and those that say which row it is', async () => {
    const { unfed } = await counted(['1,firm,Acme,Leeds,x', '2,firm,Brook,York,', '3,,,,y'], [])
    expect(unfed).toEqual([
      { column: 'Zebra', field: null, is_used: false, cells: 2 },
      { column: 'No', field: 'no', is_used: true, cells: 3 },
      { column: 'Kind', field: 'kind', is_used: true, cells: 2 },
    ])
  })
})
