import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { ALARM_KINDS } from '../../lib/constructs/alarms.ts'
import { defineEnvironment } from '../../lib/environment.ts'
import { STAGE_FUNCTIONS } from '../../lib/functions.ts'
import { hotpassMetric } from '../../lib/hotpass-metric.ts'
import { loadPipelines } from '../../lib/load-pipelines.ts'
import { DEPLOYED_KEYS, parameterName } from '../../src/config/index.ts'
import { METRICS } from '../../src/config/metric-names.ts'
import { contracts } from '../support/aviation.ts'
import { shippedProject } from '../support/shipped-pipeline.ts'
import { type LaidOut, laidOut, type Resource, resourcesOf } from './laid-out.ts'

let prod: LaidOut
let alarms: Resource[]
beforeAll(async () => {
  prod = await laidOut('prod')
  alarms = Object.values(resourcesOf(prod.template('observability'), 'AWS::CloudWatch::Alarm'))
})

const named = (found: readonly Resource[], kind: string) =>
  found.filter(({ Properties }) => Properties.AlarmDescription.endsWith(`#${kind}`))

describe('alarms', () => {
  it('each name a section of the how-to page that exists', () => {
    const page = readFileSync(join(import.meta.dirname, '../../docs/how-to/operate.md'), 'utf8')
    const sections = [...page.matchAll(/^## (.+)$/gm)].map((match) => match[1])
    for (const kind of Object.keys(ALARM_KINDS)) expect(sections).toContain(kind)
    for (const { Properties } of alarms)
      expect(Properties.AlarmDescription).toMatch(/What to do: docs\/how-to\/operate\.md#[a-z-]+$/)
  })

  it('each name a command that exists, for this environment, and link to the dashboard that is deployed', () => {
    const commands = readFileSync(join(import.meta.dirname, '../../docs/reference/cli.md'), 'utf8')
    const [dashboard] = Object.values(resourcesOf(prod.template('observability'), 'AWS::CloudWatch::Dashboard'))
    for (const { Properties } of alarms) {
      const [, command = '', address = ''] =
        / Type: (hotpass [a-z ]+) --env prod\. Look: (https:\S+) /.exec(Properties.AlarmDescription) ?? []
      expect(commands.split('\n')).toContain(`## ${command}`)
      expect(address.endsWith(`#dashboards/dashboard/${dashboard?.Properties.DashboardName}`)).toBe(true)
      expect(Properties.AlarmDescription.length).toBeLessThanOrEqual(1024)
    }
  })

  it('are of every kind, and tell the topic', () => {
    const kinds = alarms.map(({ Properties }) => /#([a-z-]+)$/.exec(Properties.AlarmDescription)?.[1])
    expect(new Set(kinds)).toEqual(new Set(Object.keys(ALARM_KINDS)))
    for (const { Properties } of alarms) expect(Properties.AlarmActions).toHaveLength(1)
  })

  it('are as many as the idle bill counts, and so are the series of a run', () => {
    const page = readFileSync(join(import.meta.dirname, '../../docs/explanation/cost.md'), 'utf8')
    expect(page).toContain(`| ${alarms.length} alarms of an environment with one pipeline`)
    const states = Object.keys(STAGE_FUNCTIONS).filter((name) => !name.startsWith('Record')).length
    const judged = contracts.size
    const published = [...contracts.values()].filter(({ kind }) => kind === 'published').length
    const series = Object.entries(METRICS).map(([name, { dimensions }]) => {
      if (dimensions.some((dimension) => dimension === 'stage')) return states
      if (dimensions.some((dimension) => dimension === 'dataset')) return name === 'QualityScore' ? judged : published
      return 1
    })
    expect(page).toContain(`at most ${series.reduce((sum, count) => sum + count, 0)} series`)
  })

  it('look at one series each: an alarm on arithmetic costs for each of its metrics, and not every emulator knows it', () => {
    for (const { Properties } of alarms) expect(Properties.MetricName).toBeTypeOf('string')
  })

  it('stay within what CloudWatch looks back: seven days', () => {
    for (const { Properties } of alarms)
      expect(Properties.Period * Properties.EvaluationPeriods).toBeLessThanOrEqual(7 * 86_400)
  })

  it('take silence for a missing success, and for nothing else', () => {
    for (const resource of alarms)
      expect(resource.Properties.TreatMissingData).toBe(
        named([resource], 'no-success').length > 0 ? 'breaching' : 'notBreaching',
      )
    expect(named(alarms, 'no-success')[0]?.Properties).toMatchObject({ EvaluationPeriods: 30, Threshold: 1 })
  })

  it('ask the daily check where successes may be more than seven days apart', async () => {
    const [pipeline] = loadPipelines(shippedProject())
    if (pipeline === undefined) throw new Error('no pipeline')
    const monthly = {
      ...pipeline,
      guardrails: { ...pipeline.guardrails, success_within_hours: 800 },
      enabled: { rare: true },
    }
    const rare = await laidOut({ name: 'rare' }, [monthly])
    const found = named(
      Object.values(resourcesOf(rare.template('observability'), 'AWS::CloudWatch::Alarm')),
      'no-success',
    )
    expect(found[0]?.Properties).toMatchObject({
      MetricName: 'RunsOverdue',
      Period: 86_400,
      TreatMissingData: 'breaching',
    })
    const checker = Object.values(resourcesOf(rare.template('pipeline'), 'AWS::Lambda::Function')).find(
      ({ Properties }) => Properties.Environment.Variables.HOTPASS_HEARTBEATS !== undefined,
    )
    expect(JSON.parse(checker?.Properties.Environment.Variables.HOTPASS_HEARTBEATS)).toEqual({ refinement: 800 })
    rare.template('pipeline').hasResourceProperties('AWS::Events::Rule', {
      ScheduleExpression: 'rate(1 day)',
      State: 'ENABLED',
    })
  })

  it('do not exist where an environment wants none', async () => {
    ;(await laidOut('dev')).template('observability').resourceCountIs('AWS::CloudWatch::Alarm', 0)
  })

  it('never look at a series that nobody writes', () => {
    expect(() => hotpassMetric('RunsFailed', { environment: 'prod' })).toThrow('environment, pipeline')
    expect(() => hotpassMetric('RunsFailed', { environment: 'prod', pipeline: 'p', stage: 's' })).toThrow()
  })
})

describe('what an environment publishes about itself', () => {
  it('is each key that the command line reads, once, over its stacks', () => {
    const names = (['data', 'pipeline', 'observability'] as const).flatMap((kind) =>
      Object.values(resourcesOf(prod.template(kind), 'AWS::SSM::Parameter')).map(({ Properties }) => Properties.Name),
    )
    expect(names.sort()).toEqual(DEPLOYED_KEYS.map((key) => parameterName('prod', key)).sort())
  })
})

describe('who may deploy from GitHub', () => {
  it('is one job environment of one repository, which may only take the roles of the bootstrap', async () => {
    const delivery = { repository: 'example/hotpass', githubEnvironment: 'prod' }
    const { template } = await laidOut({ name: 'own', account: '111122223333', region: 'eu-west-1', delivery })
    template('delivery').hasResourceProperties('AWS::IAM::Role', {
      AssumeRolePolicyDocument: {
        Statement: [
          {
            Effect: 'Allow',
            Action: 'sts:AssumeRoleWithWebIdentity',
            Condition: {
              StringEquals: {
                'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com',
                'token.actions.githubusercontent.com:sub': 'repo:example/hotpass:environment:prod',
              },
            },
          },
        ],
      },
    })
    const role = JSON.stringify(resourcesOf(template('delivery'), 'AWS::IAM::Role'))
    for (const kind of ['deploy', 'file-publishing', 'lookup'])
      expect(role).toContain(`:role/cdk-hnb659fds-${kind}-role-111122223333-eu-west-1`)
    expect(role).not.toMatch(/image-publishing|cfn-exec/)
  })

  it('is named by numbers too where the repository names itself so', async () => {
    const delivery = { repository: 'example/hotpass', ownerId: '12', repositoryId: '345', githubEnvironment: 'prod' }
    const { template } = await laidOut({ name: 'own', account: '111122223333', region: 'eu-west-1', delivery })
    expect(JSON.stringify(resourcesOf(template('delivery'), 'AWS::IAM::Role'))).toContain(
      '"repo:example@12/hotpass@345:environment:prod"',
    )
  })

  it('needs both numbers or neither', () => {
    const delivery = { repository: 'example/hotpass', ownerId: '12', githubEnvironment: 'prod' }
    expect(() => defineEnvironment({ name: 'own', delivery })).toThrow(/needs ownerId and repositoryId, or neither/)
  })
})
