import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { unzipSync } from 'fflate'
import type { Bundles } from '../lib/constructs/functions.ts'
import { FUNCTION_NAMES, type FunctionName } from '../lib/functions.ts'
import type { Project } from '../src/config/index.ts'
import { packagePath } from '../src/config/package-path.ts'
import { copyProject } from './copy-project.ts'
import { layDuckdbLayer } from './duckdb-layer.ts'
import type { Architecture } from './fetch-duckdb-binding.ts'
import { draftOf, settleDraft } from './lay-down.ts'

/** Where the installable package has its functions, each as `<name>.zip`. */
export const READY_FUNCTIONS = 'functions'

/** Whether this program brings its functions ready to deploy, as an installed package does. */
export const hasReadyBundles = (): boolean => existsSync(packagePath(READY_FUNCTIONS))

/**
 * Unpacks the functions that the package brings, each with the project's files in it, and makes DuckDB's layer.
 * @param target where they go: outside of the package
 * @throws MissingBindingError
 */
export function readyBundles(architecture: Architecture, project: Project, target: string): Bundles {
  const folder = join(target, architecture)
  return {
    functions: new Map(FUNCTION_NAMES.map((name) => [name, unpack(name, project, join(folder, name))])),
    duckdbLayer: layDuckdbLayer(architecture, join(folder, 'duckdb-layer')),
  }
}

function unpack(name: FunctionName, project: Project, target: string): string {
  const draft = draftOf(target)
  const files = unzipSync(new Uint8Array(readFileSync(packagePath(`${READY_FUNCTIONS}/${name}.zip`))))
  for (const [path, body] of Object.entries(files)) {
    mkdirSync(dirname(join(draft, path)), { recursive: true })
    writeFileSync(join(draft, path), body)
  }
  copyProject(project, draft)
  return settleDraft(draft, target)
}

/** Stands in for bundles where nothing is uploaded: one empty folder for all. */
export function withoutBundles(target: string): Bundles {
  const empty = join(target, 'none')
  mkdirSync(empty, { recursive: true })
  return { functions: new Map(FUNCTION_NAMES.map((name) => [name, empty])), duckdbLayer: empty }
}
