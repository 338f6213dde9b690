import { rmSync } from 'node:fs'
import { resolve } from 'node:path'
import { packagePath } from '../config/package-path.ts'
import { checkSchemas, strayFiles, writeSchemas } from '../contracts/export-schemas.ts'
import type { CliIo } from './cli-io.ts'
import { EXIT } from './exit-codes.ts'
import { jsonText } from './plain-text.ts'
import { shippedSchemas } from './shipped-schemas.ts'

interface ContractsOptions {
  readonly out?: string
  readonly json: boolean
}

const root = (options: ContractsOptions): string =>
  options.out === undefined ? packagePath('.') : resolve(options.out)

/** `hotpass contracts export`: writes what the contracts generate, and says which files changed. */
export async function contractsExport(options: ContractsOptions, io: CliIo): Promise<number> {
  const files = await shippedSchemas()
  const changed = writeSchemas(root(options), files)
  const stray = strayFiles(root(options), files)
  for (const path of stray) rmSync(resolve(root(options), path))
  if (options.json) io.out(`${jsonText({ changed, removed: stray })}\n`)
  else if (changed.length + stray.length === 0)
    io.out('The generated files already match the contracts; nothing changed.\n')
  else io.out([...changed.map((path) => `wrote ${path}\n`), ...stray.map((path) => `removed ${path}\n`)].join(''))
  return EXIT.ok
}

/** `hotpass contracts check`: exit code 1 when a generated file is missing or not what the contracts say. */
export async function contractsCheck(options: ContractsOptions, io: CliIo): Promise<number> {
  const files = await shippedSchemas()
  const drift = [...checkSchemas(root(options), files), ...strayFiles(root(options), files)]
  if (options.json) io.out(`${jsonText({ ok: drift.length === 0, drift })}\n`)
  else if (drift.length === 0) io.out('The generated files match the contracts.\n')
  else {
    io.out(drift.map((path) => `${path}\n`).join(''))
    io.err(
      'hotpass: these files are missing, not what the contracts say, or of no contract. Run "hotpass contracts export" and commit what changes.\n',
    )
  }
  return drift.length === 0 ? EXIT.ok : EXIT.failed
}
