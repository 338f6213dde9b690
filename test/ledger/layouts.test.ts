import { describe, expect, test } from 'vitest'
import { contracts } from '../../src/contracts/index.ts'
import { StageError } from '../../src/ledger/errors.ts'
import { layoutFor, layouts } from '../../src/ledger/layouts.ts'

const sourceContracts = [...contracts.values()].filter(({ kind }) => kind === 'source')

describe('layouts', () => {
  test('there is one for each source contract, and none for any other', () => {
    expect(Object.keys(layouts).sort()).toEqual(sourceContracts.map(({ id }) => id).sort())
    expect(() => layoutFor('organizations')).toThrow(StageError)
    expect(() => layoutFor('organizations')).toThrow(/Known: reachout_organisation.*Map the sheet/)
  })

  test.each(sourceContracts.map(({ id }) => id))('%s reads only fields that its contract has', (id) => {
    const names = new Set(contracts.get(id)?.fields.map(({ name }) => name))
    const asked = new Set<string>()
    const fields = new Proxy<Record<string, string | null>>(
      {},
      {
        get: (_, name) => {
          asked.add(String(name))
          return null
        },
      },
    )
    layoutFor(id)(fields)
    expect([...asked].filter((name) => !names.has(name))).toEqual([])
    expect(asked.size).toBeGreaterThan(3)
  })

  test.each(sourceContracts.map(({ id }) => id))('%s of a row of nothing names nobody', (id) => {
    const record = layoutFor(id)({})
    expect(record.primaryKey.every((part) => part === null)).toBe(true)
    expect(record.name).toBeNull()
    expect([record.personName ?? null, record.emails ?? null, record.isInvalid ?? false]).toEqual([null, null, false])
    expect((record.phones ?? []).every((phone) => phone === null)).toBe(true)
  })

  test('a person of a capture sheet is parted from the role in brackets', () => {
    const at = (text: string) => layoutFor('contact_capture')({ school: 'A', contact_person_role: text })
    expect(at('Thandi Example (Chief Instructor)')).toMatchObject({
      personName: 'Thandi Example',
      personRole: 'Chief Instructor',
    })
    expect(at('Thandi Example')).toMatchObject({ personName: 'Thandi Example', personRole: null })
    expect(at('(Owner)')).toMatchObject({ personName: null, personRole: 'Owner' })
    expect(at('Thandi (Thandi (T)')).toMatchObject({ personName: 'Thandi (Thandi', personRole: 'T' })
  })

  test.each([
    ['x', true],
    ['Yes', true],
    ['invalid', true],
    ['No', false],
    ['0', false],
    ['FALSE', false],
    [null, false],
  ])('a person of Contact Info marked %j is invalid: %j', (invalid, expected) => {
    expect(layoutFor('reachout_contact_info')({ id: '1', invalid })).toMatchObject({ isInvalid: expected })
  })

  test('contacts and addresses have no public id: their keys are personal', () => {
    for (const id of ['reachout_contact_info', 'contact_company_contacts', 'contact_company_addresses'])
      expect(layoutFor(id)({ id: '1', c_id: '1', email: 'a@b.example', type: 'x' }).publicId).toBeNull()
  })
})
