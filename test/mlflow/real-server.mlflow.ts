import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { MlflowServer } from '../../src/mlflow/mlflow-server.ts'
import { mlflowSettings } from '../../src/mlflow/mlflow-settings.ts'
import { serverVersion, tellAlias } from '../../src/mlflow/registered-model.ts'
import { tellTraining } from '../../src/mlflow/tell-training.ts'
import { temporaryFolder } from '../support/landing.ts'
import { type MlflowProcess, startMlflow } from '../support/mlflow-process.ts'
import { trainingOf } from '../support/training-of.ts'

const OF = { pipeline: 'refinement', dataset: 'organizations' }
const folder = temporaryFolder('mlflow')
let process: MlflowProcess

beforeAll(async () => {
  process = await startMlflow(join(folder, 'server'))
}, 900_000)
afterAll(() => process?.stop(), 30_000)

const server = () => {
  const settings = mlflowSettings({ MLFLOW_TRACKING_URI: process.url })
  if (settings === undefined) throw new Error('no server')
  return new MlflowServer(settings, { requestMs: 60_000, totalMs: 300_000 })
}
const told = (run: string, version: number) => ({
  training: trainingOf(run),
  version,
  model: Buffer.from(`{"run":"${run}"}`),
  page: Buffer.from('<!doctype html><h1>Linkage</h1>'),
})
/** What the server says of itself, without our client. */
const ask = async (path: string, init?: RequestInit) =>
  (await (await fetch(`${process.url}/api/2.0/mlflow/${path}`, init)).json()) as Record<string, never>

test('a real MLflow takes trainings, versions, artifacts, data and aliases, and none of them twice', {
  timeout: 300_000,
}, async () => {
  const first = await tellTraining(server(), told('run-1', 1))
  expect(first.serverVersion).toBe('1')
  expect(await tellTraining(server(), told('run-1', 1))).toEqual(first)
  const second = await tellTraining(server(), told('run-2', 2))
  expect(await serverVersion(server(), OF, 2)).toBe(second.serverVersion)

  const { run } = await ask(`runs/get?run_id=${first.runId}`)
  expect(run).toMatchObject({
    info: { status: 'FINISHED', run_name: 'organizations run-1' },
    data: {
      metrics: expect.arrayContaining([expect.objectContaining({ key: 'em_iterations', value: 12 })]),
      params: expect.arrayContaining([{ key: 'seed', value: '1' }]),
      tags: expect.arrayContaining([{ key: 'hotpass.run', value: 'run-1' }]),
    },
    inputs: { dataset_inputs: expect.arrayContaining([expect.anything()]) },
  })
  const { files } = await ask(`artifacts/list?run_id=${first.runId}`)
  expect(
    z
      .array(z.object({ path: z.string() }))
      .parse(files)
      .map(({ path }) => path)
      .sort(),
  ).toEqual(['linkage.html', 'model', 'training.json'])

  const name = 'hotpass.refinement.organizations'
  const at = (alias: string) => ask(`registered-models/alias?name=${name}&alias=${alias}`)
  await tellAlias(server(), OF, 'champion', '1')
  await tellAlias(server(), OF, 'champion', second.serverVersion)
  expect(await at('champion')).toMatchObject({ model_version: { version: second.serverVersion, run_id: second.runId } })
  await tellAlias(server(), OF, 'champion', null)
  expect(await at('champion')).toMatchObject({ error_code: expect.any(String) })
})
