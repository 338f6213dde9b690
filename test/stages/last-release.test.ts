import { cpSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import type { VerdictDocument } from '../../src/quality/index.ts'
import { temporaryFolder } from '../support/landing.ts'
import { readDocument, refine } from '../support/run-store.ts'

const folder = temporaryFolder('last-release')
const numbers = (count: number) => Array.from({ length: count }, (_, at) => at + 1)
const csv = (header: string, rows: readonly string[]) => `${[header, ...rows].join('\n')}\n`
const NAMES = 'Amber Birch Cedar Dune Ember Fern Grove Heath Inlet Jade Kelp Larch'.split(' ')
const firm = (at: number) => `${NAMES[at % NAMES.length]} ${['Balloons', 'Rotors', 'Gliders', 'Hangars'][at % 4]}`
const PEOPLE = 'ID,Organisation Name,Firstname,Surname,Email,Phone'
const person = (at: number) => `${at},${firm(at)},Ann,${NAMES[at]},a${at}@${NAMES[at]}.example,+2731555020${at % 10}`

/** What lands usually: ten organizations of one source with their people, three more of another. */
function landing(name: string): string {
  const at = join(folder, name)
  mkdirSync(at)
  const firms = numbers(10).map((id) => `${firm(id)},${id},Free State`)
  writeFileSync(join(at, 'reachout_organisation.csv'), csv('Organisation Name,ID,Area', firms))
  writeFileSync(join(at, 'reachout_contact_info.csv'), csv(PEOPLE, numbers(10).map(person)))
  writeFileSync(
    join(at, 'sacaa_cleaned.csv'),
    csv('Name of Organisation,Province,Status', ['Osprey School,Gauteng,Active', 'Plover School,Gauteng,Active']),
  )
  return at
}
const usual = landing('usual')
const before = join(folder, 'before')

beforeAll(async () => {
  expect((await refine(before, usual, { asOf: '2026-01-01' })).status).toBe('published')
})

/** A run after the usual one, of what landed then but for a change. */
async function after(name: string, change: (landing: string) => void, set: string[] = []) {
  const store = join(folder, `${name}-store`)
  cpSync(before, store, { recursive: true })
  const landed = join(folder, name)
  cpSync(usual, landed, { recursive: true })
  change(landed)
  const { run, status } = await refine(store, landed, { asOf: '2026-01-02', set })
  return { status, reasons: readDocument<VerdictDocument>(store, `runs/${run}/verdict.json`).reasons }
}

describe('the gate against the last release', () => {
  test('has nothing against the first run, nor against more of the same', async () => {
    const { status, reasons } = await after('more', (at) =>
      writeFileSync(
        join(at, 'reachout_contact_info.csv'),
        csv(
          PEOPLE,
          numbers(11)
            .map(person)
            .slice(0, 11)
            .filter((row) => !row.startsWith('11,'))
            .concat('10,'.concat(firm(10), ',Eve,Moss,eve@moss.example,+27315550111')),
        ),
      ),
    )
    expect(status).toBe('published')
    expect(reasons.filter((reason) => /release 1/.test(reason))).toEqual([])
  })

  test('a file with its header alone blocks, with what it had', async () => {
    const { status, reasons } = await after('empty', (at) =>
      writeFileSync(join(at, 'sacaa_cleaned.csv'), csv('Name of Organisation,Province,Status', [])),
    )
    expect(status).toBe('blocked')
    expect(reasons).toContainEqual(
      'sacaa_cleaned (error): Every table of release 1 has rows. It had 2, and now it has a header and no row.',
    )
  })

  test('a source of which a few rows are in quarantine warns, without a suite that says so', async () => {
    const nameless = (count: number) => (at: string) =>
      writeFileSync(
        join(at, 'reachout_organisation.csv'),
        csv(
          'Organisation Name,ID,Area',
          numbers(10).map((id) => `${id <= count ? '' : firm(id)},${id},Free State`),
        ),
      )
    const few = await after('few', nameless(2))
    expect(few.reasons).toContainEqual(expect.stringContaining('reachout_organisation (warning): At most'))
  })

  test('limits of loss are the pipeline’s to set', async () => {
    const fewer = (at: string) =>
      writeFileSync(join(at, 'reachout_contact_info.csv'), csv(PEOPLE, numbers(5).map(person)))
    expect((await after('fewer', fewer)).status).toBe('blocked')
    expect((await after('allowed', fewer, ['gate.max_loss_rate=0.6'])).status).toBe('published')
  })
})
