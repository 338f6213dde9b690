import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import iconv from 'iconv-lite'
import { describe, expect, test } from 'vitest'
import { runStage } from '../../src/run/index.ts'
import { startEmbeddedRun } from '../../src/runtime/embedded-runner.ts'
import type { PipelineResult } from '../../src/runtime/pipeline-result.ts'
import { loadStateMachine } from '../../src/runtime/state-machine-file.ts'
import { isStageName } from '../../src/stages/stage-table.ts'
import { DirectoryStore } from '../../src/storage/directory-store.ts'
import { hotpass } from '../cli/fake-io.ts'
import { organisationRow, REACHOUT_HEADER, reachoutSheets, temporaryFolder, writeSheets } from '../support/landing.ts'
import { quarantineOf, query, readDocument, refine, storeKeys } from '../support/run-store.ts'

const folder = temporaryFolder('rows')
let count = 0

function place(): { landing: string; store: string } {
  count++
  const landing = join(folder, `landing-${count}`)
  mkdirSync(landing)
  return { landing, store: join(folder, `store-${count}`) }
}

const csv = (rows: readonly (readonly unknown[])[]): string =>
  rows.map((row) => row.map((cell) => `"${String(cell ?? '').replaceAll('"', '""')}"`).join(',')).join('\r\n')

const rejectedRows = (store: string, run: string) =>
  query(
    folder,
    `SELECT file, sheet, row_number, field, rule, value, message FROM ${quarantineOf(store, run)} ORDER BY row_number, field`,
  )

describe('rows that a run must outlive', () => {
  test('a CSV in windows-1252 with semicolons keeps its letters, and waits for somebody to say that it is', async () => {
    const { landing, store } = place()
    const rows = [[...REACHOUT_HEADER], organisationRow(0), organisationRow(1)]
    ;(rows[1] as unknown[])[1] = 'Café Müller Vliegskool'
    const text = csv(rows).replaceAll('","', '";"')
    writeFileSync(join(landing, 'reachout_organisation.csv'), iconv.encode(text, 'win1252'))
    const result = await refine(store, landing)
    expect(result).toMatchObject({ status: 'blocked', rows: { read: 2, published: 2 } })
    expect(result.reasons?.[0]).toMatch(
      /a guess, windows-1252\. As windows-1252, .*: "Café Müller Vliegskool"\. As ibm850/,
    )
  })

  test('a cell of a million characters is quarantined with its column; the others are published', async () => {
    const { landing, store } = place()
    const rows = [[...REACHOUT_HEADER], ...[0, 1, 2, 3].map(organisationRow)]
    ;(rows[2] as unknown[])[8] = 'x'.repeat(1_000_000)
    writeFileSync(join(landing, 'reachout_organisation.csv'), csv(rows))
    const result = await refine(store, landing)
    expect(result).toMatchObject({ status: 'published', rows: { read: 4, quarantined: 1, published: 3 } })
    const [row] = await rejectedRows(store, result.run)
    expect(row).toMatchObject({
      file: 'reachout_organisation.csv',
      row_number: 3,
      field: 'Notes',
      rule: 'cell_too_long',
      value: null,
    })
    expect(row?.message).toMatch(/1000000 characters.*ingest\.max_cell_characters/)
  })

  test('rows that break the contract say field, rule and what to do; spreadsheets errors and odd values do not stop the rest', async () => {
    const { landing, store } = place()
    // So many sound ones beside them that the share held back does not block.
    const rows = [[...REACHOUT_HEADER], ...Array.from({ length: 16 }, (_, n) => organisationRow(n))] as unknown[][]
    ;(rows[1] as unknown[])[0] = null
    ;(rows[2] as unknown[])[1] = null
    ;(rows[3] as unknown[])[0] = 'not an id!'
    ;(rows[4] as unknown[])[1] = '-'
    ;(rows[5] as unknown[])[7] = '#N/A'
    writeFileSync(join(landing, 'reachout_organisation.csv'), csv(rows))
    const result = await refine(store, landing)
    expect(result).toMatchObject({ status: 'published', rows: { read: 16, quarantined: 4, published: 12 } })
    const found = await rejectedRows(store, result.run)
    expect(found.map((row) => [row.row_number, row.field, row.rule])).toEqual([
      [2, 'id', 'required'],
      [3, 'organisation_name', 'required'],
      [4, 'id', 'pattern'],
      [5, expect.stringMatching(/^organi[sz]ation_name$/), expect.any(String)],
    ])
    for (const row of found) expect(String(row.message)).toMatch(/\. [A-Z].*\.$/)
  })

  test('when no row is left, the row floor blocks with exit 3 and nothing is released', async () => {
    const { landing, store } = place()
    const rows = [[...REACHOUT_HEADER], ...[0, 1].map(organisationRow)].map((row, n) =>
      n === 0 ? row : [null, ...row.slice(1)],
    )
    writeFileSync(join(landing, 'reachout_organisation.csv'), csv(rows))
    const ran = await hotpass(['run', 'refinement', '--landing', landing, '--store', store, '--json'])
    expect(ran.exit).toBe(3)
    const result = ran.json() as PipelineResult
    expect(result).toMatchObject({
      status: 'blocked',
      gate: 'blocked',
      rows: { read: 2, quarantined: 2, published: 0 },
      versions: {},
    })
    expect(result.reasons?.join(' ')).toMatch(/organizations/)
    expect([...storeKeys(store, 'releases'), ...storeKeys(store, 'datasets')]).toEqual([])
    expect(await rejectedRows(store, result.run)).toHaveLength(2)
  })
})

describe('what the person asked for wrongly', () => {
  const asked = async (...args: string[]) => {
    const { landing, store } = place()
    writeSheets(join(landing, 'Reachout Database.xlsx'), reachoutSheets(2))
    const ran = await hotpass(['run', ...args, '--landing', landing, '--store', store])
    return { ...ran, keys: storeKeys(store) }
  }

  test('an unknown pipeline, domain or setting is named with the nearest, before anything starts', async () => {
    for (const [args, nearest] of [
      [['refinment'], 'refinement'],
      [['refinement', '--domain', 'aviaton'], 'aviation'],
      [['refinement', '--set', 'gate.min_rows.organisations=1'], 'gate.min_rows.organizations'],
    ] as const) {
      const { exit, err, keys } = await asked(...args)
      expect(exit).toBe(2)
      expect(err).toContain(`Did you mean "${nearest}"?`)
      expect(keys).toEqual([])
    }
  })

  test('a value that a setting cannot have says what it can', async () => {
    const { exit, err } = await asked('refinement', '--set', 'gate.min_rows.organizations=many')
    expect(exit).toBe(2)
    expect(err).toMatch(/gate\.min_rows\.organizations.*whole number/)
  })

  test('a floor above what there is blocks and says both numbers', async () => {
    const { exit, out, keys } = await asked('refinement', '--set', 'gate.min_rows.organizations=100000')
    expect(exit).toBe(3)
    expect(out).toMatch(/100,?000/)
    expect(keys.filter((key) => key.startsWith('releases/'))).toEqual([])
  })
})

describe('a disk that is full', () => {
  class FullStore extends DirectoryStore {
    from = 0
    override putFile(key: string, path: string): ReturnType<DirectoryStore['putFile']> {
      if (this.from-- > 0 || !key.startsWith('work/')) return super.putFile(key, path)
      return Promise.reject(Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' }))
    }
  }

  test.each([0, 2, 4])(
    'after %i work files, the failure is recorded, nothing is released, and the next run ends well',
    async (from) => {
      const { landing, store: root } = place()
      writeSheets(join(landing, 'Reachout Database.xlsx'), reachoutSheets(2))
      mkdirSync(root)
      const store = new FullStore(root)
      store.from = from
      const signal = new AbortController().signal
      const execution = startEmbeddedRun({
        document: await loadStateMachine('refine'),
        run: 'full-disk',
        input: { pipeline: 'refinement', run: 'full-disk', set: [], nominalTime: '2026-01-31T00:00:00Z', landing },
        store,
        handle: ({ stage, payload }) => {
          if (!isStageName(stage)) throw new Error(stage)
          const host = { store, scratch: folder, memoryLimitMb: 256, threads: 1, signal, onProgress: () => undefined }
          return runStage(stage, payload, host) as Promise<never>
        },
        concurrency: 1,
        retryDelayMs: 0,
      })
      for await (const _ of execution.events);
      expect((await execution.outcome).kind).toBe('failed')
      expect(readDocument(root, 'runs/full-disk/failure.json')).toMatchObject({
        message: expect.stringMatching(/no space left on device/),
      })
      expect(storeKeys(root, 'releases')).toEqual([])
      expect(await refine(root, landing)).toMatchObject({ status: 'published', rows: { published: 4, attached: 0 } })
    },
  )
})
