import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Match } from 'aws-cdk-lib/assertions'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadPipelines } from '../../lib/load-pipelines.ts'
import { readProject } from '../../src/config/index.ts'
import { contracts } from '../support/aviation.ts'
import { projectText } from '../support/shipped-pipeline.ts'
import { type LaidOut, laidOut, resourcesOf } from './laid-out.ts'

const root = mkdtempSync(join(tmpdir(), 'hotpass-pipelines-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

const IDS = ['refinement', 'second', 'third-one'] as const

describe('an environment with three pipelines', () => {
  let made: LaidOut
  beforeAll(async () => {
    writeFileSync(join(root, 'hotpass.yaml'), projectText(IDS))
    made = await laidOut({ name: 'staging' }, loadPipelines(readProject(root)))
  })

  it('watches and starts each by itself', () => {
    const alarms = Object.values(resourcesOf(made.template('observability'), 'AWS::CloudWatch::Alarm'))
    const watched = (pipeline: string) =>
      alarms
        .filter(({ Properties }) =>
          (Properties.Dimensions ?? []).some(
            ({ Name, Value }: { Name: string; Value: string }) => Name === 'pipeline' && Value === pipeline,
          ),
        )
        .map(({ Properties }) => Properties.MetricName)
        .sort()
    expect(watched('refinement')).toContain('RunsSucceeded')
    for (const id of IDS) expect(watched(id)).toEqual(watched('refinement'))
    made.template('pipeline').resourceCountIs('AWS::Scheduler::Schedule', IDS.length)
    const inputs = Object.values(resourcesOf(made.template('pipeline'), 'AWS::Scheduler::Schedule')).map(
      ({ Properties }) => JSON.stringify(Properties.Target.Input),
    )
    for (const id of IDS)
      expect(inputs.filter((input) => input.includes(`\\"pipeline\\\\\\":\\\\\\"${id}\\`))).toHaveLength(1)
  })

  it('has the saved queries of each, over tables that are its own', () => {
    const queries = Object.values(resourcesOf(made.template('data'), 'AWS::Athena::NamedQuery'))
    const published = [...contracts.values()].filter(({ kind }) => kind === 'published').map(({ id }) => id)
    const tables = queries.map(
      ({ Properties }) => /FROM "hotpass_staging"\."([^"]+)"/.exec(Properties.QueryString)?.[1],
    )
    expect([...new Set(tables)].sort()).toEqual(
      ['refinement', 'second', 'third_one'].flatMap((id) => published.map((dataset) => `${id}_${dataset}`)).sort(),
    )
    made.template('data').hasResourceProperties('AWS::Athena::NamedQuery', {
      Name: 'third-one/organizations: latest',
      QueryString: Match.stringLikeRegexp('"third_one_organizations"'),
    })
  })

  it('lets no version of any of them be written twice', () => {
    const [policy] = Object.values(resourcesOf(made.template('data'), 'AWS::S3::BucketPolicy'))
    const denied = JSON.stringify(policy?.Properties.PolicyDocument)
    // S3 takes a slash for any other character, so that `*` covers <pipeline>/<dataset>.
    expect(denied).toContain('/datasets/*/metadata/v*.metadata.json')
  })
})
