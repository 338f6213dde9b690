import { constants, copyFileSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { programPath } from '../src/config/package-path.ts'
import { type Architecture, duckdbBinding, NODE_ARCHITECTURE } from './fetch-duckdb-binding.ts'
import { draftOf, settleDraft } from './lay-down.ts'

const fetchCommand = (): string => {
  const program = programPath('bin/fetch-duckdb.ts')
  return program.endsWith('.ts') ? 'npm run fetch-duckdb --' : `node "${program}"`
}

/** DuckDB's binding for an architecture is not on this machine: npm installs only the machine's own, in silence. */
export class MissingBindingError extends Error {
  override name = 'MissingBindingError'
  constructor(architecture: Architecture) {
    super(
      `DuckDB's binding for Linux on ${architecture} is not on this machine. Fetch it once with: ${fetchCommand()} ${architecture}`,
    )
  }
}

/**
 * Makes the Lambda layer with DuckDB's binding; a layer comes under /opt, whose nodejs/node_modules is on NODE_PATH.
 * @throws MissingBindingError
 */
export function layDuckdbLayer(architecture: Architecture, target: string): string {
  const binding = duckdbBinding(architecture)
  if (binding === undefined) throw new MissingBindingError(architecture)
  const draft = draftOf(target)
  const name = `node-bindings-linux-${NODE_ARCHITECTURE[architecture]}`
  const folder = join(draft, 'nodejs', 'node_modules', '@duckdb', name)
  mkdirSync(folder, { recursive: true })
  for (const file of ['package.json', 'LICENSE', 'duckdb.node', 'libduckdb.so'])
    copyFileSync(join(binding, file), join(folder, file), constants.COPYFILE_FICLONE)
  return settleDraft(draft, target)
}
