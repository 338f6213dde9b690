import { describe, expect, test } from 'vitest'
import { type Contract, findPersonalData, mask } from '../../src/contracts/index.ts'
import { openEngine } from '../../src/engine/engine.ts'
import { measureShard, mergeShards, privacyChecks, privacyRequests } from '../../src/quality/index.ts'
import { contractById } from '../support/aviation.ts'
import { temporaryFolder } from '../support/landing.ts'

const folder = temporaryFolder('privacy')
const kinds = (text: string) =>
  findPersonalData(text).map(({ kind, start, end }) => `${kind} ${text.slice(start, end)}`)

describe('personal data in free text', () => {
  test.each([
    ['call Lerato on 082 123 4567 or lerato@example.org.', ['phone 082 123 4567', 'email lerato@example.org']],
    ['ID 8001015009087 seen', ['id_number 8001015009087']],
    ['card 4111 1111 1111 1111', ['card_number 4111 1111 1111 1111']],
    ['+27 (82) 123-4567', ['phone +27 (82) 123-4567']],
  ])('%j holds %j', (text, found) => expect(kinds(text)).toEqual(found))

  test.each([
    'ID 8001015009088 has a wrong checksum',
    'from 2025-01-31 to 2025-02-28',
    'Hangar 12, 1401 Lanseria, invoice 1234567',
    'C172; PA-28; 1994',
    'a@b, @handle, user@',
  ])('%j holds none', (text) => expect(kinds(text)).toEqual([]))

  test('is masked where the class says that there is none', () => {
    expect(mask('ask lerato@example.org, 0821234567, 8001015009087', 'none')).toBe('ask l***@example.org, ***67, ***')
    const long = `${'x'.repeat(190)} lerato.mokoena@example.org`
    expect(mask(long, 'none')).not.toMatch(/lerato/)
    expect(mask('C172; PA-28', 'none')).toBe('C172; PA-28')
  })

  test('takes linear time on hostile text', () => {
    for (const text of ['a'.repeat(200_000), '1 '.repeat(100_000), 'a@'.repeat(100_000), `${'a.'.repeat(100_000)}@`])
      expect(findPersonalData(text).length).toBeLessThan(200_000)
  })
})

describe('the gate', () => {
  const base = contractById('contacts')
  const nominalTime = '2026-01-01T00:00:00Z'
  const ask = async (rows: string, change: Partial<typeof base>) => {
    const engine = await openEngine({ memoryLimitMb: 128, threads: 1, scratch: folder })
    try {
      const contract = { ...base, ...change }
      const metrics = privacyRequests(contract, nominalTime)
      const states = await measureShard({ engine, table: `(${rows})`, metrics, place: '0', pii: {}, folder })
      const checks = privacyChecks(contract, states, nominalTime)
      return Object.fromEntries(checks.map(({ id, outcome, severity }) => [id, `${severity} ${outcome}`]))
    } finally {
      engine.close()
    }
  }
  const fields = base.fields.filter(({ name }) => ['contact_id', 'person_name', 'person_role'].includes(name))
  const row = (name: string, role: string | null, consent: string | null) =>
    `SELECT 'per_x' AS contact_id, '${name}' AS person_name, ${role === null ? 'NULL' : `'${role}'`} AS person_role, ${consent === null ? 'NULL' : `'${consent}'`} AS consent, '2010-01-01' AS day`

  test('asks for consent only where the lawful basis is consent, and takes an unknown or missing word for none', async () => {
    const consent = { field: 'consent', granted: ['granted'] }
    const without = await ask(row('A', null, null), { fields, lawfulBasis: 'legitimate_interest', consent })
    expect(without.consent).toBeUndefined()
    const given = await ask(row('A', null, ' Granted '), { fields, lawfulBasis: 'consent', consent })
    expect(given.consent).toBe('error passed')
    for (const word of [null, 'pending', 'yes?'])
      expect((await ask(row('A', null, word), { fields, lawfulBasis: 'consent', consent })).consent).toBe(
        'error failed',
      )
    expect((await ask(row('A', null, 'granted'), { fields, lawfulBasis: 'consent', consent: null })).consent).toBe(
      'error failed',
    )
  })

  test('wants a lawful basis for personal data, and holds retention against the rows', async () => {
    expect((await ask(row('A', null, null), { fields, lawfulBasis: 'none' })).lawful_basis).toBe('error failed')
    const retention = { days: 365, field: 'day' }
    expect((await ask(row('A', null, null), { fields, retention })).retention).toBe('warning failed')
    expect((await ask(row('A', null, null), { fields, retention: { days: 36_500, field: 'day' } })).retention).toBe(
      'warning passed',
    )
  })

  test('keeps a row to the last day of its retention', async () => {
    // The row is of 2010-01-01, and it is 2026-01-01: 5844 days.
    for (const [days, outcome] of [
      [5844, 'warning passed'],
      [5843, 'warning failed'],
    ] as const)
      expect((await ask(row('A', null, null), { fields, retention: { days, field: 'day' } })).retention).toBe(outcome)
  })

  test('tells of personal data in text that is said to be about nobody', async () => {
    expect((await ask(row('A', 'Owner, lerato@example.org', null), { fields })).personal_data_in_text).toBe(
      'info failed',
    )
    expect((await ask(row('A', 'Owner', null), { fields })).personal_data_in_text).toBe('info passed')
  })

  test('asks sources the same, shard by shard: the raw text of their cells, whose days may be none', async () => {
    const contract: Contract = {
      ...contractById('reachout_contact_info'),
      fields: contractById('reachout_contact_info').fields.filter(({ name }) => ['email', 'position'].includes(name)),
      lawfulBasis: 'consent',
      consent: { field: 'consent', granted: ['yes'] },
      retention: { days: 365, field: 'seen' },
    }
    const engine = await openEngine({ memoryLimitMb: 128, threads: 1, scratch: folder })
    const metrics = privacyRequests(contract, nominalTime)
    const shard = (rows: string) =>
      measureShard({
        engine,
        table: `(SELECT * FROM (VALUES ${rows}) t(email, position, consent, seen))`,
        metrics,
        place: '0',
        pii: {},
        folder,
      })
    try {
      const states = mergeShards([
        await shard(`('a@x.example', 'Owner', 'YES', '2025-12-01 00:00:00'), (NULL, NULL, NULL, 'last week')`),
        await shard(`('b@x.example', 'ask 082 123 4567', 'no', '2001-01-01'), ('c@x.example', NULL, NULL, NULL)`),
      ])
      const found = Object.fromEntries(
        privacyChecks(contract, states, nominalTime).map((one) => [one.id, `${one.outcome}: ${one.found}`]),
      )
      expect(found).toMatchObject({
        consent: 'failed: 2 rows of 3 rows with personal data have no granted consent.',
        retention: 'failed: 1 row is older than 2025-01-01.',
      })
      expect(privacyChecks(contract, {}, nominalTime).map(({ id, outcome }) => [id, outcome])).toEqual([
        ['lawful_basis', 'passed'],
        ['consent', 'passed'],
        ['retention', 'passed'],
        ['personal_data_in_text', 'passed'],
      ])
    } finally {
      engine.close()
    }
  })
})
