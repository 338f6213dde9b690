import { readFile, writeFile } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import { type ContractComparison, compareContracts } from '../contracts/compare-contracts.ts'
import { describeContract } from '../contracts/contract-document.ts'
import { odcsYaml } from '../contracts/odcs.ts'
import { readContract } from '../contracts/read-contract.ts'
import type { ObjectStore } from '../storage/object-store.ts'
import { listDatasets, type PublishedDataset } from '../versions/find-dataset.ts'
import { releasesOfDataset } from '../versions/list-versions.ts'
import { readManifest } from '../versions/version-manifest.ts'
import type { CliIo } from './cli-io.ts'
import type { CommonOptions, PipelineOption } from './common-options.ts'
import { EXIT } from './exit-codes.ts'
import { openExistingStore } from './open-existing-store.ts'
import { contractsNamed, pipelineDomains } from './pipeline-domains.ts'
import { jsonText, plainLines, plainText } from './plain-text.ts'
import { table } from './table.ts'

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
  const wanted = contractsNamed(await pipelineDomains(options.pipeline), ids).filter(
    ({ contract }) => ids.length > 0 || contract.kind === 'published',
  )
  const all = await listDatasets(store)
  const reports: DiffReport[] = []
  for (const { pipeline, contract } of wanted) {
    const published = all.find((one) => one.pipeline === pipeline && one.dataset === contract.id)
    const version =
      published === undefined || contract.kind !== 'published' ? undefined : await latestVersion(store, published)
    const manifest =
      published === undefined || version === undefined ? undefined : await readManifest(store, published.table, version)
    if (manifest === undefined) {
      const none = { pipeline: null, version: null, before: null, changes: [], problems: [] }
      reports.push({ id: contract.id, after: contract.version, ...none })
    } else {
      const compared = compareContracts(manifest.contract, describeContract(contract), contract.kind)
      reports.push({ pipeline, version: manifest.version, ...compared })
    }
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

/** `hotpass contracts list`: the contracts of a pipeline's domain, or of every shipped pipeline's. */
export async function contractsList(options: PipelineOption & { json: boolean }, io: CliIo): Promise<number> {
  const all = contractsNamed(await pipelineDomains(options.pipeline), [])
  const rows = all.map(({ pipeline, contract: { id, kind, version, title } }) => ({
    pipeline,
    ...{ id, kind, version, title },
  }))
  if (options.json) io.out(`${jsonText({ contracts: rows })}\n`)
  else
    io.out(
      `${table(
        [
          ['pipeline', 'contract', 'kind', 'version', 'title'],
          ...rows.map(({ pipeline, id, kind, version, title }) => [pipeline, id, kind, version, title]),
        ],
        io.outColumns,
      ).join('\n')}\n`,
    )
  return EXIT.ok
}

/** `hotpass contracts docs`: the reference of one contract, or of all, in Markdown. Pipelines of one domain share theirs. */
export async function contractsDocs(
  id: string | undefined,
  options: PipelineOption & { json: boolean },
  io: CliIo,
): Promise<number> {
  const named = contractsNamed(await pipelineDomains(options.pipeline), id === undefined ? [] : [id])
  const shown = [...new Map(named.map(({ contract }) => [jsonText(describeContract(contract)), contract])).values()]
  if (options.json) io.out(`${jsonText({ contracts: shown.map(describeContract) })}\n`)
  else {
    const { renderSchemaReference } = await import('../contracts/render-schema-reference.ts')
    io.out(renderSchemaReference('Schemas', shown))
  }
  return EXIT.ok
}

/** `hotpass contracts import`: an ODCS document or a JSON Schema as the contract file of a domain. */
export async function contractsImport(
  file: string,
  options: { out?: string; json: boolean },
  io: CliIo,
): Promise<number> {
  const { contract, notes } = readContract(await readFile(resolve(file), 'utf8'), basename(file))
  const text = odcsYaml(contract)
  if (options.out !== undefined) await writeFile(resolve(options.out), text, { flag: 'wx' })
  if (options.json) io.out(`${jsonText({ contract: describeContract(contract), notes, out: options.out ?? null })}\n`)
  else if (options.out === undefined) io.out(text)
  else io.out(`wrote ${plainText(options.out)}\n`)
  for (const note of notes) io.err(`note: ${plainText(note)}\n`)
  if (options.out !== undefined)
    io.err(`Next: map the columns of ${contract.id} in the domain's domain.yaml, then: hotpass domain check <folder>\n`)
  return EXIT.ok
}
