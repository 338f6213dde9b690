import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { RawRecord } from '../../src/ledger/layouts.ts'
import { REFINED_COLUMNS, type RefinedRow } from '../../src/ledger/refined-row.ts'
import { type RefineOutcome, type RefineRules, type RowOrigin, refineRow } from '../../src/stages/refine/refine-row.ts'

const origin: RowOrigin = {
  contract: 'reachout_organisation',
  source: 'reachout',
  file: 'Reachout Database.xlsx',
  sheet: 'Organisation',
  rowNumber: 7,
  rowHash: 'a'.repeat(32),
}
const rules: RefineRules = { country: 'ZA', dateOrder: 'dmy', freeMailDomains: ['webmail.example'] }
const organisation: RawRecord = {
  kind: 'organization',
  primaryKey: ['12'],
  publicId: '12',
  ownerKey: '12',
  name: 'Umber Flight Academy (Pty) Ltd',
}
const contact: RawRecord = {
  kind: 'contact',
  primaryKey: ['12', null, null],
  publicId: null,
  ownerKey: '12',
  name: null,
}

const refined = (outcome: RefineOutcome): RefinedRow => {
  if (outcome.outcome === 'rejected') throw new Error(outcome.message)
  return outcome.row
}
const issuesOf = (row: RefinedRow) =>
  JSON.parse(row.issues ?? '[]') as { field: string; code: string; raw: string | null }[]
const refine = (more: Partial<RawRecord>, base = organisation) =>
  refined(refineRow({ ...base, ...more }, origin, rules))

describe('refining one row', () => {
  test('an organisation without a usable name is rejected with what to do; a contact without one is kept', () => {
    for (const name of [null, '-', 'n/a', '(Pty) Ltd']) {
      const outcome = refineRow({ ...organisation, name }, origin, rules)
      expect(outcome).toMatchObject({
        outcome: 'rejected',
        rule: 'unusable_name',
        field: 'organization_name',
        value: name,
      })
      expect(outcome).toHaveProperty('message', expect.stringMatching(/Correct the name in the source/))
    }
    expect(refine({ name: '-' }, contact).organization_name).toBeNull()
  })

  test('a value that fails is null, and its raw text stays with the row', () => {
    const raw = { emails: 'see website', phones: ['112'], website: 'not a site', date: '31/02/2025' }
    const row = refine(raw)
    expect(row).toMatchObject({ emails: null, phones: null, website: null, last_interaction_date: null })
    const kept = issuesOf(row).map(({ raw: text }) => text)
    for (const text of ['see website', '112', 'not a site', '31/02/2025']) expect(kept).toContain(text)
  })

  test('lists keep their order, each value once', () => {
    const row = refine({
      emails: 'B@x.example; a@x.example, b@x.example',
      phones: ['082 555 0001 / 082 555 0002', '0825550001'],
    })
    expect(row.emails).toBe('b@x.example; a@x.example')
    expect(row.phones).toBe('+27825550001; +27825550002')
  })

  test('a site on a free mail host says nothing of the organisation', () => {
    expect(refine({ website: 'https://www.umber.example/x' }).registered_domain).toBe('umber.example')
    expect(refine({ website: 'webmail.example' }).registered_domain).toBeNull()
  })

  test('dates read in the order of their source', () => {
    const at = (dateOrder: 'dmy' | 'mdy') =>
      refined(refineRow({ ...organisation, date: '03/04/2025' }, origin, { ...rules, dateOrder })).last_interaction_date
    expect([at('dmy'), at('mdy')]).toEqual(['2025-04-03', '2025-03-04'])
  })

  test('the first hint that is a province counts; hints that are none raise no issue', () => {
    const row = refine({ province: null, provinceHints: ['Hangar 5', 'Gauteng', 'Limpopo'] })
    expect(row.province).toMatch(/Gauteng/)
    expect(issuesOf(row)).toEqual([])
  })

  test('public ids carry no personal key: a contact is known by its hash', () => {
    expect(refine({}).source_record_id).toBe('reachout:12')
    expect(refine({ kind: 'capture', publicId: 'Umber' }).source_record_id).toBe('reachout:capture:Umber')
    const row = refine({ primaryKey: ['12', 'thandi@umber.example', '0825550001'] }, contact)
    expect(row.source_record_id).toBe(`reachout:contact-${'a'.repeat(12)}`)
    expect(row.record_key).toContain('thandi@umber.example')
  })

  test('a row without a key is known by its hash alone', () => {
    expect(refine({ primaryKey: [null] })).toMatchObject({
      primary_key: null,
      record_key: `reachout|reachout_organisation|#${'a'.repeat(32)}`,
    })
  })

  test('whatever the cells hold, a row comes out whole or rejected, never an error, and twice the same', () => {
    const cell = fc.option(
      fc.oneof(
        fc.string({ unit: 'grapheme' }),
        fc.emailAddress(),
        fc.webUrl(),
        fc.constantFrom('082 555 0001', 'n/a', '#REF!'),
      ),
      { nil: null },
    )
    const record = fc.record({
      kind: fc.constantFrom('organization' as const, 'contact' as const, 'address' as const, 'capture' as const),
      primaryKey: fc.array(cell, { minLength: 1, maxLength: 3 }),
      publicId: cell,
      ownerKey: cell,
      name: cell,
      province: cell,
      provinceHints: fc.array(cell, { maxLength: 2 }),
      address: cell,
      status: cell,
      website: cell,
      date: cell,
      priority: cell,
      personName: cell,
      personRole: cell,
      emails: cell,
      phones: fc.array(cell, { maxLength: 3 }),
    })
    fc.assert(
      fc.property(record, (raw) => {
        const outcome = refineRow(raw, origin, rules)
        expect(refineRow(raw, origin, rules)).toEqual(outcome)
        if (outcome.outcome === 'rejected') return
        for (const { name } of REFINED_COLUMNS) expect(outcome.row).toHaveProperty(name)
        expect(issuesOf(outcome.row)).toHaveLength(outcome.issues)
        expect(outcome.row).toMatchObject({ file: origin.file, sheet: origin.sheet, row_number: 7 })
        // Nothing is lost: a cell that says something is a value or an issue that keeps it.
        for (const [field, text] of [
          ['website', raw.website],
          ['status', raw.status],
          ['last_interaction_date', raw.date],
        ] as const)
          if (text !== null && text.trim() !== '' && /[\p{L}\p{N}]/u.test(text) && outcome.row[field] === null)
            expect(issuesOf(outcome.row).filter((issue) => issue.field === field)).not.toEqual([])
      }),
      { numRuns: 300 },
    )
  })
})
