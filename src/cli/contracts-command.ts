import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { checkSchemas, writeSchemas } from '../contracts/index.ts'
import type { CliIo } from './cli-io.ts'
import { EXIT } from './exit-codes.ts'
import { jsonText } from './plain-text.ts'

interface ContractsOptions {
  readonly out?: string
  readonly json: boolean
}

const root = (options: ContractsOptions): string =>
  options.out === undefined ? fileURLToPath(new URL('../../', import.meta.url)) : resolve(options.out)

/** `hotpass contracts export`: writes what the contracts generate, and says which files changed. */
export async function contractsExport(options: ContractsOptions, io: CliIo): Promise<number> {
  const { written, unchanged } = await writeSchemas(root(options))
  if (options.json) io.out(`${jsonText({ written, unchanged })}\n`)
  else
    io.out(
      [...written.map((path) => `wrote ${path}`), `${written.length} written, ${unchanged.length} unchanged`, ''].join(
        '\n',
      ),
    )
  return EXIT.ok
}

/** `hotpass contracts check`: exit code 1 when a generated file is not what the contracts say. */
export async function contractsCheck(options: ContractsOptions, io: CliIo): Promise<number> {
  const drift = await checkSchemas(root(options))
  if (options.json) io.out(`${jsonText({ ok: drift.length === 0, drift })}\n`)
  else if (drift.length === 0) io.out('The generated schemas match the contracts.\n')
  else {
    for (const { path, problem } of drift) io.out(`${path}: ${problem}\n`)
    io.err(
      'hotpass: the generated files are not what the contracts say. Run "hotpass contracts export" and commit what changes; remove what is stray.\n',
    )
  }
  return drift.length === 0 ? EXIT.ok : EXIT.failed
}
