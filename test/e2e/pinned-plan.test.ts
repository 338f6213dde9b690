import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { reachoutSheets, temporaryFolder, writeSheets } from '../support/landing.ts'
import { readDocument, refine, reusedShards, storeKeys } from '../support/run-store.ts'
import { pipelineText } from '../support/shipped-pipeline.ts'

const root = join(import.meta.dirname, '..', '..')
const folder = temporaryFolder('pinned')
const landing = join(folder, 'landing')
const nominalTime = '2026-01-31T00:00:00Z'

beforeAll(() => {
  mkdirSync(landing)
  writeSheets(join(landing, 'Reachout Database.xlsx'), reachoutSheets(6))
})

/** The example's domain in a folder of this name, and a pipeline of it alone. */
function ownPipeline(name: string) {
  const domain = join(folder, name)
  cpSync(join(root, 'domains/aviation'), domain, { recursive: true })
  const pipeline = join(folder, `${name}.yaml`)
  writeFileSync(pipeline, pipelineText({ domain: name }))
  return { domain, pipeline }
}

/** One stage in a process of its own, as functions run. */
function stage(store: string, name: string, payload: object) {
  const script = join(root, 'test/support/one-stage.ts')
  const scratch = join(store, '..', `scratch-${name}`)
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    [script, name, JSON.stringify(payload), store, scratch],
    {
      encoding: 'utf8',
    },
  )
  expect(stderr).toBe('')
  expect(status).toBe(0)
  return JSON.parse(stdout) as Record<string, unknown>
}

describe('a plan holds what it pins', () => {
  test('a domain that changes after Plan changes nothing, and its work is nobody else’s', async () => {
    const store = join(folder, 'domain-store')
    const run = 'pinned-1'
    const { domain, pipeline } = ownPipeline('own')
    const file = join(domain, 'domain.yaml')
    const before = readFileSync(file, 'utf8')
    stage(store, 'Plan', { run, pipeline, nominalTime, landing })
    // The people's sheet is ignored now: read by this domain, half of its rows are not read.
    writeFileSync(file, before.replace(/^( +)sheet: Contact Info$/m, '$1sheet: Contact Info\n$1ignore: true'))
    expect(readFileSync(file, 'utf8')).not.toBe(before)
    const [item] = readDocument<object[]>(store, `runs/${run}/items/ingest.json`)
    expect(stage(store, 'Ingest', { run, item })).toMatchObject({ sheets: 2, rows: 12 })
    writeFileSync(file, before)
    const result = await refine(store, landing, { pipeline, asOf: nominalTime })
    expect(result).toMatchObject({ status: 'published', rows: { read: 12 } })
    expect(reusedShards(store, result.run, 'Ingest')).toEqual([true])
  })

  test.each(['suites/organizations.yaml', 'linkage/organizations.json', 'vocabularies/status.yaml'])(
    '%s that changes after Plan changes nothing',
    (file) => {
      const store = join(folder, `${file.replace('/', '-')}-store`)
      const run = 'pinned-2'
      const { domain, pipeline } = ownPipeline(file.replace(/\W/g, '-'))
      stage(store, 'Plan', { run, pipeline, nominalTime, landing })
      writeFileSync(join(domain, file), 'not what was pinned: {')
      for (const [map, name] of [
        ['ingest', 'Ingest'],
        ['refine', 'Refine'],
      ] as const)
        for (const item of readDocument<object[]>(store, `runs/${run}/items/${map}.json`))
          stage(store, name, { run, item })
      expect(stage(store, 'Block', { run })).toMatchObject({ records: 12 })
    },
  )

  test('a pinned document that is not what the plan named is refused', () => {
    const store = join(folder, 'tampered-store')
    const run = 'pinned-3'
    stage(store, 'Plan', { run, pipeline: 'refinement', nominalTime, landing })
    const [key] = storeKeys(store, `runs/${run}/domain`).map((name) => join(store, name))
    const held = JSON.parse(readFileSync(key as string, 'utf8')) as { files: Record<string, string> }
    const files = { ...held.files, 'domain.yaml': `${held.files['domain.yaml']}\n# by another hand\n` }
    writeFileSync(key as string, JSON.stringify({ ...held, files }))
    const [item] = readDocument<object[]>(store, `runs/${run}/items/ingest.json`)
    const { stderr } = spawnSync(
      process.execPath,
      [
        join(root, 'test/support/one-stage.ts'),
        'Ingest',
        JSON.stringify({ run, item }),
        store,
        join(folder, 'scratch-3'),
      ],
      { encoding: 'utf8' },
    )
    expect(stderr).toMatch(/does not hold what the plan pinned\. Start a new run/)
  })
})

describe('finished work is known by the code that made it', () => {
  const checkout = join(folder, 'checkout')
  const store = join(folder, 'code-store')
  const hotpass = () => {
    const { stdout, stderr, status } = spawnSync(
      process.execPath,
      ['bin/hotpass.ts', 'run', 'refinement', '--landing', landing, '--store', store, '--as-of', nominalTime, '--json'],
      { cwd: checkout, encoding: 'utf8' },
    )
    expect(stderr).not.toMatch(/Error/)
    expect(status).toBe(0)
    return JSON.parse(stdout) as { run: string; status: string }
  }
  const change = (file: string, from: string, to: string) => {
    const path = join(checkout, file)
    const text = readFileSync(path, 'utf8')
    expect(text).toContain(from)
    writeFileSync(path, text.replace(from, to))
  }

  beforeAll(() => {
    for (const part of ['src', 'bin', 'domains', 'examples/projects', 'schemas', 'state-machines', 'package.json'])
      cpSync(join(root, part), join(checkout, part), { recursive: true })
    symlinkSync(join(root, 'node_modules'), join(checkout, 'node_modules'))
  })

  test('a command that changes does no work again; a normaliser that changes does, from the state that uses it on', () => {
    expect(hotpass().status).toBe('published')
    change('src/cli/run-command.ts', 'export ', '// Another command line.\nexport ')
    expect(hotpass().status).toBe('unchanged')
    change('src/refine/record/describer.ts', 'export ', '// Another rule.\nexport ')
    const again = hotpass()
    expect(reusedShards(store, again.run, 'Ingest')).toEqual([true])
    expect(reusedShards(store, again.run, 'Refine')).toEqual([false, false])
    // The rule says the same, so what it made is the same, and so is all that is made of it.
    expect(readDocument<{ reused: boolean }>(store, `runs/${again.run}/stages/Block.json`).reused).toBe(true)
  })
})
