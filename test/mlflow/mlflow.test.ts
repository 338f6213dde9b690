import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { tellAliasMoved, tellModelsOfRun } from '../../src/ledger/tell-models.ts'
import { MlflowUnavailableError } from '../../src/mlflow/errors.ts'
import { MlflowServer } from '../../src/mlflow/mlflow-server.ts'
import { mlflowSettings } from '../../src/mlflow/mlflow-settings.ts'
import { tellAlias } from '../../src/mlflow/registered-model.ts'
import { tellTraining } from '../../src/mlflow/tell-training.ts'
import { registerModel } from '../../src/models/model-version.ts'
import { keepTraining } from '../../src/models/training-record.ts'
import { MemoryStore } from '../support/memory-store.ts'
import { mlflowStub } from '../support/mlflow-stub.ts'
import { trainingOf } from '../support/training-of.ts'

const OF = { pipeline: 'refinement', dataset: 'organizations' }
let stub: Awaited<ReturnType<typeof mlflowStub>>
beforeEach(async () => {
  stub = await mlflowStub()
})
afterEach(() => stub.stop())

const server = (env: Record<string, string> = {}) => {
  const settings = mlflowSettings({ MLFLOW_TRACKING_URI: stub.url, ...env })
  if (settings === undefined) throw new Error('no server')
  return new MlflowServer(settings)
}
const told = (run: string, version: number) => ({
  training: trainingOf(run),
  version,
  model: Buffer.from('{"format":1}'),
  page: Buffer.from('<h1>Linkage</h1>'),
})
const bodyOf = (path: string) => stub.heard.find((one) => one.path.endsWith(path))?.body

describe('what a tracking server is told', () => {
  test('a training is a finished run with parameters, metrics, data and artifacts, and a version of the registered model', async () => {
    expect(await tellTraining(server(), told('run-1', 3))).toEqual({ runId: 'r1', serverVersion: '1' })
    expect(stub.experiments).toEqual(['hotpass/refinement'])
    expect(stub.runs.get('r1')?.status).toBe('FINISHED')
    expect(bodyOf('runs/log-batch')).toMatchObject({
      run_id: 'r1',
      params: expect.arrayContaining([{ key: 'seed', value: '1' }]),
      metrics: expect.arrayContaining([expect.objectContaining({ key: 'em_iterations', value: 12 })]),
    })
    expect(bodyOf('runs/log-inputs')).toMatchObject({
      datasets: [
        { dataset: { name: 'Reachout Database.xlsx', source_type: 'hotpass_source' } },
        { dataset: { name: 'organizations', digest: '4', source_type: 'hotpass_version' } },
      ],
    })
    expect([...stub.artifacts.keys()]).toEqual(
      ['model/model.json', 'training.json', 'linkage.html'].map((name) => `1/r1/artifacts/${name}`),
    )
    expect(bodyOf('model-versions/create')).toMatchObject({
      name: 'hotpass.refinement.organizations',
      source: 'mlflow-artifacts:/1/r1/artifacts/model',
      tags: expect.arrayContaining([{ key: 'hotpass.version', value: '3' }]),
    })
  })

  test('told again, it is told nothing; a run that was broken off is finished', async () => {
    await tellTraining(server(), told('run-1', 1))
    expect(await tellTraining(server(), told('run-1', 1))).toEqual({ runId: 'r1', serverVersion: '1' })
    const run = stub.runs.get('r1')
    if (run !== undefined) run.status = 'RUNNING'
    await tellTraining(server(), told('run-1', 1))
    expect([stub.runs.size, stub.runs.get('r1')?.status, stub.versions.length]).toEqual([1, 'FINISHED', 1])
  })

  test('an alias is set to the server’s own number, and taken away', async () => {
    await tellAlias(server(), OF, 'champion', '7')
    expect(stub.aliases).toEqual({ champion: '7' })
    await tellAlias(server(), OF, 'champion', null)
    expect(stub.aliases).toEqual({})
  })

  test('a promotion tells a server that was down when the model was trained of the model too', async () => {
    const store = new MemoryStore()
    const training = await keepTraining(store, trainingOf('run-1'))
    await store.put(training.artifacts.model, '{"format":1}')
    await registerModel(store, training)
    expect(await tellAliasMoved(store, OF, 'champion', 1, { MLFLOW_TRACKING_URI: stub.url })).toBeUndefined()
    expect(stub.aliases).toEqual({ champion: '1' })
    expect([...stub.artifacts.keys()]).toContain('1/r1/artifacts/model/model.json')
  })
})

describe('how it is asked', () => {
  test('a user and password, else a token, under the names of MLflow’s own client', async () => {
    const both = {
      MLFLOW_TRACKING_USERNAME: 'thandi',
      MLFLOW_TRACKING_PASSWORD: 's3cret',
      MLFLOW_TRACKING_TOKEN: 't0ken',
    }
    await tellAlias(server(both), OF, 'champion', '1')
    await tellAlias(server({ MLFLOW_TRACKING_TOKEN: 't0ken' }), OF, 'champion', '1')
    await tellAlias(server(), OF, 'champion', '1')
    expect(stub.heard.map(({ headers }) => headers.authorization)).toEqual([
      `Basic ${Buffer.from('thandi:s3cret').toString('base64')}`,
      'Bearer t0ken',
      undefined,
    ])
  })

  test('a managed server is asked with a signature over its ARN', async () => {
    const arn = 'arn:aws:sagemaker:eu-west-1:123456789012:mlflow-tracking-server/linkage'
    const settings = mlflowSettings({ MLFLOW_TRACKING_URI: arn })
    expect(settings).toMatchObject({
      url: 'https://eu-west-1.experiments.sagemaker.aws',
      headers: { 'x-mlflow-sm-tracking-server-arn': arn },
      signing: { service: 'sagemaker-mlflow', region: 'eu-west-1' },
    })
    const before = { ...process.env }
    Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE', AWS_SECRET_ACCESS_KEY: 'notasecret' })
    try {
      if (settings === undefined) throw new Error('no settings')
      await tellAlias(new MlflowServer({ ...settings, url: stub.url }), OF, 'champion', '1')
    } finally {
      process.env = before
    }
    const { authorization, ...headers } = stub.heard[0]?.headers ?? {}
    expect(authorization).toMatch(
      /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/\d{8}\/eu-west-1\/sagemaker-mlflow\/aws4_request, SignedHeaders=[\w;-]*x-mlflow-sm-tracking-server-arn/,
    )
    expect(headers['x-amz-content-sha256']).toMatch(/^[0-9a-f]{64}$/)
  })

  test.each([
    [
      { MLFLOW_TRACKING_URI: 'https://t-1.eu-west-1.experiments.sagemaker.amazonaws.com' },
      'sagemaker-mlflow',
      'eu-west-1',
    ],
    [
      { MLFLOW_TRACKING_URI: 'https://x.execute-api.us-east-1.amazonaws.com/prod', MLFLOW_TRACKING_AWS_SIGV4: 'true' },
      'execute-api',
      'us-east-1',
    ],
    [
      { MLFLOW_TRACKING_URI: 'https://mlflow.example', MLFLOW_TRACKING_AWS_SIGV4: 'true', AWS_REGION: 'af-south-1' },
      'execute-api',
      'af-south-1',
    ],
  ])('%o is signed for %s in %s', (env, service, region) => {
    expect(mlflowSettings(env)?.signing).toEqual({ service, region })
  })

  test.each([
    ['sqlite:///mlflow.db', 'is no http or https address'],
    ['https://thandi:s3cret@mlflow.example', 'holds a user or password'],
    ['arn:aws:s3:::bucket', 'is not the ARN of a SageMaker tracking server'],
  ])('%s is refused in a sentence without a secret', (uri, sentence) => {
    const asked = () => mlflowSettings({ MLFLOW_TRACKING_URI: uri })
    expect(asked).toThrow(sentence)
    expect(asked).not.toThrow('s3cret')
  })

  test('a server that takes a request and says nothing is given up after its time', async () => {
    const silent = createServer(() => undefined)
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
    const url = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`
    const settings = mlflowSettings({ MLFLOW_TRACKING_URI: url })
    if (settings === undefined) throw new Error('no settings')
    const asked = tellAlias(new MlflowServer(settings, { requestMs: 50, totalMs: 5000 }), OF, 'champion', '1')
    await expect(asked).rejects.toThrow(MlflowUnavailableError)
    await expect(asked).rejects.toThrow('no answer in time')
    silent.closeAllConnections()
    await new Promise((resolve) => silent.close(resolve))
  })

  test('what a server refuses is a sentence of the run, and the run has its document all the same', async () => {
    const store = new MemoryStore()
    const problem = await tellModelsOfRun(store, 'run-1', 'refinement', { MLFLOW_TRACKING_URI: 'file:///mlruns' })
    expect(problem).toContain('The tracking server was not told of the models, which the store has all the same')
    expect([...store.objects.keys()]).toEqual(['runs/run-1/mlflow.json'])
  })
})
