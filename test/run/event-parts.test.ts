import { expect, test } from 'vitest'
import type { RunEvent } from '../../src/lineage/index.ts'
import { EventParts, type Phase } from '../../src/run/lineage/event-parts.ts'
import type { LineageState } from '../../src/run/lineage/states.ts'
import { DirectoryStore } from '../../src/storage/directory-store.ts'
import { temporaryFolder } from '../support/landing.ts'

test('a state that opened after its run was closed is not told of', async () => {
  const store = new DirectoryStore(temporaryFolder('event-parts'))
  const parts = new EventParts(store, 'r')
  const write = (state: LineageState | 'Run', phase: Phase) =>
    parts.write(state, phase, [`${state} ${phase}` as unknown as RunEvent])
  const told: readonly [LineageState | 'Run', Phase][] = [
    ['Run', '0-start'],
    ['Ingest', '0-start'],
    ['Ingest', '9-end'],
    ['Run', '9-end'],
  ]
  for (const [state, phase] of [...told, ['Refine', '0-start'], ['Refine', '5-running-000001']] as typeof told)
    await write(state, phase)
  await parts.join()
  const document = new TextDecoder().decode((await store.get('runs/r/events.ndjson'))?.body)
  expect(
    document
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line)),
  ).toEqual(told.map((one) => one.join(' ')))
})
