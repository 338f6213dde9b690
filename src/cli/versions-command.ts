import { listVersions } from '../versions/index.ts'
import type { CliIo } from './cli-io.ts'
import { EXIT } from './exit-codes.ts'
import { openExistingStore } from './open-existing-store.ts'
import { jsonText } from './plain-text.ts'
import type { CommonOptions } from './program.ts'
import { table } from './table.ts'

/** `hotpass versions`: the kept versions of a dataset, newest first, with the releases and channels that name them. */
export async function versionsCommand(dataset: string, options: CommonOptions, io: CliIo): Promise<number> {
  const store = await openExistingStore(options.store)
  const versions = (await listVersions(store, dataset)).toReversed()
  if (options.json) io.out(`${jsonText({ dataset, versions })}\n`)
  else {
    const rows = versions.map((one) => [
      one.version,
      one.semanticVersion,
      one.rows,
      one.nominalTime,
      one.releases.join(' ') || 'staged',
      one.channels.join(' '),
    ])
    io.out(`${table([['version', 'semantic', 'rows', 'as of', 'release', 'channel'], ...rows]).join('\n')}\n`)
  }
  return EXIT.ok
}
