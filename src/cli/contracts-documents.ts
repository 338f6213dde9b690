import { readFile, writeFile } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import { type ContractComparison, compareContracts } from '../contracts/compare-contracts.ts'
import { describeContract } from '../contracts/contract-document.ts'
import { contractById, contracts } from '../contracts/registry.ts'
import type { ObjectStore } from '../storage/object-store.ts'
import { releasesOfDataset } from '../versions/list-versions.ts'
import { readManifest } from '../versions/version-manifest.ts'
import type { CliIo } from './cli-io.ts'
import type { CommonOptions } from './common-options.ts'
import { EXIT } from './exit-codes.ts'
import { openExistingStore } from './open-existing-store.ts'
import { jsonText, plainLines } from './plain-text.ts'

interface DiffReport extends Omit<ContractComparison, 'before'> {
  /** Version of the dataset whose manifest was compared with; null when nothing was published yet. */
  readonly version: number | null
  readonly before: string | null
}

/**
 * `hotpass contracts diff`: the published contracts against those of the last published versions. Exit code 1 when a change breaks
 * readers and the major version did not rise.
 */
export async function contractsDiff(ids: readonly string[], options: CommonOptions, io: CliIo): Promise<number> {
  const store = await openExistingStore(options.store)
  const wanted =
    ids.length > 0 ? ids.map(contractById) : [...contracts.values()].filter(({ kind }) => kind === 'published')
  const reports: DiffReport[] = []
  for (const contract of wanted) {
    const version = contract.kind === 'published' ? await latestVersion(store, contract.id) : undefined
    const manifest = version === undefined ? undefined : await readManifest(store, contract.id, version)
    reports.push(
      manifest === undefined
        ? { id: contract.id, version: null, before: null, after: contract.version, changes: [], problems: [] }
        : {
            version: manifest.version,
            ...compareContracts(manifest.contract, describeContract(contract), contract.kind),
          },
    )
  }
  const broken = reports.some(({ problems }) => problems.some(({ breaking }) => breaking))
  if (options.json) io.out(`${jsonText({ ok: !broken, contracts: reports })}\n`)
  else io.out(plainLines(reports.flatMap(describeReport).join('\n')).concat('\n'))
  return broken ? EXIT.failed : EXIT.ok
}

/** The highest version that a release names, whichever pipeline released it. */
async function latestVersion(store: ObjectStore, dataset: string): Promise<number | undefined> {
  const released = [...(await releasesOfDataset(store, dataset)).keys()]
  return released.length === 0 ? undefined : Math.max(...released)
}

function describeReport({ id, version, before, after, changes, problems }: DiffReport): string[] {
  if (before === null) return [`${id} ${after}: not published yet, so nothing can break.`]
  if (changes.length === 0 && problems.length === 0) return [`${id} ${after}: as in version ${version} of the dataset.`]
  return [
    `${id}: contract ${before} of version ${version} → ${after}`,
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
  else io.out(`wrote ${options.out}\n`)
  for (const note of imported.notes) io.err(`note: ${note}\n`)
  if (options.out !== undefined)
    io.err('Next: add the contract to src/contracts/registry.ts, then: hotpass contracts export\n')
  return EXIT.ok
}
