import { cpSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { build, type Plugin } from 'esbuild'
import type { Bundles } from '../lib/constructs/functions.ts'
import { FUNCTION_NAMES, FUNCTIONS, type FunctionName } from '../lib/functions.ts'
import { shippedProject } from '../src/config/shipped-project.ts'
import { SITE_ASSET_FILES } from '../src/config/site-asset-files.ts'
import type { StageNeed } from '../src/ledger/stage-facts.ts'
import { STAGE_CODE_FILE, sourceCodes } from '../src/run/stage-code.ts'
import { STAGES, type StageName, stageNamed } from '../src/stages/stage-table.ts'
import { copyProject } from './copy-project.ts'
import { layDuckdbLayer } from './duckdb-layer.ts'
import { type Architecture, NODE_ARCHITECTURE } from './fetch-duckdb-binding.ts'
import { draftOf, settleDraft } from './lay-down.ts'

const ROOT = join(import.meta.dirname, '..')

/** What every function finds beside its code through `packagePath`. */
const FILES = ['domains', 'LICENSE']

/** Where bundles are made, outside of version control. */
const BUNDLES = join(ROOT, '.hotpass', 'bundles')

/**
 * Bundles every function for one architecture: its own stage and what that imports, and the files that stages read; and the layer
 * with DuckDB's binding. A project's files go into each, the example's where none is given. The same sources give the same bytes, wherever the checkout lies.
 * @throws MissingBindingError when DuckDB's binding for that architecture is not on this machine.
 */
export async function bundle(architecture: Architecture, project = shippedProject()): Promise<Bundles> {
  const duckdbLayer = layDuckdbLayer(architecture, join(BUNDLES, architecture, 'duckdb-layer'))
  const folders = await Promise.all(
    FUNCTION_NAMES.map(async (name) => {
      const folder = await bundleFunction(name, architecture)
      if (project !== undefined) copyProject(project, folder)
      return [name, folder] as const
    }),
  )
  return { functions: new Map(folders), duckdbLayer }
}

/** CommonJS packages inside an ES module still call require, and only require finds what a layer brings. */
export const ESM_BANNER =
  "import{createRequire as hotpassRequire}from'node:module';const require=hotpassRequire(import.meta.url);"

/** Bundles one function, and gives its folder. `onInput` is told every file that went in, relative to the checkout. */
export async function bundleFunction(
  name: FunctionName,
  architecture: Architecture,
  onInput: (path: string) => void = () => {},
): Promise<string> {
  const target = join(BUNDLES, architecture, name)
  const draft = draftOf(target)
  const { entry, stage, duckdb } = FUNCTIONS[name]
  const needs: readonly StageNeed[] = stageNamed(name)?.needs ?? []
  const { metafile } = await build({
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
    banner: { js: ESM_BANNER },
    // The binding comes from the layer.
    external: ['@duckdb/node-bindings-*'],
    plugins: [ownStageOnly(needs, stage), duckdb ? glibcOnly : noDuckdb, withoutUnused],
    metafile: true,
    logLevel: 'error',
  })
  for (const input of Object.keys(metafile.inputs)) onInput(input)
  const files = needs.includes('pages') ? [...FILES, ...Object.values(SITE_ASSET_FILES)] : FILES
  for (const file of files) cpSync(join(ROOT, file), join(draft, file), { recursive: true })
  const { name: title, version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'))
  writeFileSync(join(draft, STAGE_CODE_FILE), `${JSON.stringify(sourceCodes(ROOT))}\n`)
  writeFileSync(join(draft, 'package.json'), `${JSON.stringify({ name: title, version, type: 'module' })}\n`)
  return settleDraft(draft, target)
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

/** Files of packages that no code of ours asks for, and that a bundler cannot see to be of no use: zod's messages in other languages. */
const UNUSED = [
  { package: /[\\/]node_modules[\\/]zod[\\/]/, path: /\/locales\/index\.(?:js|cjs)$/, instead: 'export {}' },
] as const

const withoutUnused: Plugin = {
  name: 'without-unused',
  setup(bundler) {
    for (const { package: of, path: unused, instead } of UNUSED) {
      bundler.onResolve({ filter: unused }, ({ importer, path }) =>
        of.test(importer) ? { path, namespace: 'unused', pluginData: instead } : undefined,
      )
    }
    bundler.onLoad({ filter: /.*/, namespace: 'unused' }, ({ pluginData }) => ({ contents: pluginData }))
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
