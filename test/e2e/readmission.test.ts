import { existsSync, mkdirSync, readFileSync, statSync } from 'node:fs'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import * as xlsx from '@e965/xlsx'
import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { guardedText, unguardedText } from '../../src/types/text/formula-text.ts'
import type { VersionManifest } from '../../src/versions/index.ts'
import { hotpass } from '../cli/fake-io.ts'
import { reachoutSheets, readSheets, temporaryFolder, writeSheets } from '../support/landing.ts'
import { prove, quarantineOf, query, readDocument, refine, storeKeys } from '../support/run-store.ts'

const folder = temporaryFolder('readmission')
const store = join(folder, 'store')
const landing = join(folder, 'landing')
const book = join(folder, 'rejected.xlsx')
const corrected = join(folder, 'corrected.xlsx')
let run: string

/** Writes the exported workbook anew with some cells changed, as a spreadsheet would save it. */
function edit(
  change: (table: (string | number | null)[][], sheet: string) => void,
  from = book,
  to = corrected,
): string {
  const sheets = readSheets(readFileSync(from))
  for (const [name, table] of Object.entries(sheets)) change(table, name)
  writeSheets(to, sheets)
  return to
}

const readmitted = (file: string, more: string[] = []) =>
  hotpass(['quarantine', 'readmit', run, file, '--store', store, '--why', 'asked them', '--by', 'Sipho', ...more])

beforeAll(async () => {
  const sheets = reachoutSheets(12)
  const organisations = sheets.Organisation as (string | number | null)[][]
  // No name; a placeholder for one; a formula; a text that looks neutralised already.
  ;(organisations[3] as unknown[])[1] = null
  ;(organisations[4] as unknown[])[1] = 'n/a'
  ;(organisations[3] as unknown[])[8] = '=HYPERLINK("http://evil.example")'
  ;(organisations[4] as unknown[])[8] = "'=1+1"
  const people = sheets['Contact Info'] as (string | number | null)[][]
  // An orphan: its organisation is nowhere.
  people.push([
    999,
    'Nobody Knows Aero',
    '2025-01-15',
    'Lindiwe',
    'Orphan',
    'Owner',
    '0825559999',
    null,
    'lindiwe@orphan.example',
    null,
  ])
  mkdirSync(landing, { recursive: true })
  writeSheets(join(landing, 'Reachout Database.xlsx'), sheets)
  const first = await refine(store, landing, { asOf: '2026-01-01' })
  expect(first.status).toBe('published')
  run = first.run
  const exported = await hotpass(['quarantine', 'export', 'latest', '--store', store, '--out', book])
  expect(exported.err).toBe('')
  expect(exported.exit).toBe(0)
})

describe('the workbook', () => {
  test('holds the whole rows, unmasked, for nobody else to read, with formulas made harmless', () => {
    expect(statSync(book).mode & 0o077).toBe(0)
    const sheets = readSheets(readFileSync(book))
    const rows = sheets.Organisation ?? []
    const notes = (rows[0] ?? []).indexOf('Notes')
    expect(rows.slice(1).map((row) => row[notes])).toEqual([`'=HYPERLINK("http://evil.example")`, "'=1+1"])
    const people = sheets['Contact Info'] ?? []
    expect(people.at(-1)).toEqual(expect.arrayContaining(['Lindiwe', 'lindiwe@orphan.example']))
    for (const sheet of Object.values(xlsx.read(readFileSync(book), { type: 'buffer' }).Sheets))
      for (const cell of Object.values(sheet)) expect((cell as { f?: string }).f).toBeUndefined()
  })

  test('is never written over another file', async () => {
    const again = await hotpass(['quarantine', 'export', run, '--store', store, '--out', book])
    expect(again.exit).toBe(2)
    expect(again.err).toContain('is there already')
  })

  test('any text goes to a spreadsheet and back', () => {
    const hostile = fc.oneof(fc.string(), fc.stringMatching(/^'{0,3}[=+\-@]?[A-Z0-9+]{0,4}$/))
    fc.assert(fc.property(hostile, (text) => unguardedText(guardedText(text)) === text))
    fc.assert(fc.property(hostile, (text) => !/^[=@\t\r]/.test(guardedText(text))))
  })
})

describe('a file that cannot be taken is refused whole, with every reason', () => {
  const decisions = () => storeKeys(store).filter((key) => key.startsWith('decisions/'))

  test('rows that were never quarantined', async () => {
    const file = edit((table, name) => {
      if (name === 'Organisation') table.push([null, null, 77, 'Brand New Club'])
    })
    const refused = await readmitted(file)
    expect(refused.exit).toBe(1)
    expect(refused.err).toMatch(/sheet "Organisation", row 4 has no hotpass_row/)
    expect(decisions()).toEqual([])
  })

  test('identifiers that were tampered with, copied, or come from elsewhere', async () => {
    const forged = await readmitted(
      edit((table, name) => {
        if (name === 'Organisation') (table[1] as unknown[])[0] = `q_${'0'.repeat(24)}`
      }),
    )
    expect(forged.err).toMatch(/is no row that .* held back/)
    const copied = await readmitted(
      edit((table, name) => {
        if (name === 'Organisation') (table[2] as unknown[])[0] = (table[1] as unknown[])[0]
      }),
    )
    expect(copied.err).toMatch(/row 3 has the identifier of sheet "Organisation", row 2/)
    expect(decisions()).toEqual([])
  })

  test('a row that still breaks its contract, with the rule', async () => {
    const refused = await readmitted(
      edit((table, name) => {
        if (name === 'Organisation') (table[1] as unknown[])[(table[0] ?? []).indexOf('Area')] = 'Limpopo'
      }),
    )
    expect(refused.exit).toBe(1)
    expect(refused.err).toMatch(/"Organisation Name" is empty/)
  })

  test('another workbook, another file, and a run that held nothing back', async () => {
    expect((await readmitted(join(landing, 'Reachout Database.xlsx'))).err).toContain(
      'No sheet has a column hotpass_row',
    )
    expect((await readmitted(join(folder, 'nowhere.xlsx'))).exit).toBe(2)
    const other = await hotpass([
      'quarantine',
      'readmit',
      'no-such-run',
      book,
      '--store',
      store,
      '--why',
      'x',
      '--by',
      'y',
    ])
    expect(other.err).toMatch(/No rows of run "no-such-run".*quarantine list/s)
  })

  test('a workbook that comes back as it was records nothing', async () => {
    const same = await readmitted(edit(() => undefined))
    expect(same.out).toContain('nothing to re-admit')
    expect(decisions()).toEqual([])
  })
})

describe('corrected rows', () => {
  test('stand in the next version in place of the originals, which says so, and rows stay conserved', async () => {
    const file = edit((table, name) => {
      const at = (label: string) => (table[0] ?? []).indexOf(label)
      if (name === 'Organisation') {
        ;(table[1] as unknown[])[at('Organisation Name')] = 'Mended Gliding Club'
        ;(table[2] as unknown[])[at('Organisation Name')] = 'Mended Air Charter'
      }
      if (name === 'Contact Info') (table.at(-1) as unknown[])[at('ID')] = 1
    })
    const [one, two] = await Promise.all([readmitted(file), readmitted(file)])
    expect([one?.exit, two?.exit]).toEqual([0, 0])
    const keys = storeKeys(store).filter((key) => key.startsWith('decisions/readmission/'))
    expect(keys).toHaveLength(1)

    const second = await refine(store, landing, { asOf: '2026-01-02' })
    expect(second.status).toBe('published')
    expect(second.rows.read).toBe(
      second.rows.blank + second.rows.quarantined + second.rows.attached + second.rows.merged + second.rows.published,
    )
    expect(second.rows).toMatchObject({ read: 25, quarantined: 0, published: 25 })
    const version = second.versions.organizations as number
    const manifest = readDocument<VersionManifest>(
      store,
      `datasets/refinement/organizations/versions/${version}/manifest.json`,
    )
    expect(manifest.readmitted).toMatchObject({ rows: 3, decisions: [{ key: keys[0] }] })
    const exported = join(folder, 'organizations.csv')
    await hotpass(['pull', 'organizations', '--store', store, '--out', exported])
    expect(readFileSync(exported, 'utf8')).toContain('Mended Gliding Club')
    expect((await prove(store, 'organizations', version, folder)).ok).toBe(true)

    const third = await refine(store, landing, { asOf: '2026-01-03' })
    expect(third.status).toBe('unchanged')
  })

  test('follow their row when the file moves it, and are left behind with it', async () => {
    const sheets = readSheets(readFileSync(join(landing, 'Reachout Database.xlsx')))
    const rows = sheets.Organisation as unknown[][]
    rows.splice(1, 0, [
      500,
      'Pushed In Aero Works',
      null,
      'School',
      'Gauteng',
      '5 Road',
      'C172',
      null,
      null,
      null,
      '2025-01-15',
      'Club',
    ])
    const moved = join(folder, 'moved')
    mkdirSync(moved)
    writeSheets(join(moved, 'Reachout Database.xlsx'), sheets)
    const fourth = await refine(store, moved, { asOf: '2026-01-04' })
    expect(fourth).toMatchObject({ status: 'published', rows: { quarantined: 0, published: 26 } })
  })

  test('one row is corrected without a spreadsheet; a slip in the column is answered', async () => {
    const other = join(folder, 'store2')
    const { run: first } = await refine(other, landing, { asOf: '2026-01-01' })
    const listed = (await hotpass(['quarantine', 'list', 'latest', '--store', other, '--json'])).json() as {
      rows: { id: string; reasons: { rule: string }[] }[]
    }
    const row = listed.rows.find(({ reasons }) => reasons[0]?.rule === 'required')?.id as string
    const fix = (set: string) =>
      hotpass(['quarantine', 'fix', first, row, '--set', set, '--why', 'known', '--by', 'me', '--store', other])
    expect((await fix('Organization Name=X Club')).err).toContain('Organisation Name')
    const fixed = await fix('Organisation Name=Quick Fix Club')
    expect(fixed.exit).toBe(0)
    // What to type next reads the same files, wherever they came from.
    expect(fixed.out).toContain(`: hotpass run refinement --store ${other} --landing ${landing}\n`)
    const second = await refine(other, landing, { asOf: '2026-01-02' })
    // Its contact found it again; a placeholder and two contacts without an organisation are left.
    expect(second.rows.quarantined).toBe(3)
    const left = await query(folder, `SELECT rule FROM ${quarantineOf(other, second.run)}`)
    expect(left.map(({ rule }) => rule)).toEqual(expect.arrayContaining(['unusable_name', 'orphan']))
    expect(existsSync(join(other, 'site/runs', `${second.run}.json`))).toBe(true)
    expect(readDocument<{ readmitted: number }>(other, `site/runs/${second.run}.json`).readmitted).toBe(1)
  })

  test('who corrected them is HOTPASS_STEWARD, or the account, where nobody is named', async () => {
    const row = (await hotpass(['quarantine', 'list', run, '--store', store, '--json'])).json() as {
      rows: { id: string; reasons: { rule: string }[] }[]
    }
    const id = row.rows.find(({ reasons }) => reasons[0]?.rule === 'required')?.id as string
    const decidedBy = async (name: string, env: Record<string, string>) => {
      const set = ['--set', `Organisation Name=${name}`, '--why', 'known', '--store', store, '--json']
      const fixed = await hotpass(['quarantine', 'fix', run, id, ...set], { env })
      expect(fixed.err).toBe('')
      return readDocument<{ by: string }>(store, (fixed.json() as { key: string }).key).by
    }
    expect(await decidedBy('Named By Steward', { HOTPASS_STEWARD: 'Lerato' })).toBe('Lerato')
    expect(await decidedBy('Named By Account', {})).toBe(userInfo().username)
  })
})
