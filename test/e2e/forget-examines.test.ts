import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync, zstdCompressSync } from 'node:zlib'
import { strToU8, zipSync } from 'fflate'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { ownerName } from '../../src/storage/process-owner.ts'
import { hotpass } from '../cli/fake-io.ts'
import { whereFound } from '../support/byte-search.ts'
import { temporaryFolder, writeSheets } from '../support/landing.ts'
import { MARKED_EMAIL, MARKERS, markedSheets, SECOND_EMAIL } from '../support/marked-person.ts'
import { refine, storeKeys } from '../support/run-store.ts'

const folder = temporaryFolder('examines')
const landing = join(folder, 'landing')
const template = join(folder, 'store')
const UUID = '01234567-89ab-4cde-8f01-23456789abcd'
const GONE = ownerName().replace(/^\d+-\d*/, '4194399-1')

let store: string
let temporary: string
let count = 0

beforeAll(async () => {
  process.env.TMPDIR = folder
  mkdirSync(landing)
  writeSheets(join(landing, 'Reachout Database.xlsx'), markedSheets(5))
  const set = ['publish.exports=["csv","xlsx","parquet","jsonl"]']
  expect((await refine(template, landing, { asOf: '2026-01-01', set })).status).toBe('published')
})

beforeEach(() => {
  store = join(folder, `store-${count}`)
  temporary = join(folder, `tmp-${count++}`)
  mkdirSync(temporary)
  process.env.TMPDIR = temporary
  cpSync(template, store, { recursive: true })
})

const forget = (...more: string[]) =>
  hotpass(['forget', '-', '--yes', '--why', 'ticket 88', '--by', 'me', '--store', store, ...more], {
    input: `${MARKED_EMAIL}\n`,
  })
const certificates = () => storeKeys(store, 'erasures/certificates')
const left = () => whereFound([store, temporary], MARKERS)

describe('after forget', () => {
  test('a byte search of store, scratch, exports and everything packed finds nothing of the person, whatever lay there', async () => {
    const put = (path: string, content: string | Uint8Array) => {
      const at = join(store, path)
      mkdirSync(join(at, '..'), { recursive: true })
      writeFileSync(at, content)
    }
    // What a killed run leaves, and what people put where nothing of the program looks.
    put(`.store/tmp/${GONE}.${UUID}.tmp`, `mail ${MARKED_EMAIL}`)
    put('notes/call.txt', `Zanele Markerova, 082 555 7788\nThandi stays`)
    put('notes/list.csv', `who,mail\nZanele,${MARKED_EMAIL}\nThandi,desk1@org1.example\n`)
    put('notes/list.json', JSON.stringify([{ mail: MARKED_EMAIL, note: 'n' }, { mail: 'desk1@org1.example' }]))
    put('landing/readme.txt', `written by ${SECOND_EMAIL}`)
    put('exports/by-hand.ndjson', `${JSON.stringify({ mail: SECOND_EMAIL })}\n`)
    put('runs/of-before/note.md', `asked ${MARKED_EMAIL}`)
    put('landing/headless.csv', `Zanele,${MARKED_EMAIL}\nThandi,desk1@org1.example\n`)
    put('landing/torn.jsonl', `{"mail":"desk1@org1.example"}\n{"mail":"${MARKED_EMAIL}",\n`)
    put('landing/long.csv', `name,note\nThandi,"${'x '.repeat(60_000)}${SECOND_EMAIL}"\n`)
    mkdirSync(join(temporary, `hotpass-${GONE}-AbCdEf`))
    writeFileSync(join(temporary, `hotpass-${GONE}-AbCdEf`, 'part.csv'), MARKED_EMAIL)
    const before = await left()
    for (const marker of MARKERS)
      expect(
        before.some((found) => found.endsWith(marker)),
        marker,
      ).toBe(true)
    for (const room of ['landing', 'work', 'datasets', 'exports', '.store', 'notes', 'runs', 'hotpass-'])
      expect(
        before.some((found) => found.startsWith(room)),
        room,
      ).toBe(true)

    const done = await forget()
    expect([done.err.replaceAll(/^Erasing.*$/gm, '').trim(), done.exit]).toEqual(['', 0])
    expect(done.out).toContain(`All ${storeKeys(store).length} files of the store were looked through`)
    expect(await left()).toEqual([])
    expect(readdirSync(temporary)).toEqual([])
    // Everybody else's words stay.
    expect(readFileSync(join(store, 'notes/call.txt'), 'utf8')).toContain('Thandi stays')
    expect(readFileSync(join(store, 'notes/list.csv'), 'utf8')).toContain('Thandi,desk1@org1.example')
    expect(readFileSync(join(store, 'notes/list.json'), 'utf8')).toContain('desk1@org1.example')
    expect(readFileSync(join(store, 'landing/torn.jsonl'), 'utf8')).toContain('{"mail":"desk1@org1.example"}\n')
    const again = await refine(store, landing, { asOf: '2026-01-02' })
    expect(again.status).toBe('published')
    expect(await left()).toEqual([])
  })

  test('what the person shares with somebody of another name stays with them', async () => {
    const sheets = markedSheets(5)
    const people = sheets['Contact Info'] as (string | number | null)[][]
    people.push([
      999,
      'Nobody Knows Aero',
      null,
      'Pieter',
      'Botha',
      'Owner',
      '083 555 1122',
      null,
      'pb@other.example',
      null,
    ])
    const shared = join(folder, `shared-${count}`)
    mkdirSync(shared)
    writeSheets(join(shared, 'Reachout Database.xlsx'), sheets)
    store = join(folder, `store-shared-${count}`)
    expect((await refine(store, shared, { asOf: '2026-01-01' })).status).toBe('published')
    const done = await forget()
    expect(done.exit).toBe(0)
    expect((await whereFound([store], ['pb@other.example'])).length).toBeGreaterThan(0)
    expect((await left()).filter((found) => !/: 83 ?555 ?1122$/.test(found))).toEqual([])
    expect((await left()).some((found) => found.startsWith('landing/'))).toBe(true)
  })
})

describe('forget certifies nobody while', () => {
  test('a file lies there that nothing can look through, or that holds the person where nothing can be taken out', async () => {
    const odd: Record<string, [content: Uint8Array, why: RegExp]> = {
      'a.pdf': [Buffer.from('%PDF-1.4 nothing that can be read'), /no text, and of no format/],
      'an image': [Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 1, 2, 3]), /no text, and of no format/],
      'broken.xlsx': [Buffer.concat([Buffer.from('PK\x03\x04'), Buffer.alloc(40)]), /cannot be unpacked/],
      'broken.parquet': [Buffer.from('PAR1 is not all of it'), /cannot be read as one/],
      'in.gz': [gzipSync(`x ${SECOND_EMAIL}`), /holds the person/],
      'in.zst': [zstdCompressSync(`x ${MARKED_EMAIL}`), /holds the person/],
      'in.zip': [zipSync({ a: zipSync({ b: strToU8('tel +27 82 555 7788') }) }), /holds the person/],
      'in.rtf.gz.gz': [gzipSync(gzipSync(`x ${MARKED_EMAIL}`)), /holds the person/],
    }
    for (const [name, [content]] of Object.entries(odd)) writeFileSync(join(store, 'landing', name), content)
    const refused = await forget()
    expect([refused.exit, refused.out]).toEqual([1, ''])
    expect(refused.err).toContain('8 things stand in the way')
    for (const [name, [, why]] of Object.entries(odd))
      expect(refused.err).toMatch(
        new RegExp(`landing/${name}: ${''}[^\n]*${why.source}[^\n]*\n.*rm -- '.*landing/${name}'`),
      )
    expect(refused.err).not.toMatch(/zanele|markerova|quibble|zq\.private|555/i)
    expect(certificates()).toEqual([])
    for (const name of Object.keys(odd)) unlinkSync(join(store, 'landing', name))
    const done = await forget()
    expect([done.err.replaceAll(/^Erasing.*$/gm, '').trim(), done.exit]).toEqual(['', 0])
    expect(certificates()).toHaveLength(1)
    expect(await left()).toEqual([])
  })

  test('something is there that is no file, or none of the store’s own', async () => {
    symlinkSync(join(folder, 'landing'), join(store, 'elsewhere'))
    symlinkSync('/etc/hostname', join(store, 'datasets', 'link.json'))
    execFileSync('mkfifo', [join(store, 'pipe')])
    writeFileSync(join(store, '.store', 'letter'), MARKED_EMAIL)
    writeFileSync(join(store, '.store', 'tmp', 'letter'), 'x')
    writeFileSync(Buffer.concat([Buffer.from(`${store}/latin-`), Buffer.from([0xe9])]), 'x')
    const odd = ['elsewhere', 'datasets/link.json', 'pipe', '.store/letter', '.store/tmp/letter', 'latin-']
    const refused = await forget()
    expect(refused.exit).toBe(1)
    for (const name of odd) expect(refused.err).toContain(join(store, name))
    expect(refused.err).toMatch(/a symbolic link.*a pipe, a socket or a device/s)
    expect(refused.err).toMatch(/rm -r -- '/)
    expect(certificates()).toEqual([])
  })

  test('a draft or scratch cannot be told from that of a living process', async () => {
    const foreign = '77-88-00000000-99@another.machine'
    const paths = [
      join(store, '.store', 'tmp', `${foreign}.${UUID}.tmp`),
      join(store, '.store', 'tmp', `${UUID}.tmp`),
      join(temporary, 'hotpass-AbCdEf'),
    ]
    for (const path of paths.slice(0, 2)) writeFileSync(path, MARKED_EMAIL)
    mkdirSync(join(paths[2] as string, 'spill'), { recursive: true })
    const refused = await forget()
    expect(refused.exit).toBe(1)
    for (const path of paths) expect(refused.err).toContain(`rm -r -- '${path}'`)
    expect(refused.err).toContain('process 77 on another.machine')
    expect(certificates()).toEqual([])
  })

  test('a run is under way, and then nothing at all is changed', async () => {
    const holder = {
      run: 'r1',
      execution: 'arn:none',
      since: '2026-01-01T00:00:00.000Z',
      until: '2999-01-01T00:00:00.000Z',
    }
    const lease = { format: 1, pipeline: 'refinement', holders: [holder], waiting: null }
    writeFileSync(join(store, 'leases/refinement.json'), JSON.stringify(lease))
    const before = await left()
    const refused = await forget()
    expect([refused.exit, refused.err]).toEqual([
      1,
      expect.stringMatching(/Nothing was changed.*r1: it is under way.*hotpass status .*r1/s),
    ])
    expect(await left()).toEqual(before)
    expect(storeKeys(store, 'erasures')).toEqual([])
  })

  test('the reason names the person', async () => {
    const refused = await forget('--why', `asked by ${MARKED_EMAIL}`)
    expect([refused.exit, refused.err]).toEqual([1, expect.stringContaining('--why: it names the person')])
    expect(storeKeys(store, 'erasures')).toEqual([])
  })
})

describe('a file that nothing can read', () => {
  test('may be vouched for by name, which the certificate keeps with its hash; the dry run says what will stand in the way', async () => {
    writeFileSync(join(store, 'landing', 'form.pdf'), '%PDF-1.4')
    const looked = await hotpass(['forget', '-', '--dry-run', '--store', store], { input: MARKED_EMAIL })
    expect([looked.exit, looked.out]).toEqual([
      0,
      expect.stringMatching(/cannot be certified.*form\.pdf.*--vouch 'landing\/form\.pdf'/s),
    ])
    expect((await forget('--vouch', 'landing/another.pdf')).exit).toBe(1)
    const done = await forget('--vouch', 'landing/form.pdf', '--json')
    expect(done.json()).toMatchObject({ vouched: { 'landing/form.pdf': expect.stringMatching(/^[0-9a-f]{64}$/) } })
    expect(done.exit).toBe(0)
  })

  test('is not passed over by vouching for what can be read and holds the person', async () => {
    writeFileSync(join(store, 'landing', 'old.gz'), gzipSync(MARKED_EMAIL))
    expect((await forget('--vouch', 'landing/old.gz')).exit).toBe(1)
  })
})
