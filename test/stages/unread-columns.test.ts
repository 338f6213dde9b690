import { describe, expect, test } from 'vitest'
import { noteSentence, noteSentences } from '../../src/ledger/source-notes.ts'
import { mapColumns } from '../../src/sources/map-columns.ts'
import { toldColumn, unreadColumns } from '../../src/stages/ingest/unread-columns.ts'
import { compiledDomain } from '../support/compiled-domain.ts'

const domain = compiledDomain(`id: shop
country: GB
lawful_basis: contract
entities:
  firm:
    dataset: firms
    id_prefix: fir
    attributes:
      name: { type: organization_name, required: true }
      mail: { type: email }
      phones: { type: phone, keep: distinct }
      place: { type: address }
      land: { type: country }
sources:
  - id: crm
    trust: 1
    files: ['crm*.csv']
    tables:
      - describes:
          - entity: firm
            key: No
            attributes:
              name: Company
              mail: E-mial
              phones: [Mobile, Landline]
              place: { parts: { street: Street, city: Town } }
              land: { infer: country }
`)
const [table] = domain.sources[0]?.tables ?? []
if (table === undefined) throw new Error('the domain of the test has a table')
const named = (label: string) => table.columns.find((column) => column.label === label)?.name ?? label
const absent = (...labels: readonly string[]) => unreadColumns(table, new Set(labels.map(named)))

describe('a column that no file has', () => {
  test('is told where an attribute, or the key, says nothing without it', () => {
    expect(absent('No', 'Company', 'Mobile', 'Street')).toEqual([named('E-mial')])
    expect(absent('Company', 'E-mial', 'Landline', 'Town')).toEqual([named('No')])
    expect(absent('No', 'Company', 'E-mial', 'Town')).toEqual([named('Mobile'), named('Landline')])
  })

  test('is none where all are there, and what is inferred needs none', () => {
    expect(absent('No', 'Company', 'E-mial', 'Mobile', 'Landline', 'Street', 'Town')).toEqual([])
  })

  test('is told beside the one of the file that it may be, as far as that may be shown', () => {
    const mapping = mapColumns(['No', 'Company', 'E-mail', 'Ann Lee'], [
      { name: 'no', label: 'No', required: false, synonyms: [] },
    ] as never)
    expect(toldColumn('E-mial', mapping, (header) => header)).toBe('"E-mial" (the file has "E-mail")')
    expect(toldColumn('Turnover', mapping, (header) => header)).toBe('"Turnover"')
  })

  test('is a sentence that says what to do, before others', () => {
    const note = { file: 'crm.csv', sheet: null, code: 'columns_missing', count: 1, detail: '"E-mial"' } as const
    expect(noteSentence(note)).toBe(
      'crm.csv: 1 column that the domain reads is not in it: "E-mial". Correct the column in domain.yaml, or in the file.',
    )
    expect(noteSentences([{ ...note, code: 'hidden_rows', detail: '' }, note])[0]).toContain('E-mial')
  })
})

test('a key that is blank in every row is told, with what follows', () => {
  expect(noteSentence({ file: 'crm.csv', sheet: null, code: 'key_blank', count: 2, detail: '"No"' })).toMatch(
    /^crm\.csv: the key "No" is blank in every row, .* Name another key in domain\.yaml, or none\.$/,
  )
})
