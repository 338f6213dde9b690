import { existsSync, lstatSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { FUNCTION_NAMES } from '../../lib/functions.ts'
import { folderBytes } from '../../scripts/bundle.ts'
import { SITE_ASSET_FILES } from '../../src/config/site-asset-files.ts'
import { sourceCodes } from '../../src/run/stage-code.ts'
import { type InstalledPackage, installPackage } from '../support/installed-package.ts'

const ROOT = join(import.meta.dirname, '..', '..')

const DOMAIN = `id: lending
country: NZ
entities:
  branch:
    dataset: branches
    id_prefix: bra
    attributes:
      name: { type: organization_name, required: true }
      town: { type: text }
      site: { type: website }
sources:
  - id: council
    trust: 1
    unique: true
    files: ['branches*']
    tables:
      - describes:
          - entity: branch
            key: Code
            attributes: { name: Branch, town: Town, site: Web }
`

const PROJECT = `landing: incoming
pipelines:
  lending:
    domain: lending
    schedule: { expression: rate(1 day) }
    guardrails: { success_within_hours: 30 }
    enabled: { trial: true }
environments:
  trial: { account: '000000000000', region: us-east-1, architecture: ${process.arch === 'arm64' ? 'arm64' : 'x86_64'} }
`

const ROWS = 'Code,Branch,Town,Web\nA1,Kauri Street,Rimu,kauri.example\nA2,Harbour,Totara,harbour.example\n'

let project: InstalledPackage
beforeAll(async () => {
  project = await installPackage()
  project.write('desk/notes.txt', 'a folder to start from')
}, 600_000)
afterAll(() => rmSync(project.folder, { recursive: true, force: true }))

const json = (text: string) => JSON.parse(text)

describe('installed by one who only runs', () => {
  test('it brings DuckDB and its schemas, neither CDK nor TypeScript, in less than 200 MB', () => {
    const modules = join(project.folder, 'node_modules')
    const names = readdirSync(modules).filter((name) => !name.startsWith('.'))
    expect(names.toSorted()).toEqual(['@duckdb', 'detect-libc', 'hotpass', 'zod'])
    expect(folderBytes(modules)).toBeLessThan(200e6)
  })

  test('nothing in it names the folder that it was built in', () => {
    const folder = join(project.folder, 'node_modules', 'hotpass')
    const texts = readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.(?:js|json|ts|txt|yaml)$/.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name))
    expect(texts.length).toBeGreaterThan(100)
    expect(texts.filter((path) => readFileSync(path, 'utf8').includes(ROOT))).toEqual([])
  })

  test('it hands on the licence of every package whose code is in it', () => {
    const notices = readFileSync(join(project.folder, 'node_modules/hotpass/THIRD-PARTY-NOTICES.txt'), 'utf8')
    for (const name of ['libphonenumber-js', '@aws-sdk/client-s3', 'cytoscape', 'uplot', 'commander'])
      expect(notices).toMatch(new RegExp(`^${name} \\d.*\\((?:MIT|Apache-2\\.0)\\)$`, 'm'))
    expect(notices).not.toMatch(/^(?:esbuild|aws-cdk-lib|typescript) \d/m)
  })

  test('its help is the program', async () => {
    const { code, out } = await project.hotpass(['--help'], 'desk')
    expect(code).toBe(0)
    for (const command of ['run', 'pull', 'verify', 'deploy']) expect(out).toMatch(new RegExp(`^  ${command} `, 'm'))
  })
})

describe('a folder with the package and a list', () => {
  test('without a hotpass.yaml, a run is no run of the example: it says how to begin', async () => {
    const { code, err } = await project.hotpass(['run'])
    expect(code).toBe(2)
    expect(err).toContain('There is no hotpass.yaml here or above. hotpass init <files> makes')
    expect(existsSync(join(project.folder, '.hotpass'))).toBe(false)
  })

  test('becomes a project, publishes, and is read and checked, with no file edited and no argument', async () => {
    project.write('list.csv', 'Artikel;Preis;Farbe\nEichenstuhl;49,50;braun\nTisch;120,00;weiß\nHocker;15,00;rot\n')
    const ask = async (args: readonly string[], within = 'shop') => {
      const { code, out, err } = await project.hotpass(args, within)
      expect(code, out + err).toBe(0)
      return out
    }
    await ask(['init', 'list.csv', '--out', 'shop', '--yes', '--country', 'DE', '--entity', 'product'], '.')
    // One of its own would hide the package from npx.
    expect(existsSync(join(project.folder, 'shop/package.json'))).toBe(false)
    expect(await ask(['run'])).toMatch(/3 rows read = .* 3 published/)
    expect(await ask(['versions'])).toMatch(/^products +1 /m)
    await ask(['pull', 'products', '--out', 'products.csv'])
    expect(readFileSync(join(project.folder, 'shop/products.csv'), 'utf8')).toContain('Eichenstuhl')
    expect(await ask(['domain', 'check'])).toBe('list: no faults.\n')
    expect(await ask(['run'])).toContain('Unchanged:')
  })
})

describe('a project of a user’s own', () => {
  beforeAll(() => {
    project.write('hotpass.yaml', PROJECT)
    project.write('domains/lending/domain.yaml', DOMAIN)
    project.write('incoming/branches.csv', ROWS)
  })

  test('is run from any of its folders, by its one pipeline, landing and store', async () => {
    const { code, out, err } = await project.hotpass(['run', '--json'], 'desk')
    expect(err).not.toMatch(/error/i)
    expect(code).toBe(0)
    expect(json(out)).toMatchObject({ status: 'published' })
    expect(existsSync(join(project.folder, '.hotpass/store/releases'))).toBe(true)
    expect(existsSync(join(project.folder, 'desk/.hotpass'))).toBe(false)
  })

  test('gives its rows as a file and proves them', async () => {
    expect((await project.hotpass(['pull', 'branches', '--out', 'branches.csv'], 'desk')).code).toBe(0)
    const lines = readFileSync(join(project.folder, 'desk/branches.csv'), 'utf8').trim().split(/\r?\n/)
    expect(lines).toHaveLength(3)
    expect(lines.join('\n')).toContain('Kauri Street')
    expect((await project.hotpass(['verify', 'branches'])).out).toContain('verified')
  })

  test('has pages that load their scripts', () => {
    const assets = join(project.folder, '.hotpass/store/site/assets')
    for (const name of Object.keys(SITE_ASSET_FILES)) expect(lstatSync(join(assets, name)).size).toBeGreaterThan(0)
  })

  test('is told which pipelines there are', async () => {
    const { code, err } = await project.hotpass(['run', 'lendign'])
    expect(code).toBe(2)
    expect(err).toContain('Did you mean "lending"? Known: lending, refinement.')
  })
})

test('the shipped example runs, and its work is known by the same code as in the checkout', async () => {
  const landing = 'node_modules/hotpass/examples/landing'
  const { code, out } = await project.hotpass([
    'run',
    'refinement',
    '--landing',
    landing,
    '--store',
    'aviation',
    '--json',
  ])
  expect(code).toBe(0)
  expect(json(out)).toMatchObject({ status: 'published' })
  const codes = readFileSync(join(project.folder, 'node_modules/hotpass/stage-code.json'), 'utf8')
  expect(json(codes)).toEqual(sourceCodes(ROOT))
})

test('a program of one’s own loads the fronts', async () => {
  project.write(
    'own.js',
    `import { listDatasets, loadDomain, openStore } from 'hotpass'
import { LineageClient } from 'hotpass/lineage'
import { types } from 'hotpass/types'
const { domain } = await loadDomain('domains/lending')
const datasets = await listDatasets(openStore('.hotpass/store'))
console.log(JSON.stringify({
  id: domain.id, datasets: datasets.map(({ dataset }) => dataset),
  lineage: typeof LineageClient, types: types.has('email'),
}))`,
  )
  const { out, err } = await project.node(['own.js'])
  expect(err).toBe('')
  expect(json(out)).toEqual({
    id: 'lending',
    datasets: ['branches', 'entity_changes', 'entity_links'],
    lineage: 'function',
    types: true,
  })
})

describe('deployment', () => {
  test('of nothing, outside of a project, is refused: the example’s environments are nobody’s', async () => {
    project.write(
      'away.js',
      `process.chdir('/')
process.argv.splice(2, 0, 'deploy', '--env', 'dev', '--yes')
await import('./node_modules/hotpass/bin/hotpass.js')`,
    )
    const { code, err } = await project.node(['away.js'])
    expect(code).toBe(2)
    expect(err).toContain('There is no hotpass.yaml here or above')
  })

  test('says what to install where there is no CDK', async () => {
    const { code, err } = await project.hotpass(['deploy', '--env', 'trial', '--yes'])
    expect(code).not.toBe(0)
    expect(err).toContain('npm install --save-dev aws-cdk-lib constructs @aws-cdk/toolkit-lib')
  })

  test('of a project as a construct: its stacks, and functions that find its pipeline wherever they start', async () => {
    project.link('aws-cdk-lib', 'constructs')
    project.write(
      'app.js',
      `import { App } from 'aws-cdk-lib'
import { HotpassEnvironment } from 'hotpass/cdk'
const app = new App()
new HotpassEnvironment(app, 'trial', { project: '.' })
console.log(JSON.stringify(app.synth().stacksRecursively.map(({ stackName }) => stackName)))`,
    )
    const { out, err } = await project.node(['app.js'])
    expect(err).toBe('')
    expect(json(out)).toEqual(['hotpass-trial-data', 'hotpass-trial-pipeline', 'hotpass-trial-observability'])
    const bundles = join('.hotpass/bundles', process.arch === 'arm64' ? 'arm64' : 'x86_64')
    expect(readdirSync(join(project.folder, bundles)).toSorted()).toEqual(
      [...FUNCTION_NAMES, 'duckdb-layer'].toSorted(),
    )
    project.write('store/landing/branches.csv', ROWS)
    project.write(
      'plan.js',
      `import { handler } from './${bundles}/Plan/index.mjs'
process.chdir('/')
const plan = await handler({ run: 'lending-20260101T000000Z-abcdef', pipeline: 'lending', set: [] }, {})
console.log(JSON.stringify(plan))`,
    )
    const planned = await project.node(['plan.js'], {
      HOTPASS_STAGE: 'Plan',
      HOTPASS_STORE: join(project.folder, 'store'),
      AWS_REGION: 'us-east-1',
      NODE_PATH: join(project.folder, bundles, 'duckdb-layer/nodejs/node_modules'),
    })
    expect(planned.out.trim().split('\n').at(-1)).toContain('"sources":1')
  })
})

test('its declarations type a program, and refuse what the fronts do not take', async () => {
  project.link('@types/node', 'undici-types', 'typescript')
  project.write(
    'typed/tsconfig.json',
    JSON.stringify({
      compilerOptions: { module: 'nodenext', target: 'es2024', strict: true, noEmit: true, types: ['node'] },
      files: ['program.ts'],
    }),
  )
  const program = (
    pipeline: string,
  ) => `import { type CompiledDomain, loadDomain, type PipelineResult, runPipeline } from 'hotpass'
import { LineageClient } from 'hotpass/lineage'
import { types } from 'hotpass/types'
const domain: CompiledDomain = (await loadDomain('domains/lending')).domain
const result: PipelineResult = await runPipeline({ pipeline: ${pipeline}, store: 'store' })
export { domain, LineageClient, result, types }
`
  const tsc = () => project.node([join(ROOT, 'node_modules/typescript/bin/tsc'), '-p', 'typed'])
  project.write('typed/program.ts', program("'lending'"))
  expect(await tsc()).toEqual({ code: 0, out: '', err: '' })
  project.write('typed/program.ts', program('1'))
  expect((await tsc()).out).toContain("Type 'number' is not assignable to type 'string'")
})
