import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { siteKeys } from '../../src/site/site-keys.ts'
import { hotpass } from '../cli/fake-io.ts'
import { organisationRow, REACHOUT_HEADER, reachoutSheets, temporaryFolder, writeSheets } from '../support/landing.ts'
import { quarantineOf, query, readDocument, refine } from '../support/run-store.ts'

const folder = temporaryFolder('notes')

describe('what a reader notices reaches those who run a pipeline', () => {
  test('notes, quarantine and the page say what was not read, where, and why', async () => {
    const landing = join(folder, 'landing')
    const store = join(folder, 'store')
    mkdirSync(landing)
    writeSheets(join(landing, 'Reachout Database.xlsx'), {
      ...reachoutSheets(12),
      Scratch: [['a'], ['b'], ['c']],
    })
    const line = (n: number, more = '') =>
      `${organisationRow(n)
        .map((cell) => String(cell ?? ''))
        .join(',')}${more}`
    writeFileSync(
      join(landing, 'reachout_organisation.csv'),
      Buffer.concat([
        Buffer.from(
          `${REACHOUT_HEADER.join(',')}\n${line(20)}\n${line(21, ',surplus')}\n90,Étoile Zürich Café Señor\n`,
        ),
        Buffer.from([0x39, 0x31, 0x2c, 0x42, 0xe9, 0x0a]),
        Buffer.from('92,\nTotal,,3\n'),
      ]),
    )
    const result = await refine(store, landing)
    expect(result.error).toBeUndefined()
    const notes = result.notes ?? []
    expect(notes[0]).toMatch(/^Not read: 1 sheet, \d+ rows?\./)
    for (const said of [
      /Reachout Database\.xlsx, sheet ".*": the sheet is not read: \d rows?\./,
      /reachout_organisation\.csv, row 3: 1 row has more cells than the header\./,
      /reachout_organisation\.csv, row 5: 1 row with bytes that are no UTF-8 went to quarantine\./,
      /reachout_organisation\.csv, row 6: 1 row with nothing but a key, constants or formulas count as blank\./,
      /reachout_organisation\.csv, row 7: 1 row at its foot is no row of the table\./,
    ])
      expect(
        notes.some((note) => said.test(note)),
        String(said),
      ).toBe(true)
    const rejected = await query<{ rule: string; n: number }>(
      folder,
      `SELECT rule, row_number::INTEGER AS n FROM ${quarantineOf(store, result.run)} WHERE file = 'reachout_organisation.csv' ORDER BY n`,
    )
    expect(rejected).toEqual([
      { rule: 'wider_than_header', n: 3 },
      { rule: 'bad_bytes', n: 5 },
      { rule: 'footer_row', n: 7 },
    ])

    expect(readDocument<{ notes: string[] }>(store, siteKeys.run(result.run)).notes).toEqual(notes)

    const shown = await hotpass(['runs', 'show', result.run, '--store', store])
    expect(shown.out).toContain(`Note: ${notes[0]?.slice(0, 30)}`)
    const { notes: noted } = (await hotpass(['runs', 'show', result.run, '--store', store, '--json'])).json() as {
      notes: Record<string, unknown>[]
    }
    expect(noted).toContainEqual({
      file: 'reachout_organisation.csv',
      sheet: null,
      code: 'bad_bytes',
      count: 1,
      row: 5,
    })
    expect(noted).toContainEqual({ file: 'Reachout Database.xlsx', sheet: 'S***', code: 'sheet_not_read', count: 2 })
  })
})
