import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { strToU8, unzipSync, zipSync } from 'fflate'
import { describe, expect, test } from 'vitest'
import { PEOPLE_HEADER, REACHOUT_HEADER, reachoutSheets, temporaryFolder, writeSheets } from '../support/landing.ts'
import { refine, storeKeys } from '../support/run-store.ts'

const folder = temporaryFolder('hostile')
const NAME = 'Reachout Database.xlsx'
let count = 0

/** A landing folder of its own, filled by `fill`, and a run over it. */
async function land(fill: (landing: string) => void) {
  count++
  const landing = join(folder, `landing-${count}`)
  const store = join(folder, `store-${count}`)
  mkdirSync(landing)
  fill(landing)
  return { result: await refine(store, landing), store, landing }
}

function sound(): Buffer {
  const path = join(folder, 'sound.xlsx')
  writeSheets(path, reachoutSheets(3))
  return readFileSync(path)
}

/** A sound workbook with one part replaced. */
function withPart(part: string, text: string): Uint8Array {
  const parts = unzipSync(sound())
  return zipSync({ ...parts, [part]: strToU8(text) }, { level: 9 })
}

/** Says in one place what each refusal must: why, where, what next; and that nothing was released. */
async function refused(bytes: Uint8Array | string, ...says: RegExp[]) {
  const { result, store } = await land((landing) => writeFileSync(join(landing, NAME), bytes))
  expect(result.status).toBe('failed')
  for (const said of [/Reachout Database\.xlsx/, ...says]) expect(result.error?.message).toMatch(said)
  expect(result.error?.message).not.toContain(folder)
  expect(storeKeys(store, 'releases')).toEqual([])
  expect(storeKeys(store, 'datasets')).toEqual([])
  expect(storeKeys(store, `runs/${result.run}`)).toEqual(
    expect.arrayContaining([`runs/${result.run}/failure.json`, `runs/${result.run}/events.ndjson`]),
  )
  return result
}

describe('a landing folder with nothing to read', () => {
  test('an empty folder fails and says which names would match', async () => {
    const { result, landing } = await land(() => undefined)
    expect(result).toMatchObject({ status: 'failed', error: { name: 'NothingLandedError' } })
    expect(result.error?.message).toContain(landing)
    expect(result.error?.message).toMatch(
      /The folder is empty\. Put files there whose names match one of: Reachout Database\*\.xlsx/,
    )
  })

  test('a folder that is not there is named as such', async () => {
    const result = await refine(join(folder, 'store-none'), join(folder, 'nowhere'))
    expect(result).toMatchObject({ status: 'failed', error: { name: 'NothingLandedError' } })
    expect(result.error?.message).toMatch(/nowhere \(no such folder\).*--landing/)
  })

  test('files that no source claims are listed', async () => {
    const { result } = await land((landing) => {
      writeFileSync(join(landing, 'minutes.docx'), 'x')
      writeFileSync(join(landing, '~$Reachout Database.xlsx'), 'x')
    })
    expect(result.error?.message).toMatch(/Found but not matched: minutes\.docx\. Put files/)
  })

  test('a landing that is a file is refused with its name', async () => {
    const path = join(folder, 'a-file.xlsx')
    writeFileSync(path, sound())
    const result = await refine(join(folder, 'store-file'), path)
    expect(result.status).toBe('failed')
    expect(result.error?.message).toMatch(/a-file\.xlsx \(not a folder\).*--landing/)
  })
})

describe('a workbook that cannot be read', () => {
  test('text under the name of a workbook is no zip', async () => {
    expect((await refused('ID,Organisation Name\n1,A\n', /not a|zip/i)).error?.name).toBe('NotAZipError')
  })

  test('a file of no bytes', () => refused('', /empty|not a|zip|cut short/i))

  test('a workbook cut short asks for the whole copy', async () => {
    const bytes = sound()
    const { error } = await refused(bytes.subarray(0, Math.floor(bytes.length / 2)), /cut short/, /completely/)
    expect(error?.name).toBe('TruncatedWorkbookError')
  })

  test('a workbook with a password asks to remove it', async () => {
    const ole = Buffer.alloc(4096)
    ole.set([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1])
    ole.write('EncryptedPackage', 1024, 'utf16le')
    expect((await refused(ole, /password/)).error?.name).toBe('EncryptedWorkbookError')
  })

  test('a zip bomb is refused before it unpacks', async () => {
    const bomb = withPart('xl/worksheets/sheet1.xml', ' '.repeat(64 * 1024 * 1024))
    expect(bomb.length).toBeLessThan(1024 * 1024)
    expect((await refused(bomb, /unpacks to too much/)).error?.name).toBe('ZipBombError')
  })

  test('a sheet of broken XML', () =>
    refused(withPart('xl/worksheets/sheet1.xml', '<worksheet><sheetData><row'), /sheet/))
})

describe('a workbook of another shape', () => {
  const shaped = (sheets: Parameters<typeof writeSheets>[1]) => {
    const path = join(folder, 'shaped.xlsx')
    writeSheets(path, sheets)
    return readFileSync(path)
  }
  const { Organisation = [], 'Contact Info': people = [] } = reachoutSheets(3)

  test('a missing sheet is named, with the sheets there are; those that nobody knows are masked', async () => {
    const { error } = await refused(
      shaped({ Organisation, Notes: [['a']] }),
      /"Contact Info"/,
      /"Organisation", "N\*\*\*"/,
    )
    expect(error?.name).toBe('SheetMissingError')
  })

  test('a renamed required column is named, with the header and the nearest label', async () => {
    const renamed = Organisation.map((row, n) =>
      n === 0 ? row.map((c) => (c === 'Organisation Name' ? 'Name of the Org' : c)) : row,
    )
    const { error } = await refused(
      shaped({ Organisation: renamed, 'Contact Info': people }),
      /sheet "Organisation"/,
      /no column for "Organisation Name"/,
      /Name of the Org/,
      /or let domain\.yaml .*say the label that the file has/,
    )
    expect(error?.name).toBe('RequiredColumnMissingError')
  })

  test('a table without a header is refused without telling whose addresses stand in its first row', async () => {
    const { error } = await refused(
      shaped({ Organisation, 'Contact Info': [['1', 'A', 'thandi@umber.example', '082 555 0001']] }),
      /sheet "Contact Info"/,
    )
    expect(error?.message).not.toMatch(/thandi@|555 0001/)
  })

  test('an empty sheet is named', () =>
    refused(shaped({ Organisation: [], 'Contact Info': people }), /Organisation/, /empty/))

  test('six hundred columns are more than a table has; two hundred are kept', async () => {
    const wide = (columns: number) => ({
      Organisation: Organisation.map((row, n) => [
        ...row,
        ...Array.from({ length: columns - row.length }, (_, c) => (n === 0 ? `More ${c}` : `v${c}`)),
      ]),
      'Contact Info': people,
    })
    await refused(shaped(wide(600)), /600 columns/, /Organisation/)
    const { result } = await land((landing) => writeSheets(join(landing, NAME), wide(200)))
    expect(result).toMatchObject({ status: 'published', rows: { published: 6, quarantined: 0 } })
  })

  test('a missing optional column is no reason to stop; neither is one that is there twice', async () => {
    const without = Organisation.map((row) => row.filter((_, index) => REACHOUT_HEADER[index] !== 'Planes'))
    const twice = people.map((row, n) => [...row, n === 0 ? 'Email' : null])
    const { result } = await land((landing) =>
      writeSheets(join(landing, NAME), { Organisation: without, 'Contact Info': twice }),
    )
    expect(result).toMatchObject({ status: 'published', rows: { read: 6, published: 6, attached: 0 } })
  })

  test('sheets with headers and no rows publish nothing and are blocked', async () => {
    const { result, store } = await land((landing) =>
      writeSheets(join(landing, NAME), { Organisation: [[...REACHOUT_HEADER]], 'Contact Info': [[...PEOPLE_HEADER]] }),
    )
    expect(result).toMatchObject({ status: 'blocked', rows: { read: 0 } })
    expect(storeKeys(store, 'releases')).toEqual([])
  })

  test('one bad file among good ones stops the run: half a landing is never published', async () => {
    const { result, store } = await land((landing) => {
      writeFileSync(join(landing, NAME), sound())
      writeFileSync(join(landing, 'SACAA Flight Schools.xlsx'), 'not a workbook')
    })
    expect(result.status).toBe('failed')
    expect(result.error?.message).toContain('SACAA Flight Schools.xlsx')
    expect(storeKeys(store, 'releases')).toEqual([])
  })
})
