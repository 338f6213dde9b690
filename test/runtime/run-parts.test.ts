import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createEventChannel } from '../../src/runtime/event-channel.ts'
import { AsOfError, nominalTime } from '../../src/runtime/nominal-time.ts'
import { readResult } from '../../src/runtime/read-result.ts'
import { makeRunId } from '../../src/runtime/run-id.ts'
import { DirectoryStore } from '../../src/storage/directory-store.ts'

const start = new Date('2026-01-05T06:07:08.900Z')

describe('a run id', () => {
  test('is the pipeline, the time and six hex digits', () => {
    expect(makeRunId('refinement', start, {})).toMatch(/^refinement-20260105T060708Z-[0-9a-f]{6}$/)
    expect(makeRunId('refinement', start, { a: 1 }, 'n')).toBe(makeRunId('refinement', start, { a: 1 }, 'n'))
    expect(makeRunId('refinement', start, { a: 1 }, 'n')).not.toBe(makeRunId('refinement', start, { a: 1 }, 'm'))
  })

  test('is an execution name whatever the pipeline is called', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 300 }), (pipeline) =>
        /^[A-Za-z0-9_-]{1,80}$/.test(makeRunId(pipeline, start, {})),
      ),
    )
  })
})

describe('the nominal time', () => {
  test.each([
    [undefined, '2026-01-05T06:07:08.900Z'],
    ['2026-01-31', '2026-01-31T00:00:00.000Z'],
    ['2026-01-31T06:00+02:00', '2026-01-31T04:00:00.000Z'],
    ['2026-01-31T06:00:00Z', '2026-01-31T06:00:00.000Z'],
  ])('%s is %s', (asOf, time) => {
    expect(nominalTime(asOf, start)).toBe(time)
  })

  test.each(['yesterday', '2026-02-31', '2026-13-01', '2026-01-31T06:00:00', '31/01/2026', '', '2026-01-31T25:00:00Z'])(
    '"%s" is refused with how to write it',
    (asOf) => {
      expect(() => nominalTime(asOf, start)).toThrow(AsOfError)
      expect(() => nominalTime(asOf, start)).toThrow(/2026-01-31T06:00:00Z/)
    },
  )
})

test('an event channel keeps order and ends for its reader', async () => {
  const channel = createEventChannel<number>()
  channel.push(1)
  setImmediate(() => {
    channel.push(2)
    channel.push(3)
    channel.end()
    channel.push(4)
  })
  expect(await Array.fromAsync(channel)).toEqual([1, 2, 3])
})

describe('a result document', () => {
  test.each([
    ['nothing', undefined],
    ['half a document', '{"run":"r"'],
    ['something else', '{"run":"r"}'],
  ])('%s counts as none', async (_name, text) => {
    const folder = await mkdtemp(join(tmpdir(), 'hotpass-result-'))
    const store = new DirectoryStore(folder)
    if (text !== undefined) await store.put('runs/r/result.json', text)
    expect(await readResult(store, 'r')).toBeUndefined()
    await rm(folder, { recursive: true })
  })
})
