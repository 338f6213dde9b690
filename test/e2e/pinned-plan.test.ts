import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { reachoutSheets, temporaryFolder, writeSheets } from '../support/landing.ts'
import { readDocument, refine, reusedShards, storeKeys } from '../support/run-store.ts'

const root = join(import.meta.dirname, '..', '..')
const folder = temporaryFolder('pinned')
const landing = join(folder, 'landing')
const profile = join(folder, 'own.yaml')
const pipeline = join(folder, 'own-pipeline.yaml')
const nominalTime = '2026-01-31T00:00:00Z'

beforeAll(() => {
  mkdirSync(landing)
  writeSheets(join(landing, 'Reachout Database.xlsx'), reachoutSheets(6))
  const shipped = readFileSync(join(root, 'profiles/aviation.yaml'), 'utf8')
  writeFileSync(profile, shipped)
  const asked = readFileSync(join(root, 'pipelines/refinement.yaml'), 'utf8')
  writeFileSync(pipeline, asked.replace(/^profile: .*$/m, `profile: ${profile}`))
})

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
  test('a profile that changes after Plan changes nothing, and its work is nobody else’s', async () => {
    const store = join(folder, 'profile-store')
    const run = 'pinned-1'
    const before = readFileSync(profile, 'utf8')
    stage(store, 'Plan', { run, pipeline, nominalTime, landing })
    // The people's sheet is ignored now: read by this profile, half of its rows are not read.
    writeFileSync(profile, before.replace('{ sheet: Contact Info,', '{ sheet: Contact Info, ignore: true,'))
    expect(readFileSync(profile, 'utf8')).not.toBe(before)
    const [item] = readDocument<object[]>(store, `runs/${run}/items/ingest.json`)
    expect(stage(store, 'Ingest', { run, item })).toMatchObject({ sheets: 2, rows: 12 })
    writeFileSync(profile, before)
    const result = await refine(store, landing, { pipeline, asOf: nominalTime })
    expect(result).toMatchObject({ status: 'published', rows: { read: 12 } })
    expect(reusedShards(store, result.run, 'Ingest')).toEqual([true])
  })

  test.each(['suite', 'linkage settings'] as const)('a %s file that changes after Plan changes nothing', (which) => {
    const store = join(folder, `${which}-store`)
    const run = 'pinned-2'
    const suite = join(folder, 'organizations.yaml')
    const linkage = join(folder, 'linkage.json')
    writeFileSync(suite, readFileSync(join(root, 'profiles/suites/organizations.yaml'), 'utf8'))
    writeFileSync(linkage, readFileSync(join(root, 'profiles/linkage/organizations.json'), 'utf8'))
    const own = join(folder, `${which}.yaml`)
    writeFileSync(
      join(folder, 'linked.yaml'),
      `${readFileSync(profile, 'utf8')}\nlinkage: { organizations: ${linkage} }\n`,
    )
    writeFileSync(
      own,
      readFileSync(pipeline, 'utf8')
        .replace(/^profile: .*$/m, `profile: ${join(folder, 'linked.yaml')}`)
        .replace(/^( +organizations: ).*$/m, `$1${suite}`),
    )
    stage(store, 'Plan', { run, pipeline: own, nominalTime, landing })
    writeFileSync(which === 'suite' ? suite : linkage, 'not what was pinned: {')
    for (const [map, name] of [
      ['ingest', 'Ingest'],
      ['refine', 'Refine'],
    ] as const)
      for (const item of readDocument<object[]>(store, `runs/${run}/items/${map}.json`))
        stage(store, name, { run, item })
    expect(stage(store, 'Block', { run })).toMatchObject({ records: 6 })
  })

  test('a pinned document that is not what the plan named is refused', () => {
    const store = join(folder, 'tampered-store')
    const run = 'pinned-3'
    stage(store, 'Plan', { run, pipeline, nominalTime, landing })
    const [key] = storeKeys(store, `runs/${run}/domain`).map((name) => join(store, name))
    const held = JSON.parse(readFileSync(key as string, 'utf8')) as { profile: { country_code: string } }
    writeFileSync(key as string, JSON.stringify({ ...held, profile: { ...held.profile, country_code: 'US' } }))
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
    for (const part of ['src', 'bin', 'domains', 'pipelines', 'schemas', 'state-machines', 'package.json'])
      cpSync(join(root, part), join(checkout, part), { recursive: true })
    symlinkSync(join(root, 'node_modules'), join(checkout, 'node_modules'))
  })

  test('a command that changes does no work again; a normaliser that changes does, from the state that uses it on', () => {
    expect(hotpass().status).toBe('published')
    change('src/cli/run-command.ts', 'export ', '// Another command line.\nexport ')
    expect(hotpass().status).toBe('unchanged')
    change('src/refine/record/row-tests.ts', 'export ', '// Another rule.\nexport ')
    const again = hotpass()
    expect(reusedShards(store, again.run, 'Ingest')).toEqual([true])
    expect(reusedShards(store, again.run, 'Refine')).toEqual([false, false])
    // The rule says the same, so what it made is the same, and so is all that is made of it.
    expect(readDocument<{ reused: boolean }>(store, `runs/${again.run}/stages/Block.json`).reused).toBe(true)
  })
})
