import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { read, utils } from '@e965/xlsx'
import { parsePhoneNumberFromString } from 'libphonenumber-js/max'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { entityAt } from '../../examples/generator/entity.ts'
import { type GenerateOptions, generateLanding } from '../../examples/generator/generate-landing.ts'
import { shownName } from '../../examples/generator/shown-name.ts'
import type { GeneratorStats } from '../../examples/generator/stats.ts'
import { planWorld, slotsOf } from '../../examples/generator/world.ts'
import { bytesOf, FILES, readTruth, type TruthRow } from './generated.ts'

const ROOT = join(import.meta.dirname, '../..')
const SHEETS: Record<string, { sources: Record<string, string[]>; ignored: string[] }> = {
  'Reachout Database.xlsx': {
    sources: {
      Organisation: [
        'Organisation Name',
        'ID',
        'Reachout Date',
        'Recent_Touch_Ind',
        'Area',
        'Distance',
        'Type',
        'Website',
        'Address',
        'Planes',
        'Description Type',
        'Notes',
        'Open Questions',
      ],
      'Contact Info': [
        'ID',
        'Organisation Name',
        'Reachout Date',
        'Firstname',
        'Surname',
        'Position',
        'Phone',
        'WhatsApp',
        'Email',
        'Invalid',
        'Unnamed: 10',
      ],
    },
    ignored: ['Lists'],
  },
  'Contact Database.xlsx': {
    sources: {
      Company_Cat: [
        'C_ID',
        'Company',
        'QuickNooks_Name',
        'Last_Order_Date',
        'Category',
        'Strat',
        'Priority',
        'Status',
        'LoadDate',
        'Checked',
        'Website',
      ],
      Company_Contacts: [
        'C_ID',
        'Company',
        'Status',
        'FirstName',
        'Surname',
        'Position',
        'Cellnumber',
        'Email',
        'Landline',
      ],
      Company_Addresses: ['C_ID', 'Company', 'Type', 'Airport', 'Unnamed: 4'],
      '10-10-25 Capture': [
        'Unnamed: 0',
        'School',
        'Contact person (role)',
        'Phone',
        'Email',
        'Addresses',
        'Planes',
        'Website',
        'Description',
        'Type',
      ],
    },
    ignored: ['Admin', 'Company_Notes'],
  },
  'SACAA Flight Schools - Refined copy__CLEANED.xlsx': {
    sources: {
      Cleaned: [
        'Name of Organisation',
        'Province',
        'Status',
        'Website URL',
        'Contact Person',
        'Contact Number',
        'Contact Email Address',
      ],
    },
    ignored: ['Issues', 'Lists'],
  },
}

let folder: string
let stats: GeneratorStats
let truth: TruthRow[]
const out = (name: string): string => join(folder, name)
const generate = (name: string, options: Partial<GenerateOptions> = {}): GeneratorStats =>
  generateLanding({ rows: 2000, seed: 3, out: out(name), ...options })

/** Cells by row and column of a generated sheet, read by a foreign reader. */
function foreign(file: string, sheet: string): unknown[][] {
  const book = read(readFileSync(join(out('base'), file)))
  return utils.sheet_to_json(book.Sheets[sheet] as never, { header: 1, blankrows: true, raw: true, defval: null })
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'hotpass-generate-'))
  stats = generate('base')
  truth = readTruth(join(out('base'), '.truth.csv'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('determinism', () => {
  test('the same rows and seed give the same bytes of every file', () => {
    generate('again')
    expect(bytesOf(out('again')).every((bytes, at) => bytes.equals(bytesOf(out('base'))[at] as Buffer))).toBe(true)
  })

  test('the bytes do not depend on the time zone', () => {
    const zone = process.env.TZ
    process.env.TZ = 'Pacific/Auckland'
    try {
      generate('zone')
    } finally {
      if (zone === undefined) delete process.env.TZ
      else process.env.TZ = zone
    }
    expect(bytesOf(out('zone')).every((bytes, at) => bytes.equals(bytesOf(out('base'))[at] as Buffer))).toBe(true)
  })

  test('another seed gives other workbooks', () => {
    generate('other', { seed: 4 })
    for (const [at, bytes] of bytesOf(out('other')).entries()) {
      expect(bytes.equals(bytesOf(out('base'))[at] as Buffer)).toBe(false)
    }
  })

  test('the committed examples are what the generator writes today', () => {
    generateLanding({ rows: 120, seed: 7, out: out('small') })
    for (const file of FILES)
      expect(readFileSync(join(out('small'), file)).equals(readFileSync(join(ROOT, 'examples/landing', file)))).toBe(
        true,
      )
    expect(readFileSync(join(out('small'), '.truth.csv'), 'utf8')).toBe(
      readFileSync(join(ROOT, 'examples/truth.csv'), 'utf8'),
    )
  })
})

describe('the promised mess', () => {
  test.each([
    [120, 7],
    [120, 1],
    [500, 2],
    [5000, 9],
  ])('holds for %i rows of seed %i', (rows, seed) => {
    const { shares, rows: counted } = generateLanding({ rows, seed, out: out(`shares-${rows}-${seed}`) })
    expect(counted).toBe(rows)
    expect(shares.typo).toBeGreaterThanOrEqual(0.15)
    expect(shares.abbreviated).toBeGreaterThanOrEqual(0.1)
    expect(shares.no_contact).toBeGreaterThanOrEqual(0.3)
    expect(shares.switchboard).toBeGreaterThanOrEqual(0.05)
    expect(shares.look_alike).toBeGreaterThanOrEqual(0.05)
    expect(shares.duplicate).toBeGreaterThan(0.4)
    expect(shares.duplicate).toBeLessThan(0.6)
  })

  test('rows without contact really show neither e-mail nor phone, attached rows included', () => {
    const bare = bareShare()
    expect(bare).toBeGreaterThanOrEqual(0.3)
    expect(bare).toBeCloseTo(stats.shares.no_contact, 1)
  })

  test('every kind of cell and row that breaks readers is there', () => {
    const contacts = foreign('Reachout Database.xlsx', 'Contact Info').slice(1)
    const phones = contacts.map((row) => row[6])
    expect(phones.some((phone) => typeof phone === 'number' && String(phone).length === 9)).toBe(true)
    expect(phones.some((phone) => typeof phone === 'string' && /\d ?(\/|;|,|or) ?0\d/.test(phone))).toBe(true)
    expect(phones.some((phone) => typeof phone === 'string' && phone.startsWith('+27'))).toBe(true)
    expect(contacts.some((row) => row[0] === null)).toBe(true)
    expect(contacts.some((row) => row[9] !== null)).toBe(true)
    const emails = contacts.map((row) => String(row[8] ?? ''))
    expect(emails.some((email) => email.endsWith('.example.'))).toBe(true)
    expect(emails.some((email) => (email.match(/@/g) ?? []).length === 2)).toBe(true)
    expect(emails.some((email) => email.includes('freemail.example'))).toBe(true)
    const organizations = foreign('Reachout Database.xlsx', 'Organisation').slice(1)
    const dates = organizations.map((row) => row[2])
    expect(dates.some((date) => typeof date === 'number')).toBe(true)
    expect(dates.some((date) => /^\d\d\/\d\d\/\d{4}$/.test(String(date)))).toBe(true)
    expect(organizations.map((row) => row[4])).toContain('Johannesburg')
    const notes = organizations.map((row) => String(row[11] ?? ''))
    for (const sample of ['=SUM(1+1)', '@cmd', '+27', '😀', 'مدرسة']) {
      expect(notes.some((note) => note.includes(sample))).toBe(true)
    }
  })

  test('addresses are on reserved example domains only', () => {
    for (const [file, { sources }] of Object.entries(SHEETS)) {
      for (const sheet of Object.keys(sources)) {
        for (const cell of foreign(file, sheet).flat()) {
          for (const [, host] of String(cell ?? '').matchAll(/@([a-z0-9.-]+\.[a-z]+)/gi)) {
            expect(host?.toLowerCase()).toMatch(/\.example$/)
          }
        }
      }
    }
  })

  test('every number of an organisation or person is valid in South Africa', () => {
    const world = planWorld(2000, 3)
    for (let index = 0; index < world.entityCount; index += 1) {
      const entity = entityAt(world, index)
      const numbers = [entity.landline, entity.switchboard, ...entity.people.map((person) => person.mobile)]
      for (const number of numbers) {
        if (number !== null)
          expect([number, parsePhoneNumberFromString(number, 'ZA')?.isValid()]).toEqual([number, true])
      }
    }
  })

  test('a capture row beside another record of its organisation is spelt differently from it', () => {
    const world = planWorld(20_000, 4)
    const key = (text: string): string =>
      text
        .split('(')[0]
        ?.toLowerCase()
        .replace(/[^a-z]/g, '') ?? ''
    let pairs = 0
    for (let index = 0; index < world.entityCount; index += 1) {
      const [first, second] = slotsOf(world, index)
      if (first === undefined || second?.sheet !== 'capture' || second.kind !== 'own') continue
      pairs += 1
      const entity = entityAt(world, index)
      expect(key(shownName(world, entity, second).text)).not.toBe(key(shownName(world, entity, first).text))
    }
    expect(pairs).toBeGreaterThan(100)
  })

  test('no two organisations share a name, and nobody shares a mobile number', () => {
    const world = planWorld(20_000, 5)
    const entities = Array.from({ length: world.entityCount }, (_, index) => entityAt(world, index))
    expect(new Set(entities.map((entity) => entity.name)).size).toBe(entities.length)
    const mobiles = entities.flatMap((entity) => entity.people.map((person) => person.mobile))
    expect(new Set(mobiles).size).toBeGreaterThan(mobiles.length * 0.999)
  })
})

describe('the layouts', () => {
  test('have the sheets and labels of the real workbooks, ignored sheets included', () => {
    for (const [file, { sources, ignored }] of Object.entries(SHEETS)) {
      const book = read(readFileSync(join(out('base'), file)), { sheetRows: 1 })
      expect(book.SheetNames.toSorted()).toEqual([...Object.keys(sources), ...ignored].toSorted())
      for (const [sheet, labels] of Object.entries(sources)) expect(foreign(file, sheet)[0]).toEqual(labels)
    }
  })

  test('keep about thirty blank rows in a hundred in Reachout Organisation', () => {
    const rows = truth.filter((row) => row.sheet === 'Organisation')
    const blank = rows.filter((row) => row.expected_class === 'blank').length
    expect(blank / rows.length).toBeCloseTo(0.3, 1)
  })
})

describe('the truth', () => {
  test('has one line for every row below the header of every source sheet, numbered as Excel shows it', () => {
    for (const [file, { sources }] of Object.entries(SHEETS)) {
      for (const sheet of Object.keys(sources)) {
        const lines = truth.filter((row) => row.file === file && row.sheet === sheet)
        expect(lines.map((row) => Number(row.row_number))).toEqual(lines.map((_, at) => at + 2))
        const book = read(readFileSync(join(out('base'), file)))
        const lastRow = utils.decode_range((book.Sheets[sheet] as { '!ref': string })['!ref']).e.r + 1
        expect(lastRow).toBe(lines.length + 1)
      }
    }
  })

  test('calls blank exactly the rows without a value', () => {
    for (const row of truth) {
      const isEmpty = cellsOf(row).every((cell) => cell === null || String(cell).trim() === '')
      expect([row.sheet, row.row_number, isEmpty]).toEqual([row.sheet, row.row_number, row.expected_class === 'blank'])
    }
  })

  test('quarantines rows without their required cells, and gives every other row its organisation', () => {
    const required: Record<string, number[]> = {
      Organisation: [0, 1],
      'Contact Info': [1],
      Company_Cat: [0, 1],
      Company_Contacts: [0, 1],
      Company_Addresses: [0, 1],
      '10-10-25 Capture': [1],
      Cleaned: [0],
    }
    const broken = truth.filter(
      (row) => row.expected_class !== 'blank' && (required[row.sheet] ?? []).some((at) => cellsOf(row)[at] === null),
    )
    expect(broken.length).toBeGreaterThan(10)
    expect(new Set(broken.map((row) => row.expected_class))).toEqual(new Set(['quarantined']))
    expect(truth.every((row) => (row.entity === '') === (row.expected_class === 'blank'))).toBe(true)
  })

  test('keeps of rows with one key and other content the first, and folds byte-equal repeats into it', () => {
    const keys: Record<string, number[]> = {
      Organisation: [1],
      'Contact Info': [0, 8, 6],
      Company_Cat: [0],
      Company_Contacts: [0, 7, 6, 8],
      Company_Addresses: [0, 2],
      '10-10-25 Capture': [1],
      Cleaned: [0],
    }
    const first = new Map<string, string>()
    const seen = { repeat: 0, conflict: 0 }
    for (const row of truth) {
      const cells = cellsOf(row)
      const key = (keys[row.sheet] ?? []).map((at) => String(cells[at] ?? ''))
      if (row.expected_class === 'blank' || key[0] === '') continue
      const name = `${row.sheet}|${key.join('|')}`
      const content = JSON.stringify(cells.map(String))
      const earlier = first.get(name)
      if (earlier === undefined) first.set(name, content)
      else if (earlier === content) {
        seen.repeat += 1
        expect(row.expected_class).toBe('published_or_merged')
      } else {
        seen.conflict += 1
        expect([name, row.expected_class]).toEqual([name, 'quarantined'])
      }
    }
    expect(seen.repeat).toBeGreaterThan(20)
    expect(seen.conflict).toBeGreaterThan(20)
  })

  test('counts what the stats say', () => {
    const count = (name: string): number => truth.filter((row) => row.expected_class === name).length
    for (const [name, rows] of Object.entries(stats.expected)) expect(count(name)).toBe(rows)
    const organizationRows = truth.filter(
      (row) => row.entity !== '' && ['Organisation', 'Company_Cat', 'Cleaned'].includes(row.sheet),
    )
    const capture = truth.filter((row) => row.sheet === '10-10-25 Capture' && row.expected_class !== 'attached')
    expect(organizationRows.length + capture.length).toBe(2000)
  })
})

describe('bad requests', () => {
  test.each([0, -1, 1.5, Number.NaN, 3_000_000])('%d rows is refused by name', (rows) => {
    expect(() => generate('bad', { rows })).toThrow(/--rows is .*whole number from 1/)
  })

  test('one row is enough', () => {
    expect(generate('one', { rows: 1 }).rows).toBe(1)
  })

  test('the truth goes where it is told', () => {
    generate('placed', { rows: 20, truth: out('elsewhere/truth.csv') })
    expect(existsSync(out('elsewhere/truth.csv'))).toBe(true)
    expect(existsSync(out('placed/.truth.csv'))).toBe(false)
  })
})

const sheetCache = new Map<string, unknown[][]>()

function cellsOf(row: TruthRow): unknown[] {
  const name = `${row.file}|${row.sheet}`
  let sheet = sheetCache.get(name)
  if (sheet === undefined) {
    sheet = foreign(row.file, row.sheet)
    sheetCache.set(name, sheet)
  }
  return sheet[Number(row.row_number) - 1] ?? []
}

/** Share of organisation rows with no e-mail-like and no phone-like text on themselves or on contact rows with their number. */
function bareShare(): number {
  const reach = (cells: unknown[]): boolean =>
    cells.some((cell) => /@|\d{5}/.test(String(cell ?? '').replace(/\s/g, '')))
  const reached = new Set<string>()
  for (const row of truth) {
    const cells = cellsOf(row)
    if (row.sheet === 'Contact Info' && reach(cells.slice(6, 9)))
      reached.add(`reachout:${cells[0]}`).add(`n:${cells[1]}`)
    if (row.sheet === 'Company_Contacts' && reach(cells.slice(6, 9))) reached.add(`contact:${cells[0]}`)
  }
  let rows = 0
  let bare = 0
  for (const row of truth) {
    const cells = cellsOf(row)
    if (row.expected_class === 'blank') continue
    let isReached: boolean
    if (row.sheet === 'Organisation')
      isReached = cells[1] !== null && (reached.has(`reachout:${cells[1]}`) || reached.has(`n:${cells[0]}`))
    else if (row.sheet === 'Company_Cat') isReached = cells[0] !== null && reached.has(`contact:${cells[0]}`)
    else if (row.sheet === 'Cleaned') isReached = reach(cells.slice(5, 7))
    else if (row.sheet === '10-10-25 Capture' && row.expected_class !== 'attached') isReached = reach(cells.slice(3, 5))
    else continue
    rows += 1
    if (!isReached) bare += 1
  }
  return bare / rows
}
