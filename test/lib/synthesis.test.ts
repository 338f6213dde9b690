import { describe, expect, it } from 'vitest'
import { defineEnvironment, EnvironmentError } from '../../lib/environment.ts'
import type { PublishingPipeline } from '../../lib/load-pipelines.ts'
import { namedQueries } from '../../lib/named-queries.ts'
import { projectEnvironments } from '../../lib/project-environments.ts'
import { shippedProject } from '../support/shipped-pipeline.ts'
import { laidOut } from './laid-out.ts'

const environments = projectEnvironments(shippedProject())

const own = {
  name: 'own',
  delivery: { repository: 'example/hotpass', githubEnvironment: 'own' },
}
const kinds = ['data', 'pipeline', 'observability', 'delivery'] as const

/** A template without what changes with each edit of the sources: hashes of assets, and the definition, which is a file of its own. */
const normalised = (template: object): unknown =>
  JSON.parse(
    JSON.stringify(template, (key, value: unknown) =>
      key === 'DefinitionString' ? '<state-machines/refine.asl.json>' : value,
    )
      .replaceAll(/[0-9a-f]{64}/g, '<hash>')
      .replaceAll(/DuckdbLayer[0-9A-F]{8}[0-9a-f]{10}/g, 'DuckdbLayer<hash>'),
  )

describe('synthesis', () => {
  it('lays out the same templates twice', async () => {
    const [first, second] = [await laidOut({ ...own }), await laidOut({ ...own })]
    for (const kind of kinds) expect(second.template(kind).toJSON()).toEqual(first.template(kind).toJSON())
  })

  it.each(kinds)('of the %s stack is what was looked at last', async (kind) => {
    const { template } = await laidOut({ ...own })
    expect(normalised(template(kind).toJSON())).toMatchSnapshot()
  })

  it('refuses a pipeline that is enabled where there is no environment', async () => {
    const pipeline = { id: 'p', enabled: { prdo: true } } as unknown as PublishingPipeline
    await expect(laidOut({ ...own }, [pipeline])).rejects.toThrow(EnvironmentError)
    await expect(laidOut({ ...own }, [pipeline])).rejects.toThrow('the pipeline "p" enables it')
  })
})

describe('environments', () => {
  it('of the example are those that the documentation speaks of', () => {
    expect(environments.map(({ name }) => name)).toEqual(['dev', 'staging', 'prod', 'emulator'])
  })

  it.each([
    [{ name: 'Prod' }, 'environment "Prod", name'],
    [{ name: 'prod', account: '12' }, 'account: must be a twelve-digit'],
    [{ name: 'prod', logRetentionDays: 15 }, 'logRetentionDays: must be one of 1, 3, 5'],
    [{ name: 'prod', alarmEmails: ['nobody'] }, 'alarmEmails.0'],
    [{ name: 'prod', functionEnvironment: { 'lower-case': 'x' } }, 'functionEnvironment'],
  ])('%j are refused, and the option is named', (options, message) => {
    expect(() => defineEnvironment(options)).toThrow(EnvironmentError)
    expect(() => defineEnvironment(options)).toThrow(message)
  })
})

describe('saved queries', () => {
  it('quote database and table', () => {
    for (const { sql } of namedQueries('hotpass_own', [
      { id: 'refinement', datasets: ['organizations', 'contacts', 'entity_links', 'entity_changes'] },
    ]))
      expect(sql).toMatch(/FROM "hotpass_own"\."refinement_[a-z_]+"/)
  })
})
