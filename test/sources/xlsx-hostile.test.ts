import { zipSync } from 'fflate'
import { describe, expect, test } from 'vitest'
import {
  EmptySheetError,
  EncryptedWorkbookError,
  NotAZipError,
  SheetMissingError,
  SourceError,
  TooManyColumnsError,
  TooManyRowsError,
  TruncatedWorkbookError,
  UnreadableWorkbookError,
  UnsupportedFormatError,
  ZipBombError,
} from '../../src/sources/index.ts'
import { fileOf, readFileWhole, workbookBytes, workbookEntries } from './build-xlsx.ts'

const small = { sheetData: '<row r="1"><c r="A1" t="str"><v>ID</v></c></row><row r="2"><c r="A2"><v>12</v></c></row>' }
const header = '<row r="1"><c r="A1" t="str"><v>ID</v></c></row>'

/** Offset of an entry's record in the central directory. */
function directoryRecord(bytes: Buffer, name: string): number {
  const at = bytes.lastIndexOf(Buffer.from(name))
  return at - 46
}

describe('a workbook that is not one is refused with its reason', () => {
  test('not a zip', async () => {
    const path = fileOf('text.xlsx', 'ID,Name\n1,Acme\n')
    await expect(readFileWhole(path)).rejects.toThrow(NotAZipError)
    await expect(readFileWhole(path)).rejects.toThrow(/file "text.xlsx".*save it as \.xlsx/)
  })

  test('an empty file', async () => {
    await expect(readFileWhole(fileOf('empty.xlsx', ''))).rejects.toThrow(NotAZipError)
  })

  test('truncated anywhere: never a partial read that looks whole', async () => {
    const bytes = workbookBytes(small)
    for (let cut = 4; cut < bytes.length; cut += 37) {
      await expect(readFileWhole(fileOf('cut.xlsx', bytes.subarray(0, cut)))).rejects.toThrow(TruncatedWorkbookError)
    }
  })

  test('a hole in the middle, with the directory in place', async () => {
    const bytes = workbookBytes(small)
    await expect(readFileWhole(fileOf('hole.xlsx', bytes.subarray(100)))).rejects.toThrow(SourceError)
  })

  test('one flipped byte of a stored part fails its checksum', async () => {
    const bytes = Buffer.from(workbookBytes(small, 0))
    const at = bytes.indexOf('<v>12')
    bytes[at + 3] = 0x33
    await expect(readFileWhole(fileOf('flip.xlsx', bytes))).rejects.toThrow(/damaged \(checksum\)/)
  })

  test('damaged deflate data', async () => {
    const bytes = Buffer.from(workbookBytes({ sheetData: header + '<row><c><v>7</v></c></row>'.repeat(500) }))
    const at = bytes.indexOf('xl/worksheets/sheet1.xml')
    bytes.fill(0xff, at + 26, at + 60)
    await expect(readFileWhole(fileOf('deflate.xlsx', bytes))).rejects.toThrow(UnreadableWorkbookError)
  })

  test('encrypted: an Office container with an encrypted package', async () => {
    const bytes = Buffer.concat([
      Buffer.from('d0cf11e0a1b11ae1', 'hex'),
      Buffer.alloc(512),
      Buffer.from('EncryptedPackage', 'utf16le'),
    ])
    await expect(readFileWhole(fileOf('locked.xlsx', bytes))).rejects.toThrow(EncryptedWorkbookError)
  })

  test('encrypted: a zip with a password', async () => {
    const bytes = Buffer.from(workbookBytes(small))
    bytes.writeUInt16LE(1, directoryRecord(bytes, 'xl/workbook.xml') + 8)
    await expect(readFileWhole(fileOf('zip-locked.xlsx', bytes))).rejects.toThrow(EncryptedWorkbookError)
  })

  test('an old binary workbook, an OpenDocument file, a binary workbook and any other zip', async () => {
    const old = Buffer.concat([
      Buffer.from('d0cf11e0a1b11ae1', 'hex'),
      Buffer.alloc(512),
      Buffer.from('Workbook', 'utf16le'),
    ])
    await expect(readFileWhole(fileOf('old.xls', old))).rejects.toThrow(/\.xls/)
    const one = new Uint8Array([65])
    for (const name of ['mimetype', 'xl/workbook.bin', 'photo.jpg'])
      await expect(readFileWhole(fileOf('other.xlsx', zipSync({ [name]: one })))).rejects.toThrow(
        UnsupportedFormatError,
      )
  })

  test('a part that the workbook names but the archive lacks', async () => {
    const { 'xl/worksheets/sheet1.xml': _, ...rest } = workbookEntries(small)
    await expect(readFileWhole(fileOf('lacking.xlsx', zipSync(rest)))).rejects.toThrow(UnreadableWorkbookError)
  })
})

describe('an archive that unpacks to too much is refused', () => {
  const blank = `<row r="2"><c r="A2" t="str"><v>${' '.repeat(20 * 1024 ** 2)}</v></c></row>`

  test('by the size an entry declares, before anything is unpacked', async () => {
    const path = fileOf('big.xlsx', workbookBytes({ sheetData: header + blank }))
    await expect(readFileWhole(path, { limits: { maxEntryBytes: 1024 ** 2 } })).rejects.toThrow(ZipBombError)
  })

  test('by how well it is packed', async () => {
    const path = fileOf('ratio.xlsx', workbookBytes({ sheetData: header + blank }))
    await expect(readFileWhole(path)).rejects.toThrow(/times its size/)
  })

  test('when it declares less than it holds', async () => {
    const bytes = Buffer.from(workbookBytes({ sheetData: header + blank }))
    bytes.writeUInt32LE(100, directoryRecord(bytes, 'xl/worksheets/sheet1.xml') + 24)
    await expect(readFileWhole(fileOf('liar.xlsx', bytes))).rejects.toThrow(/more than the 100 bytes it declares/)
  })

  test('when it lists too many parts', async () => {
    const bytes = Buffer.from(workbookBytes(small))
    bytes.writeUInt16LE(60_000, bytes.lastIndexOf('PK\x05\x06') + 10)
    await expect(readFileWhole(fileOf('many.xlsx', bytes))).rejects.toThrow(ZipBombError)
  })

  test('two parts of one name', async () => {
    const entries = { ...workbookEntries(small), 'xl/workbook.xmm': new Uint8Array([1]) }
    const bytes = Buffer.from(zipSync(entries))
    bytes.write('xl/workbook.xml', bytes.lastIndexOf('xl/workbook.xmm'))
    await expect(readFileWhole(fileOf('twice.xlsx', bytes))).rejects.toThrow(/stands twice/)
  })
})

describe('XML that no spreadsheet program writes is refused', () => {
  const cases: [string, string, RegExp][] = [
    ['a document type', '<!DOCTYPE x [<!ENTITY a "aaaa">]><worksheet/>', /document type/],
    ['no end', '<worksheet><sheetData><row r="1"><c r="A1"><v>1</v></c></row>', /before its last tag/],
    ['an open tag at the end', '<worksheet><sheetData></sheetData></worksheet', /inside a tag/],
    ['a tag that never ends', `<worksheet><sheetData><row r="${'1'.repeat(1_200_000)}`, /tag without end/],
    ['UTF-16', Buffer.from('\ufeff<worksheet/>', 'utf16le').toString('latin1'), /damaged|UTF-16|before its last tag/],
    ['rows out of order', '<worksheet><sheetData><row r="3"/><row r="2"/></sheetData></worksheet>', /after row 3/],
    ['a row beyond the sheet', '<worksheet><sheetData><row r="99999999"/></sheetData></worksheet>', /99999999/],
    [
      'a column beyond the sheet',
      '<worksheet><sheetData><row r="1"><c r="ZZZZ1"><v>1</v></c></row></sheetData></worksheet>',
      /beyond column/,
    ],
    [
      'a cell without column',
      '<worksheet><sheetData><row r="1"><c r="17"><v>1</v></c></row></sheetData></worksheet>',
      /without a column/,
    ],
    [
      'a missing shared text',
      '<worksheet><sheetData><row r="1"><c r="A1" t="s"><v>4</v></c></row></sheetData></worksheet>',
      /shared text 4/,
    ],
  ]
  test.each(cases)('%s', async (_, sheet, message) => {
    const reading = readFileWhole(fileOf('xml.xlsx', workbookBytes({ sheet })))
    await expect(reading).rejects.toThrow(UnreadableWorkbookError)
    await expect(readFileWhole(fileOf('xml.xlsx', workbookBytes({ sheet })))).rejects.toThrow(message)
  })
})

describe('a sheet that cannot be used says so', () => {
  test('a missing sheet names those that are there', async () => {
    const path = fileOf('named.xlsx', workbookBytes({ ...small, sheetName: 'Organisation &amp; co' }))
    await expect(readFileWhole(path, { sheet: 'Organization' })).rejects.toThrow(SheetMissingError)
    await expect(readFileWhole(path, { sheet: 'Organization' })).rejects.toThrow(/"Organisation & co"/)
  })

  test('an empty sheet, and one of blank cells only', async () => {
    await expect(readFileWhole(fileOf('none.xlsx', workbookBytes({})))).rejects.toThrow(EmptySheetError)
    const blank = { sheetData: '<row r="1"><c r="A1" s="1"/><c r="B1" t="str"><v>  </v></c></row>' }
    await expect(readFileWhole(fileOf('blank.xlsx', workbookBytes(blank)))).rejects.toThrow(EmptySheetError)
  })

  test('a header without rows is no error', async () => {
    const { source, all } = await readFileWhole(fileOf('header.xlsx', workbookBytes({ sheetData: header })))
    expect(source.header).toEqual(['ID'])
    expect(all.rows).toEqual([])
  })

  test('200 columns', async () => {
    const cells = Array.from({ length: 200 }, (_, index) => `<c t="str"><v>column ${index}</v></c>`).join('')
    const path = fileOf('wide.xlsx', workbookBytes({ sheetData: `<row>${cells}</row>` }))
    await expect(readFileWhole(path)).rejects.toThrow(TooManyColumnsError)
    await expect(readFileWhole(path)).rejects.toThrow(/200 columns, more than the 150/)
    const { source } = await readFileWhole(path, { limits: { maxColumns: 200 } })
    expect(source.header[199]).toBe('column 199')
  })

  test('more rows than allowed', async () => {
    const path = fileOf('rows.xlsx', workbookBytes({ sheetData: header + '<row><c><v>1</v></c></row>'.repeat(11) }))
    await expect(readFileWhole(path, { limits: { maxRows: 10 } })).rejects.toThrow(TooManyRowsError)
  })
})

describe('a million-character cell', () => {
  const long = 'é&amp;'.repeat(500_000)
  const cells = {
    inline: {
      sheetData: `${header}<row r="2"><c r="A2" t="inlineStr"><is><t>${long}</t></is></c></row><row r="3"><c r="A3"><v>3</v></c></row>`,
    },
    shared: {
      sheetData: `${header}<row r="2"><c r="A2" t="s"><v>0</v></c></row><row r="3"><c r="A3"><v>3</v></c></row>`,
      sharedStrings: `<si><t>${long}</t></si>`,
    },
    formula: {
      sheetData: `${header}<row r="2"><c r="A2" t="str"><v>${long}</v></c></row><row r="3"><c r="A3"><v>3</v></c></row>`,
    },
  }
  test.each(Object.entries(cells))('is reported and not fatal (%s)', async (name, parts) => {
    const { all } = await readFileWhole(fileOf(`${name}.xlsx`, workbookBytes(parts)))
    expect(all.rows).toEqual([[null], [3]])
    expect(all.oversized).toMatchObject([{ rowNumber: 2, column: 'ID' }])
    expect(all.oversized[0]?.length).toBeGreaterThanOrEqual(1_000_000)
  })

  test('is kept when the limit allows it', async () => {
    const { all } = await readFileWhole(fileOf('kept.xlsx', workbookBytes(cells.formula)), {
      limits: { maxCellCharacters: 1_000_000 },
    })
    expect(all.rows[0]).toEqual(['é&'.repeat(500_000)])
  })
})
