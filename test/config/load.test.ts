import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  ConfigurationError,
  ConfigurationFileError,
  DomainIdNotFoundError,
  loadPipeline,
  locateDomain,
  matchGlob,
  PipelineNotFoundError,
  packagePath,
  resolveConfiguration,
} from '../../src/config/index.ts'
import { readDomainFolder } from '../../src/domain/read-domain.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'config-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const file = async (name: string, text: string): Promise<string> => {
  await writeFile(join(folder, name), text)
  return join(folder, name)
}

describe('names that are not there', () => {
  test.each(['../suites', '/etc/passwd', '..', '', 'Aviation', 'a/b', 'a\0b', '.hidden', 'suites', 'none.yaml'])(
    'domain %j',
    (id) => {
      expect(() => locateDomain(id)).toThrow(DomainIdNotFoundError)
      expect(() => locateDomain(id)).toThrow(/Shipped: .*aviation/)
    },
  )

  test('a slip of the hand is answered with the nearest', async () => {
    expect(() => locateDomain('avaition')).toThrow('There is no domain "avaition". Did you mean "aviation"?')
    await expect(loadPipeline('refinment')).rejects.toThrow(
      'There is no pipeline "refinment". Did you mean "refinement"?',
    )
    await expect(loadPipeline('../refinement')).rejects.toThrow(PipelineNotFoundError)
    await expect(loadPipeline('x')).rejects.toThrow(ConfigurationError)
  })

  test('a folder without a domain.yaml is no domain', async () => {
    await mkdir(join(folder, 'empty'))
    expect(() => locateDomain(join(folder, 'empty'))).toThrow(DomainIdNotFoundError)
  })
})

describe('files of one’s own', () => {
  test('a pipeline takes a domain from beside it before a shipped one of the same id', async () => {
    const own = join(folder, 'domains', 'aviation')
    await mkdir(own, { recursive: true })
    await writeFile(join(own, 'domain.yaml'), 'id: aviation\n')
    expect(
      (await loadPipeline(await file('own.yaml', 'id: own\ndescription: Own.\ndomain: aviation\n'))).domainFolder,
    ).toBe(own)
    expect(await loadPipeline('refinement')).not.toHaveProperty('domainFolder')
  })

  test('a domain is meant by its folder or by its file', async () => {
    const shipped = packagePath('domains/aviation')
    expect(locateDomain('aviation')).toEqual({ folder: shipped, shown: 'domains/aviation' })
    expect(locateDomain(shipped).folder).toBe(shipped)
    expect(locateDomain(join(shipped, 'domain.yaml')).folder).toBe(shipped)
  })

  test.each([
    ['suites: { contacts: a.yaml }', 'there is no key "suites"'],
    ['schedule: daily', 'schedule'],
    ['when: daily', 'there is no key "when"'],
  ])('a pipeline with %s is refused', async (line, message) => {
    const path = await file('bad.yaml', `id: own\ndescription: Own.\ndomain: aviation\n${line}\n`)
    await expect(loadPipeline(path)).rejects.toThrow(ConfigurationFileError)
    await expect(loadPipeline(path)).rejects.toThrow(message)
  })
})

describe('what is shipped', () => {
  test('aviation has a table for each of its contracts, and settings that resolve', async () => {
    const { domain } = await readDomainFolder('aviation')
    const pipeline = await loadPipeline('refinement')
    expect(resolveConfiguration({ pipeline, domain, set: [] }).values.run.concurrency).toBe(2)
    for (const { id } of domain.sources.flatMap(({ tables }) => tables))
      for (const suffix of ['.csv', '.jsonl', '.parquet']) {
        const sources = domain.sources.filter(({ files }) => files.some((glob) => matchGlob(glob, id + suffix)))
        const tables = sources[0]?.tables.filter(({ files }) => files.some((glob) => matchGlob(glob, id + suffix)))
        expect(sources.length).toBe(1)
        expect(tables?.map((table) => table.id)).toEqual([id])
      }
  })

  test('aviation claims the workbooks people send', async () => {
    const { domain } = await readDomainFolder('aviation')
    const claims = (name: string) =>
      domain.sources.filter(({ files }) => files.some((glob) => matchGlob(glob, name))).map(({ id }) => id)
    expect(claims('Reachout Database.xlsx')).toEqual(['reachout'])
    expect(claims('contact database (2).XLSX')).toEqual(['contact'])
    expect(claims('SACAA Flight Schools - Refined copy__CLEANED.xlsx')).toEqual(['sacaa'])
    expect(claims('notes.xlsx')).toEqual([])
  })

  test('the example’s pipeline is known by its id alone: no file of that name is looked for', async () => {
    expect((await loadPipeline('refinement')).domain).toBe('aviation')
    await expect(loadPipeline('refinement.yaml')).rejects.toThrow(PipelineNotFoundError)
    expect(packagePath('/somewhere/else.yaml')).toBe('/somewhere/else.yaml')
  })
})
