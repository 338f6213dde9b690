import { extname } from 'node:path'
import { type ExportFormat, pullVersion } from '../versions/pull-version.ts'
import { resolveVersion } from '../versions/resolve-version.ts'
import type { CliIo } from './cli-io.ts'
import type { CommonOptions } from './common-options.ts'
import { count } from './describe-state.ts'
import { EXIT } from './exit-codes.ts'
import { openExistingStore } from './open-existing-store.ts'
import { jsonText, plainText } from './plain-text.ts'
import { versionNumber } from './version-number.ts'
import { withEngine } from './with-engine.ts'

interface PullOptions extends CommonOptions {
  readonly version?: string
  readonly channel?: string
  readonly as?: ExportFormat
  readonly out?: string
}

/** `hotpass pull`: writes a released version to a local file, in the format asked for or the one the file's name says, else CSV. */
export async function pullCommand(dataset: string, options: PullOptions, io: CliIo): Promise<number> {
  const asked = versionNumber(options.version)
  const store = await openExistingStore(options.store)
  const choice =
    asked !== undefined ? { version: asked } : options.channel === undefined ? {} : { channel: options.channel }
  const version = await resolveVersion(store, dataset, choice)
  const format = options.as ?? formatOf(options.out) ?? 'csv'
  const out = options.out ?? `${dataset}-v${version}.${format}`
  const pulled = await withEngine((engine, scratch) =>
    pullVersion({ store, engine, dataset, version, format, out, scratch }),
  )
  if (options.json) io.out(`${jsonText({ dataset, version, ...pulled })}\n`)
  else {
    io.out(`${plainText(dataset)} version ${version}: ${count(pulled.rows, 'row')} in ${plainText(pulled.path)}\n`)
    if ((pulled.cutCells ?? 0) > 0) {
      io.err(
        `${count(pulled.cutCells ?? 0, 'cell')} cut at Excel's 32,767 characters; the other formats hold them whole.\n`,
      )
    }
  }
  return EXIT.ok
}

function formatOf(file: string | undefined): ExportFormat | undefined {
  const ending = file === undefined ? '' : extname(file).slice(1).toLowerCase()
  return ending === 'csv' || ending === 'jsonl' || ending === 'parquet' || ending === 'xlsx' ? ending : undefined
}
