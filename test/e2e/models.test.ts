import { mkdirSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import type { ChallengerDocument } from '../../src/ledger/challenger-document.ts'
import type { TrainingRecord } from '../../src/models/index.ts'
import type { RunPipelineOptions } from '../../src/runtime/run-pipeline.ts'
import { hotpass } from '../cli/fake-io.ts'
import { reachoutSheets, temporaryFolder, writeSheets } from '../support/landing.ts'
import { readDocument, refine, storeKeys } from '../support/run-store.ts'

const folder = temporaryFolder('models')
const store = join(folder, 'store')
const landing = join(folder, 'landing')

let trained: Awaited<ReturnType<typeof published>>

/** Two of the companies stand twice, the second time almost as they are called. */
beforeAll(() => {
  const { Organisation = [], ...rest } = reachoutSheets(6)
  const again = Organisation.slice(1, 3).map(([id, name, ...cells]) => [`9${id}`, `${name} SA`, ...cells])
  mkdirSync(landing)
  writeSheets(join(landing, 'Reachout Database.xlsx'), { Organisation: [...Organisation, ...again], ...rest })
})

const run = async (choice: string, { set = [], ...more }: Pick<RunPipelineOptions, 'retryOf' | 'set'> = {}) =>
  refine(store, landing, {
    asOf: '2026-01-31',
    ...more,
    set: [`resolve.linkage_model=${choice}`, 'resolve.train_records=2', ...set],
  })
const published = async (...asked: Parameters<typeof run>) => {
  const result = await run(...asked)
  expect(result).toMatchObject({ status: 'published' })
  return {
    ...result,
    model: result.models?.find(({ dataset }) => dataset === 'organizations'),
    said: (result.reasons ?? []).join('\n'),
    content: readDocument<{ contentHash: string }>(
      store,
      `datasets/refinement/organizations/versions/${result.versions.organizations}/manifest.json`,
    ).contentHash,
  }
}
const models = (...args: string[]) => hotpass(['models', ...args, '--store', store])
const promote = async (...args: string[]) =>
  expect(await models('promote', ...args, '--why', 'looked at it')).toMatchObject({ exit: 0 })
const pinsOf = (id: string) =>
  readDocument<{ models: { alias: string; version: number }[] }>(store, `runs/${id}/plan.json`).models

/** An address of this machine where nobody listens. */
async function deadAddress(): Promise<string> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return `http://127.0.0.1:${port}`
}

test('what a run made is registered with the data it stands on; a tracking server that is down makes a note of it and nothing else', async () => {
  // Nobody has promoted anything, and there are too few records to train on.
  const first = await published('champion', { set: ['resolve.train_records=5000'] })
  expect(first).toMatchObject({ gate: 'warned', model: { version: 1, origin: 'shipped' } })
  expect(first.said).toContain(
    "nobody has promoted a model yet, so it was linked by model version 1 (shipped). Look at it, then: hotpass models promote organizations/1 --why '…'",
  )

  process.env.MLFLOW_TRACKING_URI = await deadAddress()
  trained = await published('trained').finally(() => delete process.env.MLFLOW_TRACKING_URI)
  expect(
    trained.notes?.filter((note) => note.startsWith('The tracking server was not told of the models')),
  ).toHaveLength(1)
  expect(trained.model).toMatchObject({ version: 2, origin: 'trained' })
  const record = readDocument<TrainingRecord>(
    store,
    `models/registry/refinement/organizations/trainings/${trained.run}.json`,
  )
  expect(record).toMatchObject({
    parameters: { linkage_model: 'trained', seed: 1, train_records: 2 },
    lineage: { baseRelease: 1, baseVersions: { organizations: 1 }, sources: [{ file: 'Reachout Database.xlsx' }] },
    artifacts: { model: `models/${record.modelId}.json`, page: `runs/${trained.run}/linkage.html` },
  })
  expect(Object.keys(record.metrics)).toEqual(expect.arrayContaining(['records', 'pairs', 'prior', 'em_iterations']))
  expect(storeKeys(store)).toEqual(expect.arrayContaining([record.artifacts.model, record.artifacts.page]))
  expect(readDocument(store, 'releases/refinement/2.json')).toMatchObject({
    models: [{ dataset: 'organizations', id: record.modelId, version: 2, origin: 'trained' }, { dataset: 'contacts' }],
  })
  expect((await models('list')).out).toMatch(/organizations\/2.*trained[\s\S]*organizations\/1.*shipped/)
})

test('the champion links, the challenger is scored beside it and changes nothing, and a repeated run keeps what was pinned', async () => {
  await promote('organizations/2')
  await promote('contacts/1')
  await promote('organizations/1', '--alias', 'challenger')
  const both = await published('champion')
  expect(both).toMatchObject({ model: { version: 2, origin: 'promoted' } })
  expect(both.said).not.toContain('nobody has promoted')
  // The same model, and nobody to be told: the same version as beside a server that was down.
  expect(both.content).toBe(trained.content)
  const { entities } = readDocument<ChallengerDocument>(store, `runs/${both.run}/challengers.json`)
  expect(entities).toMatchObject([
    { dataset: 'organizations', used: { version: 2 }, outcome: { kind: 'compared', challenger: { version: 1 } } },
  ])
  expect(readFileSync(join(store, `runs/${both.run}/linkage.html`), 'utf8')).toContain('<h2>The challenger</h2>')
  expect((await models('compare')).out).toContain('organizations: challenger version 1 beside version 2')
  expect((await models('compare', 'organizations/2', 'organizations@challenger')).out).toContain('weight in bits')
  expect((await hotpass(['runs', 'show', both.run, '--store', store])).out).toContain(
    'Model: organizations/2 (promoted',
  )

  const blocked = await run('champion', { set: ['gate.min_rows.organizations=1000'] })
  expect(blocked.status).toBe('blocked')
  await promote('organizations/1')
  const again = await run('champion', { retryOf: blocked.run })
  expect(again.status).toBe('blocked')
  expect(pinsOf(again.run)).toEqual(pinsOf(blocked.run))
  expect(
    readDocument<{ work: { entities: unknown[] } }>(store, `runs/${again.run}/stages/Resolve.json`).work.entities[0],
  ).toMatchObject({ model: { version: 2, origin: 'promoted' } })
})
