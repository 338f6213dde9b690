import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync, zstdCompressSync } from 'node:zlib'
import { strToU8, zipSync } from 'fflate'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Engine, openEngine } from '../../src/engine/engine.ts'
import { searchStore } from '../../src/stewardship/erasure/search-store.ts'
import { Suppression, suppressionOf } from '../../src/stewardship/erasure/suppression.ts'
import { openStore } from '../../src/storage/open-store.ts'
import { temporaryFolder } from '../support/landing.ts'

const MAIL = 'zanele@org.example'
const suppression = new Suppression(
  suppressionOf(
    {
      keys: [],
      ids: [],
      emails: [MAIL],
      phones: ['+27825557788'],
      numbers: [],
      shared: [],
      names: [],
      organizations: [],
      entities: [],
      rows: [],
    },
    'ZA',
    '2026-01-01T00:00:00.000Z',
  ),
)
const folder = temporaryFolder('hidden-places')
let engine: Engine
let count = 0

beforeAll(async () => {
  engine = await openEngine({ memoryLimitMb: 128, threads: 1, scratch: folder, reach: { folders: [folder] } })
})
afterAll(() => engine.close())

/** Why a store with one file has no certificate; undefined when it has one. */
async function obstacle(name: string, content: string | Uint8Array): Promise<string | undefined> {
  const root = join(folder, `store-${count++}`)
  mkdirSync(root)
  writeFileSync(join(root, name), content)
  const store = await openStore(root)
  const { obstacles } = await searchStore({ store, engine, scratch: folder, suppression, vouched: [], erased: true })
  expect(obstacles.length).toBeLessThan(2)
  return obstacles[0]?.why
}

/** A zip archive whose bytes are changed at a text of four letters, each time that it stands there. */
const withText = (zip: Uint8Array, before: string, after: string): Uint8Array =>
  Buffer.from(Buffer.from(zip).toString('latin1').replaceAll(before, after), 'latin1')

/** An archive of two parts whose directory names the second only. */
function withoutFirst(zip: Uint8Array): Uint8Array {
  const bytes = Buffer.from(zip)
  const end = bytes.lastIndexOf('PK\x05\x06', undefined, 'latin1')
  const first = bytes.readUInt32LE(end + 16)
  const length = 46 + bytes.readUInt16LE(first + 28) + bytes.readUInt16LE(first + 30) + bytes.readUInt16LE(first + 32)
  bytes.writeUInt16LE(1, end + 8)
  bytes.writeUInt16LE(1, end + 10)
  bytes.writeUInt32LE(bytes.readUInt32LE(end + 12) - length, end + 12)
  return Buffer.concat([bytes.subarray(0, first), bytes.subarray(first + length)])
}

const HOLDS = /holds the person/
const zip = (parts: Record<string, string>, comment?: string) =>
  zipSync(
    Object.fromEntries(
      Object.entries(parts).map(([name, text]) => [name, [strToU8(text), comment === undefined ? {} : { comment }]]),
    ),
  )
const skipped = Buffer.concat([Buffer.from([0x50, 0x2a, 0x4d, 0x18, MAIL.length, 0, 0, 0]), Buffer.from(MAIL)])
const named = Buffer.concat([Buffer.from([0x1f, 0x8b, 8, 8, 0, 0, 0, 0, 0, 3]), Buffer.from(`${MAIL}\0`)])

describe('an erasure is not certified while the person stands', () => {
  test.each<[string, string, string | Uint8Array, RegExp]>([
    ['in the first of two parts of a name', 'a.zip', withText(zip({ aaaa: MAIL, bbbb: '-' }), 'bbbb', 'aaaa'), /hide/],
    [
      'in a part that the directory does not name',
      'a.zip',
      withoutFirst(zip({ a: MAIL.repeat(9), b: '-' })),
      /does not name/,
    ],
    ['in a part of the name __proto__', 'a.zip', withText(zip({ aaaaaaaaa: MAIL }), 'aaaaaaaaa', '__proto__'), /hide/],
    ['in the comment of a part', 'a.zip', zip({ a: '-' }, MAIL), HOLDS],
    ['in the name of a part', 'a.zip', zip({ [`x/${MAIL}`]: '-' }), HOLDS],
    ['in the name that gzip keeps', 'a.gz', Buffer.concat([named, gzipSync('-').subarray(10)]), HOLDS],
    ['in a second member of gzip', 'a.gz', Buffer.concat([gzipSync('- '), gzipSync(MAIL)]), HOLDS],
    ['in a frame that readers of Zstandard skip', 'a.zst', Buffer.concat([zstdCompressSync('-'), skipped]), HOLDS],
    ['in letters of four bytes', 'a.txt', Buffer.from('\ufeffzanele'.split('').join('\0'), 'utf16le'), /no text/],
    ['in an address of the web', 'a.txt', 'https://x.example/?to=1;zanele%40org.example', HOLDS],
    ['in quoted-printable', 'a.eml', 'To: zanele=40org.exa=\nmple', HOLDS],
    ['in a folded line', 'a.vcf', 'EMAIL:zanele@org.ex\n ample', HOLDS],
    ['in base64 of a mail', 'a.eml', `Content-Transfer-Encoding: base64\n\n${btoa(MAIL)}`, /base64/],
    ['in entities', 'a.html', 'zanele&commat;org&period;example', HOLDS],
    ['in a number with spaces that do not break', 'a.txt', 'call 082\u00a0555\u00a07788', HOLDS],
    ['in a number with dashes', 'a.txt', 'call 082\u2013555\u20137788', HOLDS],
    ['in a number next to letters', 'a.txt', 'cell0825557788x', HOLDS],
    ['in the name of a file', 'call_0825557788_a.txt', '-', /its name holds/],
  ])('%s', async (_, name, content, why) => {
    expect(await obstacle(name, content)).toMatch(why)
  })

  test('and an archive, a mail and a page without them are no obstacle', async () => {
    expect(await obstacle('a.zip', zip({ a: 'desk@org.example', b: '' }, 'of May'))).toBeUndefined()
    expect(await obstacle('a.gz', gzipSync('desk@org.example'))).toBeUndefined()
    expect(await obstacle('a.eml', 'To: desk=40org.example\n of a=\nll')).toBeUndefined()
  })
})
