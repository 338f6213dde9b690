import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { temporaryFolder, writeSheets } from '../support/landing.ts'
import { hotpass } from './fake-io.ts'

const folder = temporaryFolder('init-run')

const started = process.cwd()
afterEach(() => process.chdir(started))

/** Init on a folder, then in what it wrote a run that names nothing, then the dataset as rows of CSV. */
async function published(name: string, dataset: string, ...options: string[]) {
  const out = join(folder, `${name}-project`)
  const made = await hotpass([
    'init',
    '--from',
    join(folder, name),
    '--domain',
    name,
    '--out',
    out,
    '--yes',
    ...options,
  ])
  expect(made.exit, made.err).toBe(0)
  process.chdir(out)
  const run = await hotpass(['run'])
  expect(run.exit, run.err + run.out).toBe(0)
  const file = join(folder, `${name}.csv`)
  const pulled = await hotpass(['pull', dataset, '--out', file])
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

  test('takes 200 columns, two of one label, and labels that our own tables have', async () => {
    const labels = [
      'Name',
      'Extra',
      'row_number',
      'Row hash',
      'Twice',
      'Twice',
      ...Array.from({ length: 194 }, (_, at) => `Measure ${at + 1}`),
    ]
    const row = (at: number) =>
      labels.map((label, index) =>
        label === 'Name' ? `Oak chair ${at}` : label === 'Extra' ? `bonus ${at}` : String(at * 200 + index),
      )
    writeFileSync(
      join(landingOf('wide'), 'products.csv'),
      [labels, row(1), row(2), row(3)].map((cells) => cells.join(',')).join('\n'),
    )
    const { run, rows } = await published('wide', 'products')
    expect(run).toMatch(/Rows: 3 rows read/)
    expect(rows.split('\n')[0]?.split(',').length).toBeGreaterThan(195)
    expect(rows).toContain('bonus 2')
  })

  test('takes 400 columns of many kinds with the memory that every project has, and publishes every value', async () => {
    const kinds = [
      ['Note', (at: number, row: number) => `words ${row} of ${at}`],
      ['Begun', (at: number, row: number) => `202${row}-05-${String((at % 28) + 1).padStart(2, '0')}`],
      ['Measure', (at: number, row: number) => `${at * 10 + row}.5`],
    ] as const
    const columns = Array.from({ length: 398 }, (_, at) => kinds[at % kinds.length] as (typeof kinds)[number])
    const lines = [['No', 'Name', ...columns.map(([label], at) => `${label} ${at}`)]]
    for (const row of [1, 2, 3])
      lines.push([`N-${row}`, `Oak chair ${row}`, ...columns.map(([, cell], at) => cell(at, row))])
    writeFileSync(join(landingOf('wider'), 'products.csv'), lines.map((cells) => cells.join(',')).join('\n'))
    const { run, rows } = await published('wider', 'products')
    expect(run).toMatch(/Rows: 3 rows read = .* 3 published/)
    expect(readFileSync('hotpass.yaml', 'utf8')).not.toContain('memory')
    const cells = new Set(rows.split(/[\r\n,]/))
    expect(lines.slice(1).flatMap((line) => line.slice(1).filter((cell) => !cells.has(cell)))).toEqual([])
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

  test('and again after a second file was added from elsewhere, which is copied to the others', async () => {
    writeFileSync(join(landingOf('shop'), 'articles.csv'), 'Article,Price\nOak chair,10.5\nElm desk,99\n')
    await published('shop', 'products', '--country', 'GB', '--entity', 'product')
    const more = join(folder, 'more.csv')
    writeFileSync(more, 'Product name,Colour\nAsh stool,brown\nElm desk,red\n')
    process.chdir(join(folder, 'shop-project/domains'))
    const added = await hotpass(['add', more, '--yes', '--entity', 'product'])
    expect(added.exit, added.err).toBe(0)
    expect(added.out).toMatch(/Copied to \.\.\/landing.*more\.csv\nNext: hotpass run\n$/s)
    const again = await hotpass(['run'])
    expect(again.out).toMatch(/Rows: 4 rows read/)
    const checked = await hotpass(['domain', 'check', '--json'])
    expect(checked.json()).toMatchObject({ ok: true, domains: [{ domain: 'shop' }] })
  })
})
