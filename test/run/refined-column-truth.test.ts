import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { contractById } from '../../src/contracts/index.ts'
import { layoutFor, layouts } from '../../src/ledger/layouts.ts'
import { REFINED_COLUMNS, type RefinedRow } from '../../src/ledger/refined-row.ts'
import { refinedColumns } from '../../src/run/lineage/refined-columns.ts'
import { refineRow } from '../../src/stages/refine/refine-row.ts'
import { ColumnChanges } from '../support/column-changes.ts'

const rules = { country: 'ZA', dateOrder: 'dmy', freeMailDomains: [] } as const
const VALUES = [
  null,
  'Blue Sky Aviation (Pty) Ltd',
  'n/a',
  'Gauteng',
  'Windhoek, Namibia',
  'thandi@bluesky.example; x@y',
  '082 555 0101 / +264 81 123 4567',
  '+264 81 123 4567',
  'www.bluesky.example',
  '14/03/2025',
  'Active',
  'invalid',
  'High',
  'Jane Doe (Chief Instructor)',
  '17',
]

type Cells = Record<string, string | null>
const refine = (contract: string, cells: Cells): RefinedRow | undefined => {
  const { row_number, row_hash, ...fields } = cells
  const origin = { contract, source: 's', file: 'f', sheet: 't', rowNumber: Number(row_number), rowHash: `${row_hash}` }
  const refined = refineRow(layoutFor(contract)(fields), origin, rules)
  return refined.outcome === 'rejected' ? undefined : refined.row
}

describe('the columns of a refined row', () => {
  test.each(Object.keys(layouts))(
    '%s: a column changes with the fields that lineage names, and with no other',
    (contract) => {
      const fields = contractById(contract).fields.map(({ name }) => name)
      const row = fc.record({
        ...Object.fromEntries(fields.map((field) => [field, fc.constantFrom(...VALUES)])),
        row_number: fc.constant('1'),
        row_hash: fc.constant('h'.repeat(32)),
      }) as fc.Arbitrary<Cells>
      const named = fields.map((field) => [field, /organisation_name|name_of|company|school/.test(field) ? 'A' : null])
      const bare: Cells = { ...Object.fromEntries(named), row_number: '1', row_hash: 'h'.repeat(32) }
      const changes = new ColumnChanges()
      // One seed, so that what is seen is the same every time: the claim is about every column there is.
      for (const before of [bare, ...fc.sample(row, { numRuns: 60, seed: 7 })])
        for (const field of [...fields, 'row_number', 'row_hash'])
          for (const value of field === 'row_number' ? ['2'] : field === 'row_hash' ? ['i'.repeat(32)] : VALUES) {
            const [one, other] = [refine(contract, before), refine(contract, { ...before, [field]: value })]
            if (one === undefined || other === undefined) continue
            for (const { name } of REFINED_COLUMNS)
              if (one[name as keyof RefinedRow] !== other[name as keyof RefinedRow]) changes.saw(name, field)
          }
      const dataset = `work/ingest/${contract}`
      expect(changes.pairs(dataset)).toEqual(ColumnChanges.declared(refinedColumns([contract])))
    },
  )
})
