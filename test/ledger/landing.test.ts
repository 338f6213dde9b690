import { execFileSync } from 'node:child_process'
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readDomainFolder } from '../../src/domain/read-domain.ts'
import { matchSource, pinFolder, pinStoreLanding } from '../../src/ledger/landing.ts'
import { loadDomain } from '../../src/ledger/load-domain.ts'
import { isWorkbookName, PinnedDomain } from '../../src/ledger/pinned-domain.ts'
import { DirectoryStore } from '../../src/storage/directory-store.ts'
import { temporaryFolder } from '../support/landing.ts'

const folder = temporaryFolder('landing')
const { domain } = await readDomainFolder('aviation')
const { domain: sources } = await loadDomain({ pipeline: 'refinement', set: [] })

describe('which source a file belongs to', () => {
  test.each([
    ['Reachout Database.xlsx', 'reachout'],
    ['REACHOUT DATABASE 2025.XLSX', 'reachout'],
    ['deep/down/Reachout Database.xlsx', 'reachout'],
    ['contact_company_cat.csv', 'contact'],
    ['sacaa/sacaa_cleaned.parquet', 'sacaa'],
    ['sacaa/Reachout Database.xlsx', undefined],
    ['Reachout.xlsx', undefined],
    ['notes.txt', undefined],
  ])('%s is of %s', (path, source) => expect(matchSource(domain, path)).toBe(source))
})

describe('which layout a sheet has', () => {
  const contract = (...at: [string, string, string, string]) => sources.matchSheet(...at)?.id

  test('a workbook goes by its sheets, a table by its name, in any folder', () => {
    expect(contract('contact', 'Contact Database.xlsx', '10-10-25 Capture', 'xlsx')).toBe('contact_capture')
    expect(contract('contact', 'Contact Database.xlsx', 'Admin', 'xlsx')).toBeUndefined()
    expect(contract('reachout', 'reachout_contact_info_2.csv', 'whatever', 'csv')).toBe('reachout_contact_info')
    expect(contract('reachout', 'east/reachout_contact_info.csv', 'whatever', 'csv')).toBe('reachout_contact_info')
    expect(contract('sacaa', 'anything.csv', 'anything', 'csv')).toBe('sacaa_cleaned')
    expect(contract('reachout', 'anything.csv', 'anything', 'csv')).toBeUndefined()
    expect(contract('nobody', 'a.xlsx', 'a', 'xlsx')).toBeUndefined()
  })

  test('a sheet that the domain ignores is ignored, whatever pattern would take it', () => {
    const yaml = (sources.document.files['domain.yaml'] as string).replace(
      '    files: ["Contact Database*.xlsx"',
      '    ignored_sheets: ["Draft*"]\n    files: ["Contact Database*.xlsx"',
    )
    const ignoring = yaml.replace(
      '      - id: contact_company_cat\n',
      '      - { id: contact_old, sheet: Old Capture, ignore: true }\n      - id: contact_company_cat\n',
    )
    const other = new PinnedDomain({
      ...sources.document,
      files: { ...sources.document.files, 'domain.yaml': ignoring },
    })
    const found = (sheet: string) => other.matchSheet('contact', 'Contact Database.xlsx', sheet, 'xlsx')?.sheet
    expect([found('New Capture'), found('Old Capture'), found('Draft Capture')]).toEqual([
      '*Capture',
      undefined,
      undefined,
    ])
  })

  test('a workbook must have the sheets that are named, not those of a pattern', () => {
    expect(sources.requiredSheets('contact', 'xlsx')).toEqual(['Company_Cat', 'Company_Contacts', 'Company_Addresses'])
    expect(sources.requiredSheets('contact', 'csv')).toEqual([])
  })

  test('workbooks are known by their ending', () => {
    expect(['a.xlsx', 'a.XLSM', 'a.csv', 'a', 'xlsx'].map(isWorkbookName)).toEqual([true, true, false, false, false])
  })
})

describe('pinning', () => {
  test('a folder is copied once, by content; the copies are no drop of their own', async () => {
    const landing = join(folder, 'in')
    mkdirSync(join(landing, 'late'), { recursive: true })
    writeFileSync(join(landing, 'sacaa_cleaned.csv'), 'a')
    writeFileSync(join(landing, 'late', 'sacaa_cleaned.csv'), 'b')
    writeFileSync(join(landing, '.hidden'), 'x')
    writeFileSync(join(landing, 'odd.bin'), 'x')
    const store = new DirectoryStore(join(folder, 'store'))
    const first = await pinFolder(store, domain, landing, join(folder, 'scratch'))
    expect(first.sources.map(({ source, file, size }) => [source, file, size])).toEqual([
      ['sacaa', 'late/sacaa_cleaned.csv', 1],
      ['sacaa', 'sacaa_cleaned.csv', 1],
    ])
    expect(first.unmatched).toEqual(['odd.bin'])
    for (const { key, sha256 } of first.sources) expect(key).toBe(`landing/sacaa/${sha256}/sacaa_cleaned.csv`)
    expect(await pinFolder(store, domain, landing, join(folder, 'scratch'))).toEqual(first)
    expect(await pinStoreLanding(store, domain, folder)).toEqual({
      sources: [],
      unmatched: [],
      irregular: [],
      notes: [],
    })
    await store.put('landing/sacaa/sacaa_cleaned.csv', 'c')
    await store.put('landing/elsewhere.txt', 'c')
    const dropped = await pinStoreLanding(store, domain, folder)
    expect(dropped.sources.map(({ key, file }) => [key, file])).toEqual([
      ['landing/sacaa/sacaa_cleaned.csv', 'sacaa_cleaned.csv'],
    ])
    expect(dropped.unmatched).toEqual(['elsewhere.txt'])
  })
})

test("what is no plain file in the store's own landing folder is named, never followed, and the files beside it are taken", async () => {
  const root = join(folder, 'irregular')
  const landing = join(root, 'landing', 'sacaa')
  mkdirSync(join(landing, 'sacaa_cleaned_2.csv'), { recursive: true })
  writeFileSync(join(landing, 'sacaa_cleaned.csv'), 'a\n1\n')
  writeFileSync(join(landing, 'sacaa_cleaned_2.csv', 'sacaa_cleaned_3.csv'), 'a\n2\n')
  writeFileSync(join(folder, 'secret.csv'), 'secret\n')
  execFileSync('mkfifo', [join(landing, 'sacaa_fifo.csv')])
  symlinkSync(join(folder, 'secret.csv'), join(landing, 'sacaa_outside.csv'))
  symlinkSync('sacaa_cleaned.csv', join(landing, 'sacaa_inside.csv'))
  symlinkSync('sacaa_loop.csv', join(landing, 'sacaa_loop.csv'))
  symlinkSync('/nowhere', join(landing, 'sacaa_dangling.csv'))
  symlinkSync(join(root, 'landing'), join(landing, 'sacaa_round'))
  const { sources, irregular, notes } = await pinStoreLanding(new DirectoryStore(root), domain, join(root, 'scratch'))
  expect(sources.map(({ file }) => file)).toEqual(['sacaa_cleaned.csv', 'sacaa_cleaned_3.csv'])
  expect(irregular).toEqual([
    'sacaa/sacaa_cleaned_2.csv (a folder)',
    'sacaa/sacaa_dangling.csv (a symbolic link)',
    'sacaa/sacaa_fifo.csv (a FIFO)',
    'sacaa/sacaa_inside.csv (a symbolic link)',
    'sacaa/sacaa_loop.csv (a symbolic link)',
    'sacaa/sacaa_outside.csv (a symbolic link)',
    'sacaa/sacaa_round (a symbolic link)',
  ])
  expect(notes[1]).toMatch(
    /sacaa_dangling\.csv \(a symbolic link\) was left alone: only plain files under plain names are taken\./,
  )
})
