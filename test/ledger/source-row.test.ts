import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { mappedSheet, rowOutcomes, type SourceRow } from '../../src/ledger/source-row.ts'
import { defaultSourceLimits, openSource } from '../../src/sources/index.ts'
import { temporaryFolder } from '../support/landing.ts'
import { pinnedDomain } from '../support/pinned-domain.ts'

const domain = pinnedDomain(`
id: shops
country: GB
entities:
  shop:
    dataset: shops
    id_prefix: shp
    attributes: { name: { type: organization_name, required: true }, town: { type: text } }
sources:
  - id: list
    trust: 1
    files: ["*.csv"]
    tables: [{ describes: [{ entity: shop, attributes: { name: Name, town: Town } }] }]
`)
const folder = temporaryFolder('source-row')
/** Some of them no attribute reads. */
const HEADER = ['Name', 'Zone', 'Town', 'Area', 'Rank', '10']

async function rowsOf(order: readonly number[], rows: readonly (readonly string[])[]): Promise<SourceRow[]> {
  const path = join(folder, 'shops.csv')
  writeFileSync(path, [HEADER, ...rows].map((cells) => order.map((at) => cells[at]).join(',')).join('\n'))
  const source = await openSource(path, defaultSourceLimits)
  const [sheet = ''] = source.sheets
  const table = domain.matchSheet('list', 'shops.csv', sheet, 'csv')
  if (table === undefined) throw new Error('no table')
  const mapped = await mappedSheet(source, sheet, table)
  const found: SourceRow[] = []
  for await (const batch of mapped.source.batches())
    for (const one of rowOutcomes(mapped, batch)) if (one.outcome === 'row') found.push(one.row)
  return found
}

test('a row is the same, and known by the same hash, in whatever order the columns of its file stand', async () => {
  const cell = fc.constantFrom('', 'a', 'b c', '7', '0012')
  const rows = fc.array(fc.tuple(fc.constantFrom('Alpha', 'Beta'), cell, cell, cell, cell, cell), {
    minLength: 1,
    maxLength: 5,
  })
  const order = fc.shuffledSubarray([...HEADER.keys()], { minLength: HEADER.length })
  await fc.assert(
    fc.asyncProperty(rows, order, async (cells, shuffled) => {
      expect(await rowsOf(shuffled, cells)).toEqual(await rowsOf([...HEADER.keys()], cells))
    }),
    { numRuns: 40 },
  )
})
