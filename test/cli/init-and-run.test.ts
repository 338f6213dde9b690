import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { temporaryFolder, writeSheets } from '../support/landing.ts'
import { hotpass } from './fake-io.ts'

const folder = temporaryFolder('init-run')

/** Init on a folder, then a run of what it wrote, then the dataset as rows of CSV. */
async function published(name: string, dataset: string, ...options: string[]) {
  const [landing, out, store] = [name, `${name}-project`, `${name}-store`].map((one) => join(folder, one)) as [
    string,
    string,
    string,
  ]
  const made = await hotpass(['init', '--from', landing, '--domain', name, '--out', out, '--yes', ...options])
  expect(made.exit, made.err).toBe(0)
  const run = await hotpass(['run', join(out, `pipelines/${name}.yaml`), '--landing', landing, '--store', store])
  expect(run.exit, run.err + run.out).toBe(0)
  const file = join(folder, `${name}.csv`)
  const pulled = await hotpass(['pull', dataset, '--store', store, '--out', file])
  expect(pulled.exit, pulled.err).toBe(0)
  return { run: run.out, rows: readFileSync(file, 'utf8') }
}

const landingOf = (name: string): string => {
  const path = join(folder, name)
  mkdirSync(path)
  return path
}

describe('a run of what init wrote, without a file edited,', () => {
  test('reads the labels below a title and nothing above them', async () => {
    writeSheets(join(landingOf('sites'), 'sites.xlsx'), {
      Sites: [
        ['Sites of the north', null, null, null],
        ['as of January', null, null, null],
        ['Site No', 'Site name', 'Latitude', 'Longitude'],
        ['S-1', 'Quay Depot', 51.5, -2.1],
        ['S-2', 'Hill Depot', 51.6, -2.2],
        ['S-3', 'Moor Depot', 51.7, -2.3],
      ],
    })
    const { run, rows } = await published('sites', 'facilities', '--country', 'GB')
    expect(run).toMatch(/Rows: 3 rows read = .* 3 published/)
    expect(rows).toContain('Quay Depot')
    expect(rows).not.toContain('Sites of the north')
  })

  test('takes 160 columns, two of one label, and labels that our own tables have', async () => {
    const labels = [
      'Name',
      'Extra',
      'row_number',
      'Row hash',
      'Twice',
      'Twice',
      ...Array.from({ length: 154 }, (_, at) => `Measure ${at + 1}`),
    ]
    const row = (at: number) =>
      labels.map((label, index) =>
        label === 'Name' ? `Oak chair ${at}` : label === 'Extra' ? `bonus ${at}` : String(at * 160 + index),
      )
    writeFileSync(
      join(landingOf('wide'), 'products.csv'),
      [labels, row(1), row(2), row(3)].map((cells) => cells.join(',')).join('\n'),
    )
    const { run, rows } = await published('wide', 'products')
    expect(run).toMatch(/Rows: 3 rows read/)
    expect(rows.split('\n')[0]?.split(',').length).toBeGreaterThan(155)
    expect(rows).toContain('bonus 2')
  })

  test('reads a list with umlauts, semicolons and decimal commas in the code page of old programs', async () => {
    const lines = [
      'Mitgliedsnummer;Vorname;Nachname;PLZ;Ort;Telefon;Eintritt;Beitrag',
      'M-1;Jürgen;Weiß;50667;Köln;0221/123456;25.12.2019;48,50',
      'M-2;Käthe;Groß;80331;München;089/654321;01.02.2020;60,00',
    ]
    writeFileSync(join(landingOf('verein'), 'mitglieder.csv'), Buffer.from(lines.join('\r\n'), 'latin1'))
    const { rows } = await published('verein', 'people', '--lawful-basis', 'contract')
    for (const value of ['Jürgen Weiß', '+4922112345', '2019-12-25', '48.5']) expect(rows).toContain(value)
  })
})
