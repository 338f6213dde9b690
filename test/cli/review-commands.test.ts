import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { read, utils, type WorkSheet, write } from '@e965/xlsx'
import { beforeAll, describe, expect, test } from 'vitest'
import { openEngine } from '../../src/engine/engine.ts'
import { pairId, REVIEW_COLUMNS, type ReviewPair, writeReviewRow } from '../../src/resolve/review/index.ts'
import { DirectoryStore } from '../../src/storage/directory-store.ts'
import { temporaryFolder } from '../support/landing.ts'
import { storeKeys } from '../support/run-store.ts'
import { hotpass } from './fake-io.ts'

const folder = temporaryFolder('review')
const store = join(folder, 'store')
const RUN = 'refinement-20260131T060000Z-abcdef'

const pair = (n: number): ReviewPair => ({
  pair_id: pairId(`s|c|${n}`, `s|c|${n}x`),
  subject: 'organizations',
  left_key: `s|c|${n}`,
  right_key: `s|c|${n}x`,
  left_record: `s:${n}`,
  right_record: `s:${n}x`,
  left_entity: 'org_a',
  right_entity: 'org_b',
  match_weight: 5 - n,
  match_probability: 0.9 - n / 10,
  reason: 'between_thresholds',
  left: { organization_name: `Blue${n} Air\u001b[31m`, phones: '+27821234567' },
  right: { organization_name: `Blu${n} Air`, phones: '+27821234568' },
  waterfall: [
    { comparison: 'name', level: 1, label: 'close', bits: 6 - n, tfBits: 0 },
    { comparison: 'phone', level: 0, label: 'different', bits: -1, tfBits: 0 },
  ],
})
const [first, second, third] = [pair(0), pair(1), pair(2)]
const review = (...args: string[]) => hotpass(['review', ...args, '--store', store])

beforeAll(async () => {
  const engine = await openEngine({ memoryLimitMb: 100, threads: 1, scratch: join(folder, 'scratch') })
  const rows = [third, first, second].map(writeReviewRow)
  const writer = await engine.createTable('review', REVIEW_COLUMNS)
  writer.append(REVIEW_COLUMNS.map(({ name }) => rows.map((row) => row[name])))
  await writer.finish()
  const path = join(folder, 'review.parquet')
  await engine.writeParquet('SELECT * FROM review', path)
  engine.close()
  await new DirectoryStore(store).putFile(`runs/${RUN}/review.parquet`, path)
})

describe('hotpass review', () => {
  test('without a queue it says what to do', async () => {
    const empty = join(folder, 'empty')
    await new DirectoryStore(empty).put('runs/a/plan.json', '{}')
    const { exit, err } = await hotpass(['review', 'list', '--store', empty])
    expect(exit).toBe(2)
    expect(err).toMatch(/No run .* has left a review queue.*hotpass run/)
  })

  test('lists open pairs, likeliest first, with nothing that acts on a terminal', async () => {
    const { exit, out } = await review('list')
    expect(exit).toBe(0)
    expect(out.indexOf(first.pair_id)).toBeLessThan(out.indexOf(second.pair_id))
    expect(out).toContain('3 pairs open')
    expect(out).not.toContain('\u001b')
  })

  test('shows both records and the waterfall; personal values only when asked for', async () => {
    const { out } = await review('show', first.pair_id)
    expect(out).toMatch(/phones +\*\*\*67 +\*\*\*68/)
    expect(out).toMatch(/name +close +6\.00 +\++/)
    expect(out).toMatch(/phone +different +-1\.00 +-+/)
    expect(out).not.toContain('+27821234567')
    expect((await review('show', first.pair_id, '--show-personal')).out).toContain('+27821234567')
    expect(JSON.stringify((await review('show', first.pair_id, '--json')).json())).not.toContain('+27821234567')
    expect(await review('show', 'pair_nothing')).toMatchObject({ exit: 2 })
  })

  test('accept and reject keep who, when and why; the queue gets shorter; the same again is nothing new', async () => {
    const accepted = await review('accept', first.pair_id, '--why', 'one number', '--by', 'Nandi', '--json')
    expect(accepted.json()).toMatchObject({
      decisions: [{ verdict: 'same', left: 's|c|0', right: 's|c|0x', by: 'Nandi', why: 'one number' }],
    })
    expect(storeKeys(store, 'decisions')).toHaveLength(1)
    expect((await review('list')).out).toContain('2 pairs open, 1 decided')
    expect((await review('accept', first.pair_id, '--why', 'again')).out).toContain('nothing to do')
    expect(storeKeys(store, 'decisions')).toHaveLength(1)
    expect((await review('accept', first.pair_id)).exit).toBe(2)
  })

  test('a contradiction is named and decides nothing, until it takes the place of the earlier one', async () => {
    const refused = await review('reject', first.pair_id, '--why', 'no')
    expect(refused.exit).toBe(2)
    expect(refused.err).toMatch(/contradicts dec_.*Nandi.*one number/s)
    expect(storeKeys(store, 'decisions')).toHaveLength(1)
    expect((await review('reject', first.pair_id, '--why', 'no', '--replace')).exit).toBe(0)
    const { decisions } = (await review('decisions', '--json')).json() as { decisions: { id: string; state: string }[] }
    expect(decisions.map(({ state }) => state)).toEqual(['past', 'in force'])
    expect((await review('withdraw', decisions[1]?.id ?? '', '--why', 'open again')).exit).toBe(0)
    expect((await review('list')).out).toContain('3 pairs open, 0 decided')
    expect(await review('withdraw', 'dec_nothing', '--why', 'x')).toMatchObject({ exit: 2 })
  })

  test('export and import pass a file to and fro; a bad file decides nothing', async () => {
    const file = join(folder, 'queue.csv')
    expect((await review('export', '--out', file)).exit).toBe(0)
    const text = readFileSync(file, 'utf8')
    expect(text).not.toContain('+27821234567')
    const before = storeKeys(store, 'decisions')
    writeFileSync(file, text.replace(`${second.pair_id},,`, `${second.pair_id},perhaps,`))
    expect(await review('import', file)).toMatchObject({ exit: 2, err: expect.stringContaining('"perhaps"') })
    writeFileSync(file, text.replace(`${second.pair_id},,`, `${second.pair_id},different,`))
    expect(await review('import', file)).toMatchObject({ exit: 2, err: expect.stringContaining('no "why"') })
    expect(storeKeys(store, 'decisions')).toEqual(before)
    const taken = await review('import', file, '--why', 'spring review', '--by', 'Sipho', '--json')
    expect(taken.json()).toMatchObject({ decided: 1, repeated: 0, open: 2 })
    expect((await review('import', file, '--why', 'spring review', '--json')).json()).toMatchObject({
      ...{ key: null, decided: 0, repeated: 1 },
    })
    expect(await review('import', join(folder, 'nothing.csv'))).toMatchObject({ exit: 2 })
    writeFileSync(join(folder, 'foreign.txt'), 'x')
    expect(await review('import', join(folder, 'foreign.txt'))).toMatchObject({ exit: 2 })
  })

  describe('a workbook', () => {
    const file = join(folder, 'queue.xlsx')
    /** As a person fills it in with a spreadsheet program, which writes every part anew. */
    const fill = (edit: (row: Record<string, unknown>, at: number) => void, sheet = 'Pairs') => {
      const book = read(readFileSync(file), { cellDates: true })
      const rows = utils.sheet_to_json<Record<string, unknown>>(book.Sheets.Pairs as WorkSheet, { defval: '' })
      rows.forEach(edit)
      const saved = utils.book_new()
      utils.book_append_sheet(saved, book.Sheets['Read me'] as WorkSheet, 'Read me')
      utils.book_append_sheet(saved, utils.json_to_sheet(rows), sheet)
      writeFileSync(file, write(saved, { type: 'buffer', bookType: 'xlsx' }) as Buffer)
      return rows
    }

    test('goes out with every cell a text, what would run neutralised and what is personal masked', async () => {
      expect((await review('export', '--out', file, '--json')).json()).toMatchObject({ format: 'xlsx', pairs: 2 })
      const book = read(readFileSync(file))
      expect(book.SheetNames).toEqual(['Read me', 'Pairs'])
      const cells = Object.entries(book.Sheets.Pairs as WorkSheet).filter(([at]) => !at.startsWith('!'))
      expect(new Set(cells.map(([, cell]) => (cell as { t: string }).t))).toEqual(new Set(['s']))
      expect(cells.some(([, cell]) => (cell as { f?: string }).f !== undefined)).toBe(false)
      const [row] = utils.sheet_to_json<Record<string, string>>(book.Sheets.Pairs as WorkSheet)
      expect(row).toMatchObject({ subject: 'organizations', left_key: 's|c|0', left_phones: '***67' })
    })

    test('comes back with its decisions, whatever else a person did to the sheet; a bad line decides nothing', async () => {
      fill((row, at) => {
        row.decision = at === 0 ? 'perhaps' : ''
      })
      const before = storeKeys(store, 'decisions')
      expect(await review('import', file)).toMatchObject({
        exit: 2,
        err: expect.stringMatching(/sheet "Pairs", row 2: decision "perhaps"/),
      })
      expect(storeKeys(store, 'decisions')).toEqual(before)
      fill((row, at) => {
        row.decision = at === 0 ? ' Different ' : ''
        row.why = at === 0 ? new Date(Date.UTC(2026, 0, 31)) : ''
        row.note = '00123'
      }, 'Mine')
      const taken = await review('import', file, '--json')
      expect(taken.json()).toMatchObject({ decided: 1, open: 1 })
      const { decisions } = (await review('decisions', '--json')).json() as {
        decisions: { left: string; why: string }[]
      }
      expect(decisions.find(({ left }) => left === 's|c|0' || left === 's|c|0x')).toBeDefined()
      expect(decisions.some(({ why }) => why === '2026-01-31')).toBe(true)
    })

    test('that is none, or holds no queue, is refused by name', async () => {
      const book = utils.book_new()
      utils.book_append_sheet(book, utils.aoa_to_sheet([['name'], ['x']]), 'S')
      writeFileSync(file, write(book, { type: 'buffer', bookType: 'xlsx' }) as Buffer)
      expect(await review('import', file)).toMatchObject({
        exit: 2,
        err: expect.stringContaining('has a column pair_id'),
      })
      writeFileSync(file, 'pair_id,decision\n')
      expect((await review('import', file)).exit).not.toBe(0)
    })
  })

  test('a Label Studio export comes with its labelling configuration', async () => {
    const file = join(folder, 'tasks.json')
    await review('export', '--out', file)
    expect(JSON.parse(readFileSync(file, 'utf8'))[0]).toMatchObject({
      data: { pair_id: expect.stringMatching(/^pair_/) },
    })
    expect(readFileSync(`${file}.config.xml`, 'utf8')).toContain('name="decision"')
  })
})
