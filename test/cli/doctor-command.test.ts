import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CloudWatchClient, DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch'
import { GetTableCommand, GlueClient } from '@aws-sdk/client-glue'
import { GetAccountSettingsCommand, LambdaClient } from '@aws-sdk/client-lambda'
import { GetScheduleCommand, ListSchedulesCommand, SchedulerClient } from '@aws-sdk/client-scheduler'
import { DescribeExecutionCommand, type ExecutionStatus, ListExecutionsCommand, SFNClient } from '@aws-sdk/client-sfn'
import { GetParameterCommand, GetParametersByPathCommand, SSMClient } from '@aws-sdk/client-ssm'
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import { mockClient } from 'aws-sdk-client-mock'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { DEPLOYED_KEYS, parameterName } from '../../src/config/deployed-environment.ts'
import { diagnoseMachine } from '../../src/runtime/diagnose-machine.ts'
import type { Diagnosis } from '../../src/runtime/diagnosis.ts'
import { diagnose } from '../../src/runtime/doctor.ts'
import { executionArnOf } from '../../src/runtime/step-functions-runner.ts'
import { S3Store } from '../../src/storage/s3-store.ts'
import { publishRelease, tableKeys } from '../../src/versions/index.ts'
import { awsError, deployedValue } from '../support/deployed.ts'
import { type S3Stub, STUB_SECRET, startS3StubHere } from '../support/s3-stub.ts'
import { releaseFacts } from '../versions/fixture.ts'
import { hotpass } from './fake-io.ts'

const sts = mockClient(STSClient)
const ssm = mockClient(SSMClient)
const lambda = mockClient(LambdaClient)
const scheduler = mockClient(SchedulerClient)
const glue = mockClient(GlueClient)
const sfn = mockClient(SFNClient)
const cloudwatch = mockClient(CloudWatchClient)
let stub: S3Stub
beforeAll(async () => {
  stub = await startS3StubHere()
})
afterAll(() => stub.close())

const published = (codeVersion = deployedValue('codeVersion')) =>
  ssm.on(GetParametersByPathCommand).resolves({
    Parameters: DEPLOYED_KEYS.map((key) => ({
      Name: parameterName('dev', key),
      Value: key === 'codeVersion' ? codeVersion : deployedValue(key),
    })),
  })
beforeEach(() => {
  for (const mock of [sts, ssm, lambda, scheduler, glue, sfn, cloudwatch]) mock.reset()
  stub.fault = () => undefined
  sts
    .on(GetCallerIdentityCommand)
    .resolves({ Account: '123456789012', Arn: 'arn:aws:sts::123456789012:assumed-role/ops/me' })
  ssm.on(GetParameterCommand).resolves({ Parameter: { Value: '28' } })
  published()
  lambda
    .on(GetAccountSettingsCommand)
    .resolves({ AccountLimit: { ConcurrentExecutions: 1000, UnreservedConcurrentExecutions: 1000 } })
  executions([OLD, 'FAILED'], [NEW, 'SUCCEEDED'])
  alarms([said('run-failed', 'hotpass doctor --env dev'), 'OK'])
  scheduler.on(ListSchedulesCommand).resolves({ Schedules: [{ Name: 'refinement' }] })
  scheduler.on(GetScheduleCommand).resolves({ Name: 'refinement', ScheduleExpression: 'rate(1 day)', State: 'ENABLED' })
})

const OLD = 'refinement-20260101T060000Z-0a0b0c'
const NEW = 'refinement-20260201T060000Z-1a1b1c'
/** Executions, oldest first: name, status, the error it ended with, and its input. */
function executions(...runs: readonly (readonly [string, ExecutionStatus, string?, string?])[]): void {
  sfn.on(ListExecutionsCommand).resolves({
    executions: runs
      .map(([name, status]) => ({
        name,
        status,
        executionArn: name,
        stateMachineArn: 'x',
        startDate: new Date('2026-02-01T06:00:00Z'),
      }))
      .reverse(),
  })
  for (const [name, status, error, input] of runs)
    sfn
      .on(DescribeExecutionCommand, { executionArn: executionArnOf(deployedValue('stateMachineArn'), name) })
      .resolves({ name, status, error, input })
}

const said = (kind: string, command: string): string =>
  `Hotpass dev: Something happened. Type: ${command}. Look: https://x.example/ What to do: docs/how-to/operate.md#${kind}`
const alarm = (AlarmDescription: string, StateValue: 'ALARM' | 'OK') => ({
  AlarmDescription,
  StateValue,
  AlarmActions: [deployedValue('alarmTopicArn')],
})
const alarms = (...raised: readonly (readonly [string, 'ALARM' | 'OK'])[]) =>
  cloudwatch.on(DescribeAlarmsCommand).resolves({ MetricAlarms: raised.map(([text, state]) => alarm(text, state)) })

async function found(check: string): Promise<Diagnosis | undefined> {
  return (await Array.fromAsync(diagnose('dev'))).find((one) => one.check === check)
}

describe('hotpass doctor', () => {
  test('passes where everything is as it should be, and ends with 0', async () => {
    const { exit, out, json } = await hotpass(['doctor', '--env', 'dev', '--json'])
    const { checks } = json() as { checks: Diagnosis[] }
    expect(checks.map(({ check, status }) => `${status} ${check}`)).toEqual(
      [
        'Deployment',
        'Runs',
        'Alarms',
        'Node',
        'CDK',
        'Region',
        'Credentials',
        'Bootstrap',
        'Store',
        'Catalog',
        'Schedules',
        'Concurrency',
      ].map((check) => `PASS ${check}`),
    )
    expect(exit).toBe(0)
    expect(out).not.toContain(STUB_SECRET)
    expect((await hotpass(['doctor', '--env', 'dev'])).out).toMatch(
      /^PASS {2}Deployment {3}.*\nPASS {2}Runs {9}.*\nPASS {2}Alarms {7}/,
    )
  })

  test.each<[string, string, () => unknown, RegExp]>([
    [
      'Runs',
      'WARN',
      () => executions([OLD, 'SUCCEEDED'], [NEW, 'FAILED']),
      new RegExp(`${NEW} failed.*hotpass status ${NEW} --env dev, then hotpass retry ${NEW} --env dev`),
    ],
    [
      'Runs',
      'WARN',
      () => executions([NEW, 'FAILED', 'QualityGateBlocked']),
      new RegExp(`${NEW} was blocked by the gate.*hotpass gate show ${NEW} --env dev$`),
    ],
    ['Runs', 'WARN', () => executions([NEW, 'ABORTED']), /was stopped.*hotpass retry/],
    ['Runs', 'WARN', () => executions([NEW, 'TIMED_OUT']), /ran out of time.*hotpass status/],
    [
      'Alarms',
      'WARN',
      () => alarms([said('run-slow', 'hotpass status --env dev'), 'ALARM']),
      /^run-slow hotpass status --env dev \(docs\/how-to\/operate\.md#run-slow\)$/,
    ],
    [
      'Alarms',
      'WARN',
      () => alarms([said('dead-letters', 'hotpass doctor --env dev'), 'ALARM']),
      /dead-letters aws sqs receive-message --queue-url https:/,
    ],
    [
      'Alarms',
      'WARN',
      () => alarms([said('run-failed', 'hotpass doctor --env dev'), 'ALARM']),
      /run-failed see "Runs" here/,
    ],
    [
      'Alarms',
      'WARN',
      () => alarms(['An alarm of an older deployment. What to do: docs/how-to/operate.md#no-success', 'ALARM']),
      /no-success hotpass status --env dev/,
    ],
    ['Alarms', 'FAIL', () => cloudwatch.on(DescribeAlarmsCommand).rejects(awsError('AccessDenied')), /DescribeAlarms/],
    ['Deployment', 'WARN', () => published('0.0.1'), /0\.0\.1 is deployed.*hotpass deploy --env dev/],
    [
      'Schedules',
      'WARN',
      () => scheduler.on(GetScheduleCommand).resolves({ Name: 'refinement', State: 'DISABLED' }),
      /disabled: refinement.*hotpass\.yaml/,
    ],
    [
      'Schedules',
      'WARN',
      () => scheduler.on(ListSchedulesCommand).resolves({ Schedules: [] }),
      /none.*start runs by hand/,
    ],
    [
      'Concurrency',
      'WARN',
      () => lambda.on(GetAccountSettingsCommand).resolves({ AccountLimit: { UnreservedConcurrentExecutions: 10 } }),
      /10 functions at once.*run\.map_concurrency below 10.*L-B99A9384/,
    ],
    [
      'Bootstrap',
      'FAIL',
      () => ssm.on(GetParameterCommand).rejects(awsError('ParameterNotFound')),
      /never done here.*npx cdk bootstrap/,
    ],
    [
      'Bootstrap',
      'FAIL',
      () => ssm.on(GetParameterCommand).resolves({ Parameter: { Value: '3' } }),
      /version 3.*npx cdk bootstrap/,
    ],
    [
      'Credentials',
      'FAIL',
      () => sts.on(GetCallerIdentityCommand).rejects(awsError('ExpiredTokenException')),
      /have expired.*Sign in again/,
    ],
    [
      'Deployment',
      'FAIL',
      () => ssm.on(GetParametersByPathCommand).resolves({ Parameters: [] }),
      /not deployed in eu-west-1/,
    ],
    ['Store', 'FAIL', () => ssm.on(GetParametersByPathCommand).resolves({ Parameters: [] }), /nothing is deployed/],
    [
      'Concurrency',
      'FAIL',
      () => lambda.on(GetAccountSettingsCommand).rejects(awsError('ThrottlingException')),
      /slow down/,
    ],
  ])('%s is a %s that says what to do', async (check, status, happens, said) => {
    happens()
    const one = await found(check)
    expect(one?.status).toBe(status)
    expect(`${one?.detail} ${one?.fix}`).toMatch(said)
    expect((await hotpass(['doctor', '--env', 'dev'])).exit).toBe(status === 'WARN' ? 1 : 2)
  })

  test('the last run of each pipeline counts, not one that goes on, nor one before it', async () => {
    executions(
      [OLD, 'FAILED'],
      ['other-20260101T060000Z-0a0b0c', 'FAILED'],
      [NEW, 'SUCCEEDED'],
      ['refinement-20260301T060000Z-0c', 'RUNNING'],
    )
    expect((await found('Runs'))?.detail).toBe('other-20260101T060000Z-0a0b0c failed')
    executions()
    expect(await found('Runs')).toMatchObject({ status: 'PASS', detail: 'none has ended yet' })
  })

  test('a scheduled run, and one named by hand, are runs of their pipeline: what came after a failure counts', async () => {
    const invocation = (n: number) => `0f1e2d3c-0000-4000-8000-00000000000${n}`
    executions(
      [`refinement-${invocation(1)}`, 'FAILED'],
      [invocation(2), 'FAILED', undefined, '{"pipeline":"refinement"}'],
      ['by-hand', 'FAILED', undefined, '{"pipeline":"other"}'],
      [`refinement-${invocation(3)}`, 'SUCCEEDED'],
      ['stray', 'FAILED', undefined, '[]'],
      [`other-${invocation(4)}`, 'SUCCEEDED'],
    )
    expect((await found('Runs'))?.detail).toBe('stray failed')
  })

  test("alarms of other topics are nobody's business here, and every page of them is read", async () => {
    cloudwatch.on(DescribeAlarmsCommand).resolves({
      MetricAlarms: [{ StateValue: 'ALARM', AlarmDescription: 'of others', AlarmActions: ['arn:aws:sns:x:1:others'] }],
      NextToken: 'more',
    })
    cloudwatch.on(DescribeAlarmsCommand, { NextToken: 'more' }).resolves({
      MetricAlarms: [alarm(said('no-success', 'hotpass schedules --env dev'), 'ALARM')],
    })
    expect(await found('Alarms')).toMatchObject({ status: 'WARN', detail: 'no-success' })
  })

  test('a Glue table that did not follow its release is told, with what moves it', async () => {
    const store = new S3Store({ bucket: 'lake', client: stub.clientConfig() })
    const facts = releaseFacts('r', 2)
    const { organizations } = facts.datasets
    if (organizations === undefined) throw new Error('the fixture releases organizations')
    const table = 'refinement/organizations'
    await publishRelease(store, { ...facts, datasets: { organizations: { ...organizations, table } } })
    const shows = (version: number) =>
      glue.on(GetTableCommand).resolves({
        Table: {
          Name: 'refinement_organizations',
          Parameters: { metadata_location: store.uri(tableKeys.metadata('refinement/organizations', version)) },
        },
      })
    shows(1)
    expect(await found('Catalog')).toMatchObject({
      status: 'WARN',
      detail: 'behind the release: refinement_organizations',
      fix: expect.stringContaining('hotpass repair glue --env dev'),
    })
    shows(2)
    expect(await found('Catalog')).toMatchObject({
      status: 'PASS',
      detail: 'shows what is released: refinement_organizations',
    })
    stub.objects.clear()
  })

  test('a bucket that refuses us is told, and everything else is still looked at', async () => {
    stub.fault = () => 'denied'
    const { exit, out } = await hotpass(['doctor', '--env', 'dev'])
    expect(exit).toBe(2)
    expect(out).toMatch(/^FAIL {2}Store .*\n +Access denied: ListObjectsV2 s3:\/\/lake/m)
    expect(out).toMatch(/^PASS {2}Concurrency/m)
  })

  test('an old Node is told', async () => {
    const checks = await Array.fromAsync(diagnose('dev', '20.11.0'))
    expect(checks.find(({ check }) => check === 'Node')).toMatchObject({
      check: 'Node',
      status: 'FAIL',
      fix: expect.stringContaining('Node 24'),
    })
  })

  test('an environment has a name that can be one', async () => {
    expect((await hotpass(['doctor', '--env', 'No'])).exit).toBe(2)
  })
})

describe('hotpass doctor of this machine', () => {
  const looked = async (from: string) => {
    const before = process.cwd()
    process.chdir(from)
    try {
      const { exit, json } = await hotpass(['doctor', '--json'])
      const { checks } = json() as { checks: { check: string; status: string; detail: string; fix?: string }[] }
      return { exit, of: (name: string) => checks.find(({ check }) => check === name) }
    } finally {
      process.chdir(before)
    }
  }
  const projectOf = (domain: string): string => {
    const made = mkdtempSync(join(tmpdir(), 'hotpass-doctor-project-'))
    mkdirSync(join(made, 'domains/shop'), { recursive: true })
    writeFileSync(join(made, 'hotpass.yaml'), 'landing: in\npipelines: { shop: { domain: domains/shop } }\n')
    writeFileSync(join(made, 'domains/shop/domain.yaml'), domain)
    return made
  }
  const SHOP = `id: shop
country: GB
entities: { item: { dataset: items, id_prefix: itm, attributes: { name: { type: text, required: true } } } }
sources: [{ id: list, trust: 1, files: [list.csv], tables: [{ describes: [{ entity: item, attributes: { name: Name } }] }] }]
`

  test('passes in a project that is whole, and says what there is', async () => {
    const project = projectOf(SHOP)
    mkdirSync(join(project, 'in'))
    writeFileSync(join(project, 'in/list.csv'), 'Name\nA\n')
    const { exit, of } = await looked(project)
    expect(of('Engine')).toMatchObject({ status: 'PASS', detail: expect.stringContaining('DuckDB') })
    expect(of('Project')).toMatchObject({ status: 'PASS', detail: expect.stringContaining('shop (domains/shop)') })
    expect(of('Landing')).toMatchObject({ status: 'PASS', detail: expect.stringContaining('1 file') })
    expect(of('Store')).toMatchObject({ status: 'PASS' })
    expect(exit).toBeLessThan(2)
  })

  test('names a domain with a fault, and a landing that is not there', async () => {
    const { exit, of } = await looked(projectOf(SHOP.replace('type: text', 'type: txt')))
    expect(of('Project')).toMatchObject({ status: 'FAIL', fix: expect.stringContaining('txt') })
    expect(of('Landing')).toMatchObject({ status: 'WARN', detail: expect.stringContaining('is not there') })
    expect(exit).toBe(2)
  })

  test('says how to begin where there is no project', async () => {
    const { of } = await looked(mkdtempSync(join(tmpdir(), 'hotpass-doctor-nothing-')))
    expect(['PASS', 'WARN']).toContain(of('Project')?.status)
  })

  test('an old Node is told', async () => {
    const checks = await Array.fromAsync(diagnoseMachine('.hotpass/store', '20.11.0'))
    expect(checks.find(({ check }) => check === 'Node')?.status).toBe('FAIL')
  })
})
