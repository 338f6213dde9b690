import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Engine, openEngine } from '../../src/engine/engine.ts'
import { compiledDomain } from '../support/compiled-domain.ts'
import { published, publishRows } from '../support/golden-tables.ts'

const scratch = mkdtempSync(join(tmpdir(), 'golden-'))
let engine: Engine
beforeAll(async () => {
  engine = await openEngine({ memoryLimitMb: 256, threads: 1, scratch, reach: { folders: [scratch] } })
})
afterAll(() => {
  engine.close()
  rmSync(scratch, { recursive: true, force: true })
})

const DOMAIN = `
id: clubs
country: DE
lawful_basis: contract
entities:
  club:
    dataset: clubs
    id_prefix: clu
    attributes:
      name: { type: text, required: true }
      members: { type: number, keep: max }
      aliases: { of: name }
      first_contact: { primary: member, attributes: { name: name, email: emails } }
      other_emails: { others: member, attribute: emails, than: first_contact }
      people: { count: member }
      trusted: { confidence: { member: [emails] } }
      complete: { score: { members: 1, first_contact_email: 3 } }
      missing: { flags: { no_members: members, no_email: first_contact_email } }
      slug: { slug: name }
  member:
    dataset: members
    id_prefix: mem
    attributes:
      club: { parent: club, attribute: name }
      name: { type: text }
      emails: { type: email, keep: distinct }
      email: { first: emails }
      email_status: { status: email }
      is_first: { chosen: club, by: first_contact }
      is_wrong: { marked: invalid }
sources:
  - id: register
    title: Vereinsregister
    trust: 9
    files: ['register*']
    tables:
      - describes:
          - entity: club
            key: Nr
            attributes: { name: Verein, members: Mitglieder }
  - id: office
    title: Office list
    trust: 1
    files: ['office*']
    tables:
      - describes:
          - entity: member
            key: [Club, Mail]
            belongs_to: { club: { key: Club } }
            invalid: Wrong
            attributes: { name: Person, emails: Mail }
          - entity: club
            role: part
            belongs_to: { club: { key: Club } }
            attributes: { name: Called, members: Size }
`

describe('golden records of a domain', () => {
  test('keep what their attributes say, name who is first, and say where it came from', async () => {
    const domain = compiledDomain(DOMAIN)
    await publishRows(
      engine,
      domain,
      {
        register: [
          { Nr: '1', Verein: 'Turnverein', Mitglieder: '120' },
          { Nr: '2', Verein: 'Ruderclub', Mitglieder: null },
        ],
        office: [
          { Club: '1', Person: 'Jo', Mail: 'jo@tv.example', Called: 'TV', Size: '130', Wrong: null },
          { Club: '1', Person: 'Wim', Mail: 'wim@tv.example', Called: null, Size: null, Wrong: 'x' },
          { Club: '1', Person: 'Ann', Mail: 'ann@tv.example; a.b@tv.example', Called: null, Size: null, Wrong: null },
        ],
      },
      (entity, record) => (entity === 'club' ? `clu_${record._key ?? record._club_key}` : `mem_${record.name}`),
    )
    const [rowing, gym] = (await published(engine, 'club')).sort((a, b) => (String(a.name) < String(b.name) ? -1 : 1))
    expect(gym).toMatchObject({
      club_id: 'clu_1',
      name: 'Turnverein',
      members: 130,
      aliases: ['TV'],
      first_contact_email_status: 'unknown',
      people: 3,
      trusted: 0.5,
      complete: 1,
      missing: ['none'],
      slug: 'turnverein',
      source_datasets: ['Office list', 'Vereinsregister'],
      source_record_ids: ['register:1'],
    })
    // Ann has the lower id; Wim is marked wrong and gives nothing.
    expect(gym?.first_contact_name).toBe('Ann')
    expect(gym?.other_emails).toEqual(['a.b@tv.example', 'jo@tv.example'])
    expect(JSON.parse(String(gym?.field_provenance))).toMatchObject({
      name: { source: 'register', record: 'register:1', row_number: 2, rule: 'survivorship' },
      members: { source: 'office', rule: 'greatest' },
      first_contact_email: { source: 'office', row_number: 4, rule: 'primary' },
    })
    expect(rowing).toMatchObject({
      name: 'Ruderclub',
      members: null,
      people: 0,
      complete: 0,
      missing: ['no_email', 'no_members'],
    })
    const members = await published(engine, 'member')
    expect(
      members.map(({ name, club, email, is_first, is_wrong }) => [name, club, email, is_first, is_wrong]).sort(),
    ).toEqual([
      ['Ann', 'Turnverein', 'ann@tv.example', true, false],
      ['Jo', 'Turnverein', 'jo@tv.example', false, false],
      ['Wim', 'Turnverein', 'wim@tv.example', false, true],
    ])
  })
})
