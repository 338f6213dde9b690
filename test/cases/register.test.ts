import { readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, test } from 'vitest'
import { hotpass } from '../cli/fake-io.ts'
import { temporaryFolder } from '../support/landing.ts'

const CASES = fileURLToPath(new URL('../fixtures/cases/register/', import.meta.url))
const folder = temporaryFolder('register-cases')
const started = process.cwd()
afterEach(() => process.chdir(started))

/** A file through `init` and `run` as they are: the names of what is published, and the names of pairs that wait for a person. */
async function linked(file: string, ...options: string[]) {
  const out = join(folder, basename(file, '.csv'))
  const made = await hotpass(['init', file, '--domain', 'register', '--out', out, '--yes', ...options])
  expect(made.exit, made.err).toBe(0)
  process.chdir(out)
  const run = await hotpass(['run', '--json'])
  expect(run.exit, run.err + run.out).toBe(0)
  const dataset = /dataset: (\S+)/.exec(readFileSync(join(out, 'domains/register/domain.yaml'), 'utf8'))?.[1] as string
  const pulled = await hotpass(['pull', dataset, '--out', '-'])
  expect(pulled.exit, pulled.err).toBe(0)
  const [header = '', ...rows] = pulled.out.trim().split('\n')
  return { rows: rows.length, header, text: rows.join('\n') }
}

describe('names that differ by little', () => {
  test('eleven places of one register stay eleven', async () => {
    expect(await linked(join(CASES, 'clinics.csv'))).toMatchObject({ rows: 11 })
  })

  test('a number, a letter, a direction or a kind makes another organization; another legal form does not', async () => {
    const { rows, text } = await linked(join(CASES, '02_names_differ_by_number.csv'))
    for (const name of [
      'Skyline Aviation 1',
      'Skyline Aviation 2',
      'Base II Aviation',
      'Base III Aviation',
      'East Rand Flying Club',
    ])
      expect(text).toContain(name)
    // Foo Air and Müller Flug stand twice by their legal forms; all others are themselves.
    expect(rows).toBe(24)
  })

  test('nine of a name and a number, and two clubs with a page at one host, are eleven', async () => {
    const numbered = Array.from({ length: 9 }, (_, at) => `Org ${at + 1} Air,Cardiff,https://facebook.com/org${at + 1}`)
    const clubs = [
      'Pinewood Gliders,Leeds,https://www.facebook.com/groups/1',
      'Harbour Rowers,Hull,https://www.facebook.com/groups/2',
    ]
    const file = join(folder, 'hosts.csv')
    writeFileSync(file, ['Company name,Town,Website', ...numbered, ...clubs, ''].join('\n'))
    expect(await linked(file, '--country', 'GB', '--key', 'hosts.csv=none')).toMatchObject({ rows: 11 })
  })
})
