import { createReadStream } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { findDataset } from '../versions/find-dataset.ts'
import type { ExportFormat } from '../versions/index.ts'
import { listVersions } from '../versions/list-versions.ts'
import { pullVersion } from '../versions/pull-version.ts'
import { resolveVersion } from '../versions/resolve-version.ts'
import type { CliIo } from './cli-io.ts'
import type { CommonOptions, PipelineOption } from './common-options.ts'
import { count } from './describe-state.ts'
import { EXIT } from './exit-codes.ts'
import { formatAsked, STDOUT } from './export-format.ts'
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
  const format = formatAsked(options)
  const store = await openExistingStore(options.store)
  const choice =
    asked !== undefined ? { version: asked } : options.channel === undefined ? {} : { channel: options.channel }
  const found = await findDataset(store, name, options.pipeline)
  const { dataset, pipeline, table } = found
  const version = await resolveVersion(store, found, choice)
  if (options.out === STDOUT) {
    await withEngine(storeReach(store), async (engine, scratch) => {
      const path = join(scratch, `pulled.${format}`)
      await pullVersion({ store, engine, dataset: table, version, format, out: path, scratch })
      for await (const text of createReadStream(path, 'utf8')) io.out(String(text))
    })
    return EXIT.ok
  }
  const out = options.out ?? `${dataset}-v${version}.${format}`
  const pulled = await withEngine(storeReach(store, dirname(resolve(out))), (engine, scratch) =>
    pullVersion({ store, engine, dataset: table, version, format, out, scratch }),
  )
  const listed = (await listVersions(store, found)).find((one) => one.version === version)
  const { semanticVersion, impact = null } = listed ?? {}
  if (options.json) io.out(`${jsonText({ pipeline, dataset, version, semanticVersion, impact, ...pulled })}\n`)
  else {
    io.out(
      `${plainText(name)} version ${version} (${semanticVersion ?? 'unknown'}, impact ${impact ?? 'unknown'}): ${count(pulled.rows, 'row')} in ${plainText(pulled.path)}\n`,
    )
    if ((pulled.cutCells ?? 0) > 0) {
      io.err(
        `${count(pulled.cutCells ?? 0, 'cell')} cut at Excel's 32,767 characters; the other formats hold them whole.\n`,
      )
    }
  }
  return EXIT.ok
}
