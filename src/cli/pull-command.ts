import { dirname, extname, resolve } from 'node:path'
import { findDataset } from '../versions/find-dataset.ts'
import { type ExportFormat, pullVersion } from '../versions/pull-version.ts'
import { resolveVersion } from '../versions/resolve-version.ts'
import type { CliIo } from './cli-io.ts'
import type { CommonOptions, PipelineOption } from './common-options.ts'
import { count } from './describe-state.ts'
import { EXIT } from './exit-codes.ts'
import { openExistingStore } from './open-existing-store.ts'
import { jsonText, plainText } from './plain-text.ts'
import { versionNumber } from './version-number.ts'
import { storeReach, withEngine } from './with-engine.ts'

interface PullOptions extends CommonOptions, PipelineOption {
  readonly version?: string
  readonly channel?: string
  readonly as?: ExportFormat
  readonly out?: string
}

/** `hotpass pull`: writes a released version to a local file, in the format asked for or the one the file's name says, else CSV. */
export async function pullCommand(name: string, options: PullOptions, io: CliIo): Promise<number> {
  const asked = versionNumber(options.version)
  const store = await openExistingStore(options.store)
  const choice =
    asked !== undefined ? { version: asked } : options.channel === undefined ? {} : { channel: options.channel }
  const found = await findDataset(store, name, options.pipeline)
  const { dataset, pipeline, table } = found
  const version = await resolveVersion(store, found, choice)
  const format = options.as ?? formatOf(options.out) ?? 'csv'
  const out = options.out ?? `${dataset}-v${version}.${format}`
  const pulled = await withEngine(storeReach(store, dirname(resolve(out))), (engine, scratch) =>
    pullVersion({ store, engine, dataset: table, version, format, out, scratch }),
  )
  if (options.json) io.out(`${jsonText({ pipeline, dataset, version, ...pulled })}\n`)
  else {
    io.out(`${plainText(name)} version ${version}: ${count(pulled.rows, 'row')} in ${plainText(pulled.path)}\n`)
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
