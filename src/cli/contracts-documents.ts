import { readFile, writeFile } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import { type ContractComparison, compareContracts } from '../contracts/compare-contracts.ts'
import { describeContract } from '../contracts/contract-document.ts'
import { contractById, contracts } from '../contracts/registry.ts'
import type { ObjectStore } from '../storage/object-store.ts'
import { listDatasets, type PublishedDataset } from '../versions/find-dataset.ts'
import { releasesOfDataset } from '../versions/list-versions.ts'
import { readManifest } from '../versions/version-manifest.ts'
import type { CliIo } from './cli-io.ts'
import type { CommonOptions, PipelineOption } from './common-options.ts'
import { EXIT } from './exit-codes.ts'
import { openExistingStore } from './open-existing-store.ts'
import { jsonText, plainLines, plainText } from './plain-text.ts'

interface DiffReport extends Omit<ContractComparison, 'before'> {
  /** Whose dataset it was compared with; null when nobody has published it yet. */
  readonly pipeline: string | null
  /** Version of the dataset whose manifest was compared with; null when nothing was published yet. */
  readonly version: number | null
  readonly before: string | null
}

/**
 * `hotpass contracts diff`: the published contracts against those of the last published versions. Exit code 1 when a change breaks
 * readers and the major version did not rise.
 */
export async function contractsDiff(
  ids: readonly string[],
  options: CommonOptions & PipelineOption,
  io: CliIo,
): Promise<number> {
  const store = await openExistingStore(options.store)
  const wanted =
    ids.length > 0 ? ids.map(contractById) : [...contracts.values()].filter(({ kind }) => kind === 'published')
  const all = (await listDatasets(store)).filter(
    ({ pipeline }) => options.pipeline === undefined || pipeline === options.pipeline,
  )
  const reports: DiffReport[] = []
  for (const contract of wanted) {
    const published = all.filter(({ dataset }) => contract.kind === 'published' && dataset === contract.id)
    const found: DiffReport[] = []
    for (const one of published) {
      const version = await latestVersion(store, one)
      const manifest = version === undefined ? undefined : await readManifest(store, one.table, version)
      if (manifest === undefined) continue
      const compared = compareContracts(manifest.contract, describeContract(contract), contract.kind)
      found.push({ pipeline: one.pipeline, version: manifest.version, ...compared })
    }
    const none = { pipeline: null, version: null, before: null, changes: [], problems: [] }
    reports.push(...(found.length > 0 ? found : [{ id: contract.id, after: contract.version, ...none }]))
  }
  const broken = reports.some(({ problems }) => problems.some(({ breaking }) => breaking))
  if (options.json) io.out(`${jsonText({ ok: !broken, contracts: reports })}\n`)
  else io.out(plainLines(reports.flatMap(describeReport).join('\n')).concat('\n'))
  return broken ? EXIT.failed : EXIT.ok
}

/** The highest version that a release of the pipeline names. */
async function latestVersion(store: ObjectStore, dataset: PublishedDataset): Promise<number | undefined> {
  const released = [...(await releasesOfDataset(store, dataset)).keys()]
  return released.length === 0 ? undefined : Math.max(...released)
}

function describeReport({ id, pipeline, version, before, after, changes, problems }: DiffReport): string[] {
  if (before === null) return [`${id} ${after}: not published yet, so nothing can break.`]
  if (changes.length === 0 && problems.length === 0)
    return [`${id} ${after}: as in version ${version} of ${pipeline}/${id}.`]
  return [
    `${id}: contract ${before} of version ${version} of ${pipeline}/${id} → ${after}`,
    ...changes.map(({ breaking, where, what }) => `  ${breaking ? 'breaking' : 'fine    '}  ${where}: ${what}`),
    ...problems.map(({ breaking, sentence }) => `  ${breaking ? 'error' : 'warning'}: ${sentence}`),
  ]
}

/** `hotpass contracts docs`: the reference of one contract, or of all, in Markdown. */
export async function contractsDocs(id: string | undefined, options: { json: boolean }, io: CliIo): Promise<number> {
  const shown = id === undefined ? [...contracts.values()] : [contractById(id)]
  if (options.json) io.out(`${jsonText({ contracts: shown.map(describeContract) })}\n`)
  else {
    const { renderSchemaReference } = await import('../contracts/render-schema-reference.ts')
    io.out(renderSchemaReference(shown))
  }
  return EXIT.ok
}

/** `hotpass contracts import`: an ODCS document or a JSON Schema as the TypeScript of a contract. */
export async function contractsImport(
  file: string,
  options: { out?: string; json: boolean },
  io: CliIo,
): Promise<number> {
  const { importContract } = await import('../contracts/import-contract.ts')
  const { renderContractSource } = await import('../contracts/render-contract-source.ts')
  const imported = importContract(await readFile(resolve(file), 'utf8'), basename(file))
  const source = renderContractSource(imported)
  if (options.out !== undefined) await writeFile(resolve(options.out), source, { flag: 'wx' })
  if (options.json) io.out(`${jsonText({ contract: imported, out: options.out ?? null })}\n`)
  else if (options.out === undefined) io.out(source)
  else io.out(`wrote ${plainText(options.out)}\n`)
  for (const note of imported.notes) io.err(`note: ${plainText(note)}\n`)
  if (options.out !== undefined)
    io.err('Next: add the contract to src/contracts/registry.ts, then: hotpass contracts export\n')
  return EXIT.ok
}
