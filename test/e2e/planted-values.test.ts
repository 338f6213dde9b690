import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { lineageResendCommand } from '../../src/cli/lineage-resend-command.ts'
import type { ContractField } from '../../src/contracts/index.ts'
import { openEngine } from '../../src/engine/engine.ts'
import { maskError } from '../../src/run/observe/mask-error.ts'
import { fakeIo, hotpass as inProcess } from '../cli/fake-io.ts'
import { contracts } from '../support/aviation.ts'
import { readSheets, temporaryFolder, writeSheets } from '../support/landing.ts'
import { type Collector, startCollector } from '../support/lineage-collector.ts'
import { type OtlpCollector, startOtlpCollector } from '../support/otlp-collector.ts'
import { dataOf, query, readDocument, storeKeys } from '../support/run-store.ts'
import { sqlAttempts } from '../support/sql-attempts.ts'

const folder = temporaryFolder('planted')
const root = join(import.meta.dirname, '..', '..')
const sources = [...contracts.values()].filter(({ kind }) => kind === 'source')

/** What would betray a planted value wherever it turned up: in the words as written, or as a normaliser writes them. */
const betrayals = new Map<string, string[]>()
let planted = 0

/** A value that is right for the field, and like no other in the world. */
function plant(contract: string, field: ContractField): string {
  const n = 1000 + planted++
  const place = `${contract}.${field.name}`
  if (/mail/.test(field.name)) {
    betrayals.set(`${place} ${n}`, [`qzmark${n}`])
    return `qzmark${n}@planted.example`
  }
  if (/phone|whatsapp|cell|tel/.test(field.name)) {
    betrayals.set(`${place} ${n}`, [`82777${n}`, `82 777 ${n}`, `82-777-${n}`])
    return `082 777 ${n}`
  }
  return plantName(place)
}

/** A word that nothing tells for a name but where it stands. */
function plantName(place: string): string {
  const n = 1000 + planted++
  betrayals.set(`${place} ${n}`, [`qzmark${n}x`])
  return `Qzmark${n}x`
}

const NAMES = new Set(['company', 'school', 'organisation_name', 'name_of_organisation', 'quicknooks_name'])

/** An address or a phone in a field that is not for it. */
function misplace(contract: string, field: ContractField): string {
  const n = 1000 + planted++
  betrayals.set(`${contract}.${field.name} ${n}`, [`qzmark${n}`, `82777${n}`, `82 777 ${n}`, `82-777-${n}`])
  // The slug of an organization keeps the digits of a phone, and no more of an address than words.
  return n % 2 === 0 && !NAMES.has(field.name) ? `qzmark${n}@planted.example` : `${field.example} 082 777 ${n}`
}

const ADDRESS = contracts.get('contacts')?.fields.find(({ name }) => name === 'email_primary') as ContractField

const csv = (rows: readonly (readonly string[])[]): string =>
  rows.map((row) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')).join('\r\n')

/** Rows that pass, a row without its keys, and a key repeated with other content: each way a row can end. */
function plantedTable(contract: (typeof sources)[number]): string[][] {
  const row = (n: number, without: (field: ContractField) => boolean = () => false) =>
    contract.fields.map((field) => {
      if (without(field)) return ''
      if (field.pii !== 'none') return plant(contract.id, field)
      return field.primaryKey ? String(field.example).replace(/\d+$/, '') + n : String(field.example)
    })
  // Names of organizations and ids are left: what is published under them is found by them.
  const misplaced = (n: number) =>
    row(n).map((text, at) => {
      const field = contract.fields[at] as ContractField
      return field.pii === 'none' && !field.primaryKey ? misplace(contract.id, field) : text
    })
  const rows = [
    row(1),
    row(2),
    row(2),
    row(3, ({ required }) => required),
    row(4, ({ pii, required }) => pii === 'none' && !required),
    misplaced(5),
    misplaced(6),
  ]
  const unknown = `${contract.id}.unmapped`
  return [
    // A label beside so many that are known is told as it is: whoever maps it must read it. An address in it is not.
    [...contract.fields.map(({ label }) => label), 'Elektronische Post', misplace(unknown, ADDRESS)],
    ...rows.map((cells) => [...cells, plantName(unknown), misplace(unknown, ADDRESS)]),
  ]
}

interface Held {
  readonly rows: readonly { readonly id: string }[]
}

interface Queue {
  readonly pairs: readonly { readonly pair_id: string }[]
}

/** Whether the name of the file that is called after somebody stands in a text. */
const holds = (text: string) => FILE_MARKS.some((mark) => text.includes(mark))
const logged = () => emitted.split('\n').filter((line) => /^\{.*"level":/.test(line))

let collector: OtlpCollector
/** A lineage back end; what it is sent is searched as it arrives. */
let backEnd: Collector
let emitted = ''

/** One command line with everything switched on that can speak; gives all that it said, and what of it is the answer. */
async function speak(args: readonly string[]): Promise<{ exit: number; out: string; said: string }> {
  const child = spawn(process.execPath, ['bin/hotpass.ts', ...args], {
    cwd: root,
    env: {
      ...process.env,
      NODE_OPTIONS: '',
      HOTPASS_TRACING: 'console,otlp',
      HOTPASS_TRACING_SLOW_MS: '0',
      HOTPASS_METRICS: 'otlp',
      HOTPASS_LOG_LEVEL: 'debug',
      HOTPASS_DEBUG: '1',
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      OPENLINEAGE_URL: backEnd.url,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let out = ''
  let err = ''
  child.stdout.on('data', (chunk) => {
    out += String(chunk)
  })
  child.stderr.on('data', (chunk) => {
    err += String(chunk)
  })
  const [exit] = (await once(child, 'close')) as [number]
  return { exit, out, said: err + out }
}

/** A command whose JSON answer is wanted; what it said is kept. */
async function hotpass(args: readonly string[]): Promise<{ run: string; status: string }> {
  const { out, said } = await speak([...args, '--json'])
  emitted += said
  return JSON.parse(out) as { run: string; status: string }
}

/** Every planted value that stands in a text, by where it was planted. */
function betrayed(text: string): string[] {
  const lower = text.toLowerCase()
  return [...betrayals].filter(([, words]) => words.some((word) => lower.includes(word))).map(([place]) => place)
}

/** What stands where: nothing, where all is well. */
const leaks = (texts: Iterable<readonly [string, string]>): [string, string[]][] =>
  [...texts].map(([where, text]): [string, string[]] => [where, betrayed(text)]).filter(([, found]) => found.length > 0)

/** Every document that a run leaves and that is not the data itself, by key: manifests, shards' states and rows held back among them. */
async function documents(store: string): Promise<[string, string][]> {
  const plain = storeKeys(store)
    .filter((key) => !/^landing\/|\.parquet$|^exports\//.test(key))
    .map((key): [string, string] => [key, readFileSync(join(store, key), 'latin1')])
  const held = storeKeys(store).filter((key) => /^quarantine\/.*\.parquet$/.test(key))
  const rows = held.map(async (key): Promise<[string, string]> => {
    return [key, JSON.stringify(await query(folder, `SELECT * FROM read_parquet('${join(store, key)}')`))]
  })
  return [...plain, ...(await Promise.all(rows))]
}

beforeAll(async () => {
  collector = await startOtlpCollector()
  backEnd = await startCollector()
})
afterAll(() => Promise.all([collector.stop(), backEnd.close()]))

/** What went over the network, by where it went. */
const sent = (): [string, string][] => [
  ...collector.bodies.map((body, n): [string, string] => [`OTLP request ${n}`, body.toString('latin1')]),
  ...backEnd.received.map(({ path, headers, text }, n): [string, string] => [
    `lineage request ${n}`,
    `${path} ${JSON.stringify(headers)} ${text}`,
  ]),
]
/** Sends what a run, on a busy machine, had no time to send. */
const resend = (store: string) =>
  lineageResendCommand(undefined, { store, json: false }, fakeIo({ env: { OPENLINEAGE_URL: backEnd.url } }))
/** How the runs ended that the lineage back end was told of, the last first. */
const endings = () => backEnd.events.map(({ eventType }) => eventType).reverse()

const landing = join(folder, 'landing')
mkdirSync(landing)
// A file called after somebody: its name stands wherever the file is named, which is in the store and on the owner's own screen.
const FILE_MARKS = ['827779999', '82 777 9999', '82-777-9999', 'qzfile@']
const named = (id: string) =>
  id === 'reachout_organisation' ? `${id} 082 777 9999 qzfile@planted.example.csv` : `${id}.csv`
for (const contract of sources) writeFileSync(join(landing, named(contract.id)), csv(plantedTable(contract)))
// A workbook with a sheet that no layout knows, named after somebody.
writeSheets(join(landing, 'SACAA Flight Schools planted.xlsx'), {
  Cleaned: plantedTable(contracts.get('sacaa_cleaned') as (typeof sources)[number]),
  [plantName('sheet')]: [[plantName('sheet header')], [plantName('sheet cell')]],
})
const headless = join(folder, 'headless')
mkdirSync(headless)
writeFileSync(
  join(headless, 'reachout_contact_info 082 777 9999 qzfile@planted.example.csv'),
  csv(plantedTable(contracts.get('reachout_contact_info') as (typeof sources)[number]).slice(1)),
)

describe('values planted in every column of every source, mapped or not, in headers and in the name of a sheet', () => {
  test('are really planted: all sources have them, and they arrive where they are published', async () => {
    const fields = sources.flatMap(({ id, fields }) =>
      fields.filter(({ pii, primaryKey }) => pii !== 'none' || !primaryKey).map(({ name }) => `${id}.${name}`),
    )
    expect(fields.length).toBeGreaterThan(40)
    for (const field of fields) expect([...betrayals.keys()].some((place) => place.startsWith(field))).toBe(true)
    const { status } = await hotpass(['run', 'refinement', '--landing', landing, '--store', join(folder, 'published')])
    expect(status).toBe('published')
    const rows = await query(folder, `SELECT * FROM ${dataOf(join(folder, 'published'), 'contacts')}`)
    expect(betrayed(JSON.stringify(rows)).length).toBeGreaterThan(3)
  })

  test('are in nothing that a published run says of itself', async () => {
    expect(collector.spans.length).toBeGreaterThan(20)
    expect(collector.points.length).toBeGreaterThan(10)
    expect(emitted).toContain('"event":"run.ended"')
    await resend(join(folder, 'published'))
    expect(endings()[0]).toBe('COMPLETE')
    expect(backEnd.events.length).toBeGreaterThan(20)
    const texts = new Map([['stdout and stderr', emitted], ...(await documents(join(folder, 'published'))), ...sent()])
    expect(texts.size).toBeGreaterThan(40)
    expect([...texts.keys()].some((key) => key.startsWith('site/'))).toBe(true)
    expect(leaks(texts)).toEqual([])
  })

  test('the name of a file is where the file is named: in the store; nothing that is sent or logged has its address or number', async () => {
    const named = (await documents(join(folder, 'published'))).filter(([, text]) => holds(text)).map(([key]) => key)
    expect(named.some((key) => key.endsWith('plan.json'))).toBe(true)
    expect(named.filter((key) => /\/lineage\/|^site\/lineage/.test(key))).toEqual([])
    expect(sent().filter(([, text]) => holds(text))).toEqual([])
    expect(JSON.stringify(backEnd.events)).toContain(
      'landing/reachout/reachout_organisation ***99 q***@planted.example.csv',
    )
    expect(logged().length).toBeGreaterThan(10)
    expect(logged().filter(holds)).toEqual([])
  })

  test('are in nothing that a command says which reads the run, its rows and what was published, in words or as JSON', async () => {
    const store = join(folder, 'published')
    const { run } = JSON.parse((await speak(['runs', '--store', store, '--json'])).out).runs[0] as { run: string }
    const [row] = (JSON.parse((await speak(['quarantine', 'list', run, '--store', store, '--json'])).out) as Held).rows
    const record = `SELECT source_record_id AS id FROM ${dataOf(store, 'entity_links')} WHERE row_class = 'published'`
    const [published] = await query<{ id: string }>(folder, `${record} ORDER BY ALL LIMIT 1`)
    const pairs = JSON.parse((await speak(['review', 'list', '--store', store, '--json'])).out) as Queue
    expect(row?.id).toBeDefined()
    expect(pairs.pairs.length).toBeGreaterThan(0)
    const commands = [
      ['runs'],
      ['runs', 'show', run],
      ['status'],
      ['status', run],
      ['gate', 'show', run, '--all'],
      ['explain', published?.id as string],
      ['review', 'list'],
      ['review', 'list', '--all'],
      ['review', 'show', pairs.pairs[0]?.pair_id as string],
      ['review', 'decisions'],
      ['quarantine', 'list'],
      ['quarantine', 'list', run],
      ['set-aside', run],
      ['lineage', 'show', 'contacts'],
      ['lineage', 'show', 'contacts.emails', '--all'],
      ['versions'],
      ['versions', 'contacts'],
      ['verify', 'contacts'],
      ['contracts', 'diff'],
      ['plan', 'refinement', '--landing', landing],
      ['profile', 'organizations'],
      ['forget', '--list'],
    ]
    const said: [string, string][] = []
    for (const command of commands)
      for (const format of [[], ['--json']]) {
        const { exit, said: text } = await speak([...command, '--store', store, ...format])
        expect(`${command.join(' ')}: ${exit}`).toBe(`${command.join(' ')}: 0`)
        expect(text.length).toBeGreaterThan(10)
        said.push([[...command, ...format].join(' '), text])
      }
    expect(leaks(said)).toEqual([])
  })

  test('a record or pair that is named in SQL is no record of the published links, and nothing of the text is run', async () => {
    const store = join(folder, 'published')
    const [secret, written] = [join(folder, 'secret.txt'), join(folder, 'written')]
    writeFileSync(secret, 'what nobody may read')
    const decisions = () => storeKeys(store).filter((key) => key.startsWith('decisions/'))
    const before = decisions()
    for (const attempt of sqlAttempts(secret, written))
      for (const args of [
        ['explain', attempt],
        ['review', 'accept', `${attempt}~${attempt}`, '--why', 'w', '--by', 'b'],
        ['quarantine', 'fix', 'latest', attempt, '--set', `${attempt}=1`, '--why', 'w', '--by', 'b'],
      ]) {
        const done = await inProcess([...args, '--store', store])
        expect(`${args[0]} ${attempt}: ${done.exit}`).not.toBe(`${args[0]} ${attempt}: 0`)
        expect(done.err).toMatch(/no (?:entity and no )?record|is no |no row/)
        expect(done.err).not.toContain('what nobody may read')
        expect(existsSync(written)).toBe(false)
      }
    expect(decisions()).toEqual(before)
  })

  test('are written by the commands whose purpose it is, which say so', async () => {
    const store = join(folder, 'published')
    const rejected = join(folder, 'rejected.xlsx')
    const exported = await speak(['quarantine', 'export', 'latest', '--out', rejected, '--store', store])
    expect(exported.out).toContain('They are unmasked: keep the file to yourself.')
    expect(statSync(rejected).mode & 0o077).toBe(0)
    expect(betrayed(exported.said)).toEqual([])
    expect(betrayed(JSON.stringify(readSheets(readFileSync(rejected)))).length).toBeGreaterThan(3)
    const masked = join(folder, 'queue.csv')
    const queue = await speak(['review', 'export', '--out', masked, '--store', store])
    expect(queue.out).toContain('personal values are masked (--show-personal writes them)')
    expect(betrayed(readFileSync(masked, 'utf8'))).toEqual([])
    const shown = await speak(['review', 'list', '--all', '--show-personal', '--store', store, '--json'])
    expect(betrayed(shown.out).length).toBeGreaterThan(0)
  })

  test('are in nothing that a blocked run says, its verdict and its pages included', async () => {
    const store = join(folder, 'blocked')
    const { run, status } = await hotpass([
      'run',
      'refinement',
      '--landing',
      landing,
      '--store',
      store,
      '--set',
      'gate.min_rows.organizations=9999',
    ])
    expect(status).toBe('blocked')
    expect(readDocument<{ verdict: string }>(store, `runs/${run}/verdict.json`).verdict).toBe('blocked')
    const shown = await speak(['gate', 'show', run, '--all', '--store', store, '--json'])
    await resend(store)
    expect(endings()[0]).toBe('FAIL')
    expect(
      leaks([['stdout and stderr', emitted], ['gate show', shown.said], ...(await documents(store)), ...sent()]),
    ).toEqual([])
  })

  test('are in nothing that a failing run says, though its table has people where the labels should be', async () => {
    const store = join(folder, 'failed')
    const { run, status } = await hotpass(['run', 'refinement', '--landing', headless, '--store', store])
    expect(status).toBe('failed')
    expect(readDocument<{ message: string }>(store, `runs/${run}/failure.json`).message).toMatch(/no column for/)
    await resend(store)
    expect(JSON.stringify(backEnd.events.at(-1))).toMatch(/no column for/)
    expect(leaks([['stdout and stderr', emitted], ...(await documents(store)), ...sent()])).toEqual([])
    expect(emitted).toMatch(/^\{.*"error_message":"reachout_contact_info \*\*\*99 q\*\*\*@planted\.example\.csv/m)
    expect(logged().filter(holds)).toEqual([])
    expect(sent().filter(([, text]) => holds(text))).toEqual([])
  })
})

describe('an error that quotes data', () => {
  test('of the data engine: the cell it could not take, and the literals of the query', async () => {
    const engine = await openEngine({ memoryLimitMb: 128, threads: 1, scratch: join(folder, 'spill') })
    try {
      const failing = engine.rows(`SELECT CAST(v AS INTEGER) FROM (VALUES ('thandi.secret@example.org')) t(v)`)
      const error = await failing.catch((cause: unknown) => cause as Error)
      expect(error).toBeInstanceOf(Error)
      const whole = `${(error as Error).stack} ${String((error as Error).cause)}`
      expect(whole).toContain('Could not convert string')
      expect(whole).not.toContain('thandi')
    } finally {
      engine.close()
    }
  })

  test('of the language: quoted text, addresses and numbers, in message, stack and cause; the name stays', () => {
    const cause = new Error('cannot reach thandi@example.org on +27 82 123 4567')
    const error = new SyntaxError(`Unexpected token 'T', "Thandi Example" is not valid JSON`, { cause })
    maskError(error)
    expect(error.name).toBe('SyntaxError')
    for (const text of [error.message, error.stack ?? '', cause.message, cause.stack ?? ''])
      for (const secret of ['Thandi', 'thandi', '123 4567', '82 123']) expect(text).not.toContain(secret)
    expect(error.message).toContain('is not valid JSON')
  })

  test('but not of the system: which file or package is amiss stays readable', async () => {
    const missing = await readFile(join(folder, 'no such file')).catch((cause: unknown) => cause as Error)
    maskError(missing)
    expect((missing as Error).message).toContain('no such file')
  })
})
