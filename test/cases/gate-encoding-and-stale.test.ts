import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import iconv from 'iconv-lite'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { SourceNote } from '../../src/ledger/source-notes.ts'
import { staleSources } from '../../src/ledger/stale-sources.ts'
import { type GateDecision, gateDecision, type VerdictDocument } from '../../src/quality/index.ts'
import { encodingReasons, withAccepted } from '../../src/stages/gate/encoding-reasons.ts'
import { standingReasons } from '../../src/stages/gate/settled-causes.ts'
import { staleReasons } from '../../src/stages/gate/stale-reasons.ts'
import { arrivals } from '../../src/stages/plan/arrivals.ts'
import { hotpass } from '../cli/fake-io.ts'
import { compiledDomain, faultsOf } from '../support/compiled-domain.ts'
import { temporaryFolder } from '../support/landing.ts'
import { readDocument } from '../support/run-store.ts'

const domainText = (of: { every?: string; encoding?: string } = {}) => `id: clients
country: DE
lawful_basis: contract
entities:
  client:
    dataset: clients
    id_prefix: cli
    attributes:
      name: { type: organization_name, required: true }
      town: { type: text }
sources:
  - id: crm
    title: Our CRM
    trust: 10
    files: ['clients*.csv']
${of.every === undefined ? '' : `    expected_every: ${of.every}\n`}    tables:
      - id: crm_clients
${of.encoding === undefined ? '' : `        encoding: ${of.encoding}\n`}        describes:
          - entity: client
            key: No
            attributes: { name: Firma, town: Ort }
  - id: other
    trust: 5
    files: ['other*.csv']
    tables:
      - describes:
          - entity: client
            key: No
            attributes: { name: Firma, town: Ort }
`
const NAMES = ['Müller Söhne', 'Bäckerei Groß', 'Jäger Möbel', 'Köhler Blumen', 'Überland Süd']
const clients = (...more: readonly string[]) =>
  `No,Firma,Ort\n${[...NAMES, ...more].map((name, at) => `${at + 1},${name} GmbH,Köln`).join('\n')}\n`

const plan = {
  sources: [{ source: 'crm', file: 'clients.csv', key: 'landing/clients.csv', size: 1, etag: '', sha256: '0' }],
}
const guess = (encoding: string): SourceNote => ({
  file: 'clients.csv',
  sheet: null,
  code: 'encoding_guessed',
  count: 1,
  detail: encoding,
  readings: [
    { encodings: [encoding, 'windows-1250'], cells: ['Müller', 'Groß', 'Süd'] },
    { encodings: ['macintosh'], cells: ['M¸ller', 'Groﬂ', 'S¸d'] },
  ],
})
const DECIDED: GateDecision = gateDecision.parse({
  format: 1,
  kind: 'gate',
  run: 'r',
  pipeline: 'p',
  subject: '0'.repeat(64),
  reasons: [],
  by: 'Ana',
  at: '2026-01-02T00:00:00.000Z',
  why: 'I looked',
})

describe('an encoding that is a guess', () => {
  test('blocks, by the name of its source, with three cells as each encoding reads them and what to write where', () => {
    const [reason, ...others] = encodingReasons(plan, [
      guess('windows-1252'),
      { ...guess('windows-1252'), file: 'b.csv' },
    ])
    expect(reason).toMatchObject({
      dataset: 'crm',
      id: 'reading.encoding_guessed',
      blocks: true,
      cause: 'encoding crm windows-1252',
    })
    expect(reason?.sentence).toContain(
      'As windows-1252, windows-1250: "Müller", "Groß", "Süd". As macintosh: "M¸ller", "Groﬂ", "S¸d".',
    )
    expect(reason?.sentence).toContain('`encoding: windows-1252`')
    expect(others.map(({ dataset }) => dataset)).toEqual(['b.csv'])
  })

  test('is known once a person let it through, of that source and as that encoding alone', () => {
    const settled = new Map([['encoding crm windows-1252', DECIDED]])
    const standing = (notes: SourceNote[]) =>
      standingReasons(encodingReasons(plan, notes), settled).map(({ cause }) => cause)
    expect(standing([guess('windows-1252')])).toEqual([])
    expect(standing([guess('macintosh')])).toEqual(['encoding crm macintosh'])
    expect(standing([{ ...guess('windows-1252'), file: 'other.csv' }])).toEqual(['encoding other.csv windows-1252'])
    expect(withAccepted(plan, [guess('windows-1252')], settled)).toEqual([
      {
        file: 'clients.csv',
        sheet: null,
        code: 'encoding_found',
        count: 1,
        detail: 'windows-1252, as Ana accepted on 2026-01-02',
      },
    ])
    expect(withAccepted(plan, [guess('macintosh')], settled)).toEqual([guess('macintosh')])
  })
})

describe('expected_every', () => {
  const { sources } = compiledDomain(domainText({ every: '7 days' }))
  const stale = (arrived: string, now: string) =>
    staleSources(sources, { crm: arrived, other: '2000-01-01T00:00:00Z' }, now).map(({ source }) => source.id)

  test.each([
    ['exactly as long ago', '2026-01-01T06:00:00Z', '2026-01-08T06:00:00Z', []],
    ['a millisecond more', '2026-01-01T06:00:00Z', '2026-01-08T06:00:00.001Z', ['crm']],
    ['the same instant in another time zone', '2026-01-01T06:00:00Z', '2026-01-08T08:00:00+02:00', []],
    ['a day that is a week later there and not here', '2026-01-01T23:30:00Z', '2026-01-08T00:30:00+02:00', []],
    ['over a night in which clocks change', '2026-03-25T06:00:00+01:00', '2026-04-01T07:00:00+02:00', []],
    ['a time before the file came', '2026-01-08T06:00:00Z', '2026-01-01T06:00:00Z', []],
  ])('a file that came %s', (_, arrived, now, right) => {
    expect(stale(arrived, now)).toEqual(right)
  })

  test('a source that says nothing, or of which nothing ever came, is not stale', () => {
    expect(staleSources(sources, {}, '2026-01-08T06:00:00Z')).toEqual([])
    expect(stale('2026-01-07T00:00:00Z', '2026-01-08T06:00:00Z')).toEqual([])
  })

  test.each([
    ['36 hours', 36],
    ['1 day', 24],
    ['1 hour', 1],
    ['2 weeks', 336],
  ])('%s is %i hours', (every, hours) => {
    expect(compiledDomain(domainText({ every })).sources[0]?.expectedEvery?.milliseconds).toBe(hours * 3_600_000)
  })

  test.each(['7', 'weekly', '0 days', '-1 days', '7 Days', '1 month', '1.5 days', '7 days 2 hours'])(
    '"%s" is a fault with its line',
    (every) => {
      expect(faultsOf(domainText({ every: `"${every}"` }))).toEqual([
        expect.stringMatching(/^domain\.yaml:16:\d+, .*hours, days or weeks, such as 7 days/),
      ])
    },
  )

  const pin = (file: string, sha256: string, source = 'crm') => ({ source, key: `landing/${file}`, sha256 })
  const release = (nominalTime: string, ...files: ReturnType<typeof pin>[]) => ({
    nominalTime,
    sources: files.map((file) => ({ ...file, bytes: 1 })),
  })
  const now = '2026-01-08T00:00:00Z'
  const first = '2026-01-01T00:00:00Z'
  test.each([
    ['the first run', [pin('a.csv', '1')], undefined, {}, { crm: now }],
    [
      'nothing new',
      [pin('a.csv', '1')],
      release('2026-01-05T00:00:00Z', pin('a.csv', '1')),
      { crm: first },
      { crm: first },
    ],
    ['a release of before it was kept', [pin('a.csv', '1')], release(first, pin('a.csv', '1')), {}, { crm: first }],
    ['other content', [pin('a.csv', '2')], release(first, pin('a.csv', '1')), { crm: first }, { crm: now }],
    ['another name', [pin('b.csv', '1')], release(first, pin('a.csv', '1')), { crm: first }, { crm: now }],
    [
      'one more file',
      [pin('a.csv', '1'), pin('b.csv', '2')],
      release(first, pin('a.csv', '1')),
      { crm: first },
      { crm: now },
    ],
    ['no file any more', [], release(first, pin('a.csv', '1')), { crm: first }, { crm: first }],
    [
      'a new file of another source',
      [pin('a.csv', '1'), pin('o.csv', '2', 'other')],
      release(first, pin('a.csv', '1')),
      { crm: first },
      { crm: first, other: now },
    ],
    ['a folder of its own', [pin('crm/a.csv', '1')], release(first, pin('a.csv', '1')), { crm: first }, { crm: first }],
  ])('when the newest file came: %s', (_, files, current, known, right) => {
    expect(arrivals(sources, files, current, known, now)).toEqual(right)
  })

  test('the reason names source, rule, day and age, and only warns once a person let it stand', () => {
    const reasons = staleReasons(sources, { crm: first }, '2026-01-10T12:00:00Z')
    expect(reasons).toEqual([
      expect.objectContaining({ dataset: 'crm', id: 'source.stale', blocks: true, cause: `stale crm ${first}` }),
    ])
    expect(reasons[0]?.sentence).toMatch(
      /^crm \(error\): A new file of Our CRM comes every 7 days\. .* 2026-01-01T00:00:00Z, 9 days before/,
    )
    expect(standingReasons(reasons, new Map([[`stale crm ${first}`, DECIDED]]))).toEqual([
      expect.objectContaining({
        blocks: false,
        sentence: expect.stringMatching(/^crm \(warning\): .* Ana let it stand on 2026-01-02: I looked$/),
      }),
    ])
  })
})

describe('in a project, as a person types it', () => {
  const folder = temporaryFolder('encoding-and-stale')
  const landing = join(folder, 'landing')
  const domain = join(folder, 'domains/clients/domain.yaml')
  const store = join(folder, 'store')
  const write = (content: Uint8Array | string) => writeFileSync(join(landing, 'clients.csv'), content)
  const run = async (asOf: string) => {
    const { json, exit } = await hotpass(['run', '--landing', landing, '--store', store, '--as-of', asOf, '--json'])
    const result = json() as { run: string; status: string; reasons: string[]; notes?: string[]; gate: string }
    return { ...result, exit }
  }
  const started = process.cwd()
  afterAll(() => process.chdir(started))
  beforeAll(() => {
    mkdirSync(landing, { recursive: true })
    mkdirSync(join(folder, 'domains/clients'), { recursive: true })
    writeFileSync(join(folder, 'hotpass.yaml'), 'pipelines:\n  clients: { domain: clients }\n')
    writeFileSync(domain, domainText({ every: '7 days' }))
    write(iconv.encode(clients(), 'windows-1252'))
    process.chdir(folder)
  })

  test('blocked, let through, known, stale, and stated', async () => {
    const blocked = await run('2026-01-01')
    expect([blocked.exit, blocked.status]).toEqual([3, 'blocked'])
    expect(blocked.reasons[0]).toMatch(/^crm \(error\): .*"Müller Söhne GmbH".*As macintosh: "M¸ller Sˆhne GmbH"/)
    expect(readDocument<VerdictDocument>(store, `runs/${blocked.run}/verdict.json`).causes).toEqual([
      'encoding crm windows-1252',
    ])

    const let_ = await hotpass([
      'gate',
      'release',
      blocked.run,
      '--why',
      'the names are right',
      '--by',
      'Ana',
      '--json',
      '--store',
      store,
    ])
    expect(let_.exit).toBe(0)

    write(iconv.encode(clients('Öztürk Gärten'), 'windows-1252'))
    const known = await run('2026-01-02')
    expect([known.status, known.gate, known.reasons]).toEqual(['published', 'passed', []])
    expect(known.notes).toContain(
      'clients.csv: it is read as windows-1252, as Ana accepted on '.concat(new Date().toISOString().slice(0, 10), '.'),
    )

    expect((await run('2026-01-09')).status).toBe('unchanged')
    const stale = await run('2026-01-09T00:00:01Z')
    expect([stale.status, stale.reasons[0]]).toEqual([
      'blocked',
      expect.stringMatching(/^crm \(error\): A new file of Our CRM comes every 7 days/),
    ])

    write(iconv.encode(clients('Äpfel Körber'), 'macintosh'))
    writeFileSync(domain, domainText({ every: '7 days', encoding: 'macintosh' }))
    const stated = await run('2026-01-10')
    expect([stated.status, stated.notes]).toEqual([
      'published',
      expect.arrayContaining(['clients.csv: it is read as macintosh.']),
    ])
  })
})
