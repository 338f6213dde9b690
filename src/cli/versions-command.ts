import type { ObjectStore } from '../storage/object-store.ts'
import { type ListedVersion, listDatasets, listVersions } from '../versions/list-versions.ts'
import type { CliIo } from './cli-io.ts'
import type { CommonOptions } from './common-options.ts'
import { EXIT } from './exit-codes.ts'
import { openExistingStore } from './open-existing-store.ts'
import { jsonText } from './plain-text.ts'
import { table } from './table.ts'

const HEADINGS = ['version', 'semantic', 'rows', 'as of', 'release', 'channel']

/**
 * `hotpass versions`: the kept versions of a dataset, newest first, with the releases and channels that name them; without a dataset, the
 * newest version of each.
 */
export async function versionsCommand(dataset: string | undefined, options: CommonOptions, io: CliIo): Promise<number> {
  const store = await openExistingStore(options.store)
  if (dataset === undefined) return newestOfEach(store, options, io)
  const versions = (await listVersions(store, dataset)).toReversed()
  if (options.json) io.out(`${jsonText({ dataset, versions })}\n`)
  else io.out(`${table([HEADINGS, ...versions.map(cells)]).join('\n')}\n`)
  return EXIT.ok
}

async function newestOfEach(store: ObjectStore, options: CommonOptions, io: CliIo): Promise<number> {
  const datasets = await Promise.all(
    (await listDatasets(store))
      .sort()
      .map(async (dataset) => ({ dataset, versions: (await listVersions(store, dataset)).slice(-1) })),
  )
  if (options.json) io.out(`${jsonText({ datasets })}\n`)
  else if (datasets.length === 0) io.out('No versions yet. Publish one with: hotpass run refinement\n')
  else {
    const rows = datasets.flatMap(({ dataset, versions }) => versions.map((one) => [dataset, ...cells(one)]))
    io.out(`${table([['dataset', ...HEADINGS], ...rows]).join('\n')}\n`)
  }
  return EXIT.ok
}

const cells = (one: ListedVersion) => [
  one.version,
  one.semanticVersion,
  one.rows,
  one.nominalTime,
  one.releases.join(' ') || 'staged',
  one.channels.join(' '),
]
