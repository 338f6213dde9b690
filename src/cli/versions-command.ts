import { findProject } from '../config/project.ts'
import type { ObjectStore } from '../storage/object-store.ts'
import { findDataset, listDatasets, shortNames } from '../versions/find-dataset.ts'
import { type ListedVersion, listVersions } from '../versions/list-versions.ts'
import type { CliIo } from './cli-io.ts'
import type { CommonOptions, PipelineOption } from './common-options.ts'
import { EXIT } from './exit-codes.ts'
import { modelName } from './model-name.ts'
import { openExistingStore } from './open-existing-store.ts'
import { jsonText } from './plain-text.ts'
import { table } from './table.ts'

const HEADINGS = ['version', 'semantic', 'impact', 'rows', 'as of', 'release', 'model', 'channel']

/**
 * `hotpass versions`: the kept versions of a dataset, newest first, with the releases and channels that name them; without a dataset, the
 * newest version of each, under the name that says which is meant.
 */
export async function versionsCommand(
  name: string | undefined,
  options: CommonOptions & PipelineOption,
  io: CliIo,
): Promise<number> {
  const store = await openExistingStore(options.store)
  if (name === undefined) return newestOfEach(store, options, io)
  const found = await findDataset(store, name, options.pipeline)
  const { pipeline, dataset } = found
  const versions = (await listVersions(store, found)).toReversed()
  if (options.json) io.out(`${jsonText({ pipeline, dataset, versions })}\n`)
  else io.out(`${table([HEADINGS, ...versions.map(cells)], io.outColumns).join('\n')}\n`)
  return EXIT.ok
}

async function newestOfEach(store: ObjectStore, options: CommonOptions & PipelineOption, io: CliIo): Promise<number> {
  const names = shortNames(await listDatasets(store))
  const datasets = await Promise.all(
    [...names]
      .filter(([{ pipeline }]) => options.pipeline === undefined || pipeline === options.pipeline)
      .map(async ([one, name]) => ({ one, name, versions: (await listVersions(store, one)).slice(-1) })),
  )
  const plain = () => datasets.map(({ one: { pipeline, dataset }, versions }) => ({ pipeline, dataset, versions }))
  if (options.json) io.out(`${jsonText({ datasets: plain() })}\n`)
  else if (datasets.length === 0)
    io.out(
      `No versions yet. Publish one with: ${findProject() === undefined ? 'hotpass init <files>, then ' : ''}hotpass run\n`,
    )
  else {
    const rows = datasets.flatMap(({ name, versions }) => versions.map((one) => [name, ...cells(one)]))
    io.out(`${table([['dataset', ...HEADINGS], ...rows], io.outColumns).join('\n')}\n`)
  }
  return EXIT.ok
}

const cells = (one: ListedVersion) => [
  one.version,
  one.semanticVersion,
  one.impact ?? (one.releases.length > 0 ? 'unknown' : ''),
  one.rows,
  one.nominalTime,
  one.releases.join(' ') || 'staged',
  one.models.map(modelName).join(' '),
  one.channels.join(' '),
]
