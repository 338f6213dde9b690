import { VersionDamagedError, VersionNotFoundError } from './errors.ts'

function checkedName(kind: string, name: string): string {
  if (/^[A-Za-z][A-Za-z0-9_-]{0,127}$/.test(name)) return name
  throw new VersionNotFoundError(
    `${JSON.stringify(name)} cannot name a ${kind}. Use a letter, then letters, digits, "_" or "-".`,
  )
}

function checkedTable(table: string): string {
  const [first = '', second, ...rest] = table.split('/')
  if (rest.length > 0)
    throw new VersionNotFoundError(`${JSON.stringify(table)} cannot name a table. Give <pipeline>/<dataset>.`)
  if (second === undefined) return checkedName('dataset', first)
  return `${checkedName('pipeline', first)}/${checkedName('dataset', second)}`
}

/** The table in which a pipeline publishes a dataset. */
export const tableOf = (pipeline: string, dataset: string): string => `${pipeline}/${dataset}`

/** What a table holds: `organizations` of `refinement/organizations`. */
export const datasetOf = (table: string): string => table.slice(table.lastIndexOf('/') + 1)

/** Whether a table lies where tables lay before they belonged to a pipeline. */
export const isOldTable = (table: string): boolean => !table.includes('/')

/**
 * Where everything about versions lives in the store. A dataset is named by its table: `<pipeline>/<dataset>`, or `<dataset>` alone
 * where a store has it in the layout from before tables belonged to a pipeline.
 */
export const tableKeys = {
  root: (dataset: string) => `datasets/${checkedTable(dataset)}`,
  metadata: (dataset: string, version: number) => `${tableKeys.root(dataset)}/metadata/v${version}.metadata.json`,
  metadataPrefix: (dataset: string) => `${tableKeys.root(dataset)}/metadata/v`,
  hint: (dataset: string) => `${tableKeys.root(dataset)}/metadata/version-hint.text`,
  avro: (dataset: string, name: string) => `${tableKeys.root(dataset)}/metadata/${name}.avro`,
  data: (dataset: string, sha256: string) => `${tableKeys.root(dataset)}/data/${sha256}.parquet`,
  manifest: (dataset: string, version: number) => `${tableKeys.root(dataset)}/versions/${version}/manifest.json`,
  /** What the version looks like in numbers, for expectations against history. */
  metrics: (dataset: string, version: number) => `${tableKeys.root(dataset)}/versions/${version}/metrics.json`,
  release: (pipeline: string, release: number) => `${tableKeys.releases(pipeline)}${release}.json`,
  releases: (pipeline: string) => `releases/${checkedName('pipeline', pipeline)}/`,
  /** What the sources of a release look like in numbers. */
  sourceMetrics: (pipeline: string, release: number) => `${tableKeys.releases(pipeline)}metrics/${release}.json`,
  channel: (pipeline: string, channel: string) =>
    `${tableKeys.releases(pipeline)}channels/${checkedName('channel', channel)}.json`,
  channels: (pipeline: string) => `${tableKeys.releases(pipeline)}channels/`,
} as const

/**
 * The store key of a file that a metadata file names. Only its last two segments count: a table that was moved, or metadata that
 * somebody made point elsewhere, is still read from the table's own folder.
 */
export function keyOfUri(dataset: string, uri: string): string {
  const match = /\/((?:metadata|data)\/[^/\\]+)$/.exec(uri)
  if (!match) throw new VersionDamagedError(tableKeys.root(dataset), `it names a file outside the table (${uri})`)
  return `${tableKeys.root(dataset)}/${match[1]}`
}

/** The number in `v42.metadata.json`, else undefined. */
export function versionOfKey(key: string): number | undefined {
  const match = /\/v([1-9]\d*)\.metadata\.json$/.exec(key)
  return match ? Number(match[1]) : undefined
}
