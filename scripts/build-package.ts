import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { build } from 'esbuild'
import { FUNCTION_NAMES } from '../lib/functions.ts'
import { BUILT_FILE, checkoutVersion } from '../src/config/checkout-version.ts'
import { SITE_ASSET_FILES, shippedAsset } from '../src/config/site-asset-files.ts'
import { STAGE_CODE_FILE, sourceCodes } from '../src/run/stage-code.ts'
import { bundleFunction, ESM_BANNER, folderBytes } from './bundle.ts'
import { bindingPins } from './fetch-duckdb-binding.ts'
import { EXTERNAL, FRONTS, PROGRAMS, packageManifest } from './package/package-manifest.ts'
import { thirdPartyNotices } from './package/third-party-notices.ts'
import { writeDeclarations } from './package/write-declarations.ts'
import { zipFolder } from './package/zip-folder.ts'
import { READY_FUNCTIONS } from './ready-bundles.ts'

const ROOT = join(import.meta.dirname, '..')

/** Where it is made, outside of version control. */
const WORK = join(ROOT, '.hotpass', 'package')

/** What goes along as it stands in the checkout. */
const FILES = ['LICENSE', 'cdk.json', 'domains', 'examples/landing', 'examples/projects', 'schemas', 'state-machines']

/**
 * Builds the installable package: programs and fronts as JavaScript with what they need in them, declarations, the functions ready to
 * deploy, and the files that the program looks up. Its folder has the layout of a checkout, so that each is found the same way in both.
 * @returns its folder
 */
export async function buildPackage(): Promise<string> {
  const folder = join(WORK, 'hotpass')
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const fronts = Object.values(FRONTS)
  const { metafile } = await build({
    absWorkingDir: ROOT,
    entryPoints: [...PROGRAMS, ...fronts],
    outbase: ROOT,
    outdir: folder,
    bundle: true,
    splitting: true,
    chunkNames: 'chunks/[hash]',
    platform: 'node',
    target: 'node22',
    format: 'esm',
    mainFields: ['module', 'main'],
    minifySyntax: true,
    minifyWhitespace: true,
    legalComments: 'none',
    banner: { js: ESM_BANNER },
    external: [...EXTERNAL],
    metafile: true,
    logLevel: 'error',
  })
  const inputs = new Set([...Object.keys(metafile.inputs), ...Object.values(SITE_ASSET_FILES)])
  mkdirSync(join(folder, READY_FUNCTIONS))
  for (const name of FUNCTION_NAMES) {
    const made = await bundleFunction(name, 'arm64', (input) => inputs.add(input))
    writeFileSync(join(folder, READY_FUNCTIONS, `${name}.zip`), zipFolder(made))
  }
  writeDeclarations(ROOT, fronts, WORK, join(folder, 'declarations'))
  for (const file of FILES) copy(file, join(folder, file))
  for (const file of Object.values(SITE_ASSET_FILES)) copy(file, join(folder, shippedAsset(file)))
  const json = (name: string, value: unknown) =>
    writeFileSync(join(folder, name), `${JSON.stringify(value, null, 2)}\n`)
  json('package.json', packageManifest(JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'))))
  json(STAGE_CODE_FILE, sourceCodes(ROOT))
  json(BUILT_FILE, { version: checkoutVersion(ROOT), duckdb: bindingPins() })

  copy('scripts/package/README.md', join(folder, 'README.md'))
  writeFileSync(join(folder, 'THIRD-PARTY-NOTICES.txt'), thirdPartyNotices(ROOT, inputs))
  return folder
}

function copy(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true })
  cpSync(join(ROOT, from), to, { recursive: true })
}

/** Packs the built folder as `npm` does. @returns the tarball's path */
export function packPackage(folder: string, target: string = WORK): string {
  const [packed] = JSON.parse(
    execFileSync('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', target, folder], {
      encoding: 'utf8',
    }),
  ) as [{ filename: string }]
  return join(target, packed.filename)
}

if (import.meta.main) {
  const folder = await buildPackage()
  const tarball = packPackage(folder)
  console.log(`${tarball}: ${(folderBytes(folder) / 1e6).toFixed(1)} MB when unpacked. Nothing was published.`)
}
