import {
  constants,
  copyFileSync,
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { build, type Plugin } from 'esbuild'
import { FUNCTION_NAMES, FUNCTIONS, type FunctionName } from '../lib/functions.ts'
import { SITE_ASSET_FILES } from '../src/config/site-asset-files.ts'
import type { StageNeed } from '../src/ledger/stage-facts.ts'
import { STAGE_CODE_FILE, sourceCodes } from '../src/run/stage-code.ts'
import { STAGES, type StageName, stageNamed } from '../src/stages/stage-table.ts'
import { type Architecture, duckdbBinding, NODE_ARCHITECTURE } from './fetch-duckdb-binding.ts'

const ROOT = join(import.meta.dirname, '..')

/** What every function finds beside its code through `packagePath`. */
const FILES = ['domains', 'pipelines', 'schemas', 'LICENSE']

/** Where bundles are made, outside of version control. */
const BUNDLES = join(ROOT, '.hotpass', 'bundles')

/** What a deployment of one architecture uploads. */
export interface Bundles {
  readonly architecture: Architecture
  readonly functions: ReadonlyMap<FunctionName, string>
  /** Folder of the Lambda layer with DuckDB's binding, uploaded once for all functions that use it. */
  readonly duckdbLayer: string
}

/**
 * Bundles every function for one architecture: its own stage and what that imports, and the files that stages read; and the layer
 * with DuckDB's binding. The same sources give the same bytes, wherever the checkout lies.
 * @throws MissingBindingError when DuckDB's binding for that architecture is not on this machine.
 */
export async function bundle(architecture: Architecture): Promise<Bundles> {
  const binding = duckdbBinding(architecture)
  if (binding === undefined) throw new MissingBindingError(architecture)
  const duckdbLayer = layDown(join(BUNDLES, architecture, 'duckdb-layer'), (draft) =>
    copyBinding(binding, architecture, draft),
  )
  const folders = await Promise.all(
    FUNCTION_NAMES.map(async (name) => [name, await bundleFunction(name, architecture)] as const),
  )
  return { architecture, functions: new Map(folders), duckdbLayer: await duckdbLayer }
}

/** Stands in for bundles where nothing is uploaded: one empty folder for all. */
export function withoutBundles(architecture: Architecture): Bundles {
  const empty = join(BUNDLES, 'none')
  mkdirSync(empty, { recursive: true })
  return { architecture, functions: new Map(FUNCTION_NAMES.map((name) => [name, empty])), duckdbLayer: empty }
}

/** DuckDB's binding for an architecture is not on this machine: npm installs only the machine's own, in silence. */
export class MissingBindingError extends Error {
  override name = 'MissingBindingError'
  constructor(architecture: Architecture) {
    super(
      `DuckDB's binding for Linux on ${architecture} is not on this machine. Fetch it once with: npm run fetch-duckdb -- ${architecture}`,
    )
  }
}

/** Bundles one function, and gives its folder. */
export const bundleFunction = (name: FunctionName, architecture: Architecture): Promise<string> =>
  layDown(join(BUNDLES, architecture, name), async (draft) => {
    const { entry, stage, duckdb } = FUNCTIONS[name]
    const needs: readonly StageNeed[] = stageNamed(name)?.needs ?? []
    await build({
      absWorkingDir: ROOT,
      entryPoints: { index: `lambdas/${entry}.ts` },
      outdir: draft,
      outExtension: { '.js': '.mjs' },
      bundle: true,
      splitting: true,
      chunkNames: 'chunks/[hash]',
      platform: 'node',
      target: 'node24',
      format: 'esm',
      // A CommonJS build behind a dynamic import has no named exports once it is a chunk of its own.
      mainFields: ['module', 'main'],
      // Names stay: a stack trace in a log is read by people.
      minifySyntax: true,
      minifyWhitespace: true,
      legalComments: 'external',
      // CommonJS packages inside an ES module still call require, and only require finds what a layer brings.
      banner: {
        js: "import{createRequire as hotpassRequire}from'node:module';const require=hotpassRequire(import.meta.url);",
      },
      // The binding comes from the layer.
      external: ['@duckdb/node-bindings-*'],
      plugins: [ownStageOnly(needs, stage), duckdb ? glibcOnly : noDuckdb],
      logLevel: 'error',
    })
    const files = needs.includes('pages') ? [...FILES, ...Object.values(SITE_ASSET_FILES)] : FILES
    for (const file of files) cpSync(join(ROOT, file), join(draft, file), { recursive: true })
    const { name: title, version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'))
    writeFileSync(join(draft, STAGE_CODE_FILE), `${JSON.stringify(sourceCodes(ROOT))}\n`)
    writeFileSync(join(draft, 'package.json'), `${JSON.stringify({ name: title, version, type: 'module' })}\n`)
  })

/** Makes a folder beside its place and moves it there whole, so that nobody meets half of one. */
async function layDown(target: string, make: (draft: string) => void | Promise<void>): Promise<string> {
  const draft = `${target}.draft-${process.pid}`
  rmSync(draft, { recursive: true, force: true })
  mkdirSync(draft, { recursive: true })
  await make(draft)
  rmSync(target, { recursive: true, force: true })
  renameSync(draft, target)
  return target
}

/** Loaded by the wrapper for the stages whose definition names it. */
const PEOPLE_PORT = 'src/stewardship/people-port.ts'

/** The table can load every stage; a function carries its own, and what that one needs. */
const ownStageOnly = (needs: readonly StageNeed[], name: StageName | undefined): Plugin => ({
  name: 'own-stage-only',
  setup(bundler) {
    const leftOut = new Set(
      STAGES.filter((stage) => stage.name !== name && !(stage.name === 'CloseRun' && needs.includes('close-run'))).map(
        ({ source }): string => source,
      ),
    )
    if (!needs.includes('people')) leftOut.add(PEOPLE_PORT)
    bundler.onResolve({ filter: /^\.\.?\/.*\.ts$/ }, ({ kind, path, resolveDir }) => {
      const file = relative(ROOT, resolve(resolveDir, path))
      return kind === 'dynamic-import' && leftOut.has(file) ? { path: file, namespace: 'left-out' } : undefined
    })
    bundler.onLoad({ filter: /.*/, namespace: 'left-out' }, ({ path }) => ({
      contents: `throw new Error(${JSON.stringify(`${path} is not part of this function`)})`,
    }))
  },
})

/** A function that has no use for DuckDB must not carry it, and says so if it ever asks. */
const noDuckdb: Plugin = {
  name: 'no-duckdb',
  setup(bundler) {
    bundler.onResolve({ filter: /^@duckdb\// }, ({ path }) => ({ path, namespace: 'no-duckdb' }))
    bundler.onLoad({ filter: /.*/, namespace: 'no-duckdb' }, () => ({
      contents:
        'throw new Error("This function is deployed without DuckDB: name \'engine\' in the needs of its stage.")',
    }))
  },
}

/** The loader asks which libc this is; Lambda's is glibc. */
const glibcOnly: Plugin = {
  name: 'glibc-only',
  setup(bundler) {
    bundler.onResolve({ filter: /^detect-libc$/ }, () => ({ path: 'detect-libc', namespace: 'glibc' }))
    bundler.onLoad({ filter: /.*/, namespace: 'glibc' }, () => ({
      contents: "export const MUSL = 'musl'; export const familySync = () => 'glibc'",
    }))
  },
}

/** Lambda puts a layer under /opt, whose nodejs/node_modules is on NODE_PATH. */
function copyBinding(binding: string, architecture: Architecture, folder: string): void {
  const name = `node-bindings-linux-${NODE_ARCHITECTURE[architecture]}`
  const target = join(folder, 'nodejs', 'node_modules', '@duckdb', name)
  mkdirSync(target, { recursive: true })
  for (const file of ['package.json', 'LICENSE', 'duckdb.node', 'libduckdb.so'])
    copyFileSync(join(binding, file), join(target, file), constants.COPYFILE_FICLONE)
}

/** Bytes of every file below a folder: what Lambda counts when it is unpacked. */
export const folderBytes = (folder: string): number =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0)

const megabytes = (folder: string): string => `${(folderBytes(folder) / 1e6).toFixed(2).padStart(6)} MB`

if (import.meta.main) {
  const wanted = process.argv.slice(2)
  const architectures = (wanted.length > 0 ? wanted : ['arm64', 'x86_64']) as Architecture[]
  for (const architecture of architectures) {
    if (!(architecture in NODE_ARCHITECTURE)) {
      console.error(`There is no architecture "${architecture}". Give arm64, x86_64 or both.`)
      process.exitCode = 2
      continue
    }
    const { functions, duckdbLayer } = await bundle(architecture)
    for (const [name, folder] of functions) console.log(`${architecture} ${name.padEnd(15)} ${megabytes(folder)}`)
    console.log(`${architecture} ${'DuckDB layer'.padEnd(15)} ${megabytes(duckdbLayer)}`)
  }
}
