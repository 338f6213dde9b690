import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { openEngine } from '../../src/engine/engine.ts'
import { openStore } from '../../src/storage/open-store.ts'
import { pullVersion } from '../../src/versions/index.ts'
import { contractById } from '../support/aviation.ts'
import { EXAMPLES, temporaryFolder } from '../support/landing.ts'
import { refine } from '../support/run-store.ts'

/** What the committed examples are known to publish, value by value: a line of column names, then a line a row, in published order. */
const FIXTURES = join(import.meta.dirname, '..', 'fixtures', 'published')

const lines = (text: string): string[] => text.trimEnd().split('\n')
const cell = z.union([z.string(), z.number(), z.boolean(), z.null()])
const published = z.record(z.string(), z.union([cell, z.array(z.string())]))

/** Several values in one cell count as their text joined: what a table says, however it is typed. */
const flat = (value: z.infer<typeof published>[string] | undefined) => (Array.isArray(value) ? value.join('; ') : value)

const folder = temporaryFolder('published-values')
const store = join(folder, 'store')

beforeAll(async () => {
  const result = await refine(store, join(EXAMPLES, 'landing'), { asOf: '2026-01-31' })
  expect(result.status).toBe('published')
})

async function pulled(dataset: string): Promise<z.infer<typeof published>[]> {
  const engine = await openEngine({ memoryLimitMb: 256, threads: 1, scratch: folder })
  const out = join(folder, `${dataset}.jsonl`)
  try {
    const opened = await openStore(store)
    const table = `refinement/${dataset}`
    await pullVersion({ store: opened, engine, dataset: table, version: 1, format: 'jsonl', out, scratch: folder })
  } finally {
    engine.close()
  }
  return lines(readFileSync(out, 'utf8')).map((line) => published.parse(JSON.parse(line)))
}

type Row = Readonly<Record<string, unknown>>

/** What was published before aviation was a domain. */
function before(dataset: string): Row[] {
  const [names = [], ...rows] = lines(readFileSync(join(FIXTURES, `${dataset}.jsonl`), 'utf8')).map((line) =>
    z.array(cell).parse(JSON.parse(line)),
  )
  const columns = z.array(z.string()).parse(names)
  return rows.map((values) => Object.fromEntries(columns.map((name, at) => [name, values[at]])))
}

/** Columns that came since. */
const ADDED = new Set(['status_text', 'phone_extensions', 'organization_aliases', 'address_others'])
const now = async (dataset: string): Promise<Row[]> =>
  (await pulled(dataset)).map((row) =>
    Object.fromEntries(Object.entries(row).flatMap(([name, value]) => (ADDED.has(name) ? [] : [[name, flat(value)]]))),
  )

const provenance = z.record(z.string(), z.looseObject({ source: z.string(), file: z.string(), row_number: z.number() }))
/** One person in two rows of one sheet with the same role and address: the key says now which of them is named. */
const EQUAL_ROWS = { file: 'Contact Database.xlsx', rows: [9, 42] }

/** Where each value stands. How records of addresses are called, and the word for the rule of a main contact, were others then. */
const standing = (value: unknown) =>
  Object.fromEntries(
    Object.entries(provenance.parse(JSON.parse(String(value)))).flatMap(([field, { source, file, row_number: row }]) =>
      ADDED.has(field)
        ? []
        : [[field, [source, file, file === EQUAL_ROWS.file && EQUAL_ROWS.rows.includes(row) ? EQUAL_ROWS.rows : row]]],
    ),
  )

/** People are linked by probability since: of each pair, the first is the second, whose id stays. */
const ONE_PERSON: Readonly<Record<string, string>> = {
  per_eh62fc5zmh24fivcaqyo: 'per_oc2bvsdeuu64ccw6wyuw', // C. Ndlovu is Chanté Ndlovu
  per_6hqcoa7yhdz4yplofmzv: 'per_umf4nnevaf22u45tdicz', // T. Coetzee is Tshepo Coetzee
  per_5mvvhu5cdfpwvqi27ktj: 'per_4m5pir2lr5r7tsbdrfmi', // S. Labuschagne is Sipho Labuschagne
  per_p3rer43pfucqxezuhffk: 'per_6a3bjzjndwiy2i6ekwzg', // H. Walker twice
}

/** Values that are others now, each for a reason. */
const CHANGED: Readonly<Record<string, Row>> = {
  // Equal in all that decides who is believed, and the last word is the key's: reachout:39 before reachout:97.
  org_qauq2isqxmkvb7ee5mkk: { organization_name: 'Green Jackal Avionics Engineering (Pty) Ltd', area: 'Freestate' },
  per_tsgzyssybub2nmknccnz: { organization_name: 'Green Jackal Avionics Engineering (Pty) Ltd' },
  per_wg5bprckeqa2fqmr5jl7: { organization_name: 'Green Jackal Avionics Engineering (Pty) Ltd' },
  // One source marks this person as wrong; that another one does not say so is no second opinion.
  per_nqhz7nuqscmo4bgaxx2g: { is_invalid: true },
  org_afove5ql4pv2b2ptobyu: {
    contact_secondary_emails: null,
    contact_secondary_phones: '+27110343016',
    contact_verification_score_avg: 0.7333,
  },
}

const without = (row: Row, ...names: string[]): Row =>
  Object.fromEntries(Object.entries(row).filter(([name]) => !names.includes(name)))
const byId = (rows: readonly Row[], id: string) => new Map(rows.map((row) => [String(row[id]), row]))

describe('the committed examples', () => {
  test('state the lawful basis that the contract of the dataset does', async () => {
    const { lawfulBasis } = contractById('organizations')
    expect(new Set((await pulled('organizations')).map((row) => row.privacy_basis))).toEqual(new Set([lawfulBasis]))
  })

  test('publish the organizations that they always did, in order and value by value', async () => {
    const found = await now('organizations')
    const expected = before('organizations').map((row) => ({ ...row, ...CHANGED[String(row.entity_id)] }))
    expect(Object.keys(found[0] ?? {})).toEqual(Object.keys(expected[0] ?? {}))
    // The lawful basis was a constant then; what it is now is the contract's to say.
    const told = (row: Row) => without(row, 'privacy_basis', 'field_provenance')
    expect(found.map(told)).toEqual(expected.map(told))
    const same = (row: Row) => CHANGED[String(row.entity_id)] === undefined
    expect(found.filter(same).map((row) => standing(row.field_provenance))).toEqual(
      expected.filter(same).map((row) => standing(row.field_provenance)),
    )
  })

  test('publish the people that they always did; who was two is one, with what both had', async () => {
    const found = byId(await now('contacts'), 'contact_id')
    const old = byId(before('contacts'), 'contact_id')
    expect([...found.keys()].sort()).toEqual([...old.keys()].filter((id) => ONE_PERSON[id] === undefined).sort())
    const kept = new Set(Object.values(ONE_PERSON))
    for (const [id, row] of found)
      if (!kept.has(id)) expect(row).toEqual({ ...old.get(id), ...CHANGED[id], field_provenance: expect.anything() })
    for (const [gone, id] of Object.entries(ONE_PERSON)) {
      const row = found.get(id) as Row
      expect(row.entity_id).toBe(old.get(gone)?.entity_id)
      for (const name of ['emails', 'phones', 'source_record_ids', 'source_datasets']) {
        const values = (from: Row | undefined) =>
          String(from?.[name] ?? '')
            .split('; ')
            .filter((one) => one !== '')
        expect(values(row).sort()).toEqual([...new Set([...values(old.get(gone)), ...values(old.get(id))])].sort())
      }
    }
  })

  test('say of every row whose it is, as they always did', async () => {
    const employer = new Map((await now('contacts')).map((row) => [row.contact_id, row.entity_id]))
    const place = (row: Row) => [row.file, row.sheet, row.row_number].join('|')
    const whose = new Map<string, Set<unknown>>()
    for (const row of await now('entity_links')) {
      const found = whose.get(place(row)) ?? new Set()
      whose.set(place(row), found.add(employer.get(row.entity_id as string) ?? row.entity_id))
    }
    const rows = before('entity_links')
    expect(rows.length).toBeGreaterThan(200)
    expect(rows.map((row) => [place(row), [...(whose.get(place(row)) ?? [])]])).toEqual(
      rows.map((row) => [place(row), [row.entity_id]]),
    )
  })

  test('tell of each organization once that it was created, as they always did', async () => {
    const told = (rows: readonly Row[]) =>
      rows.map((row) => [row.entity_id, row.change, row.base_version].join(' ')).sort()
    const organizations = (await now('entity_changes')).filter((row) => row.entity === 'organization')
    expect(told(organizations)).toEqual(told(before('entity_changes')))
  })
})
