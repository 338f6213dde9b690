import type { Contract } from '../../contracts/contract.ts'
import { ContractError } from '../../contracts/errors.ts'
import { readContract } from '../../contracts/read-contract.ts'
import type { CompiledDomain } from '../domain.ts'
import type { DomainFiles } from '../domain-files.ts'
import { didYouMean } from '../faults-of.ts'
import { publishedColumns } from '../published-columns.ts'
import { publishedContract } from '../published-contract.ts'
import type { Compiler } from './compiler.ts'

/** Datasets that every domain publishes besides its own. */
export const TOLD_DATASETS: readonly string[] = ['entity_links', 'entity_changes']

/** Every dataset has a contract: what follows from its entity and what its file adds must go together. */
export function checkContracts(
  compiler: Compiler,
  domain: Pick<CompiledDomain, 'entities' | 'sources' | 'owner' | 'lawfulBasis' | 'retentionDays'>,
  files: DomainFiles,
): void {
  checkContractFiles(compiler, domain, files)
  if (compiler.faults.length > 0) return
  for (const entity of domain.entities)
    try {
      publishedContract(entity, domain, files)
    } catch (error) {
      if (!(error instanceof ContractError)) throw error
      compiler.fault(['entities', entity.id, 'dataset'], error.message)
    }
}

/** Contract files are about a table or a dataset of the domain, and what they add to a dataset is about columns that it has. */
function checkContractFiles(
  compiler: Compiler,
  domain: Pick<CompiledDomain, 'entities' | 'sources'>,
  files: DomainFiles,
): void {
  const tables = domain.sources.flatMap((source) => source.tables.map(({ id }) => id))
  const known = [...tables, ...domain.entities.map(({ dataset }) => dataset)]
  for (const [file, text] of Object.entries(files)) {
    const id = /^contracts\/(.+)\.ya?ml$/.exec(file)?.[1]
    if (id === undefined || tables.includes(id)) continue
    const fault = (message: string) => compiler.add([{ file, line: 1, column: 1, path: '', message }])
    const entity = domain.entities.find(({ dataset }) => dataset === id)
    if (entity === undefined) {
      fault(`No table and no dataset is called "${id}". Name the file after one.${didYouMean(id, known)}`)
      continue
    }
    const contract = contractOf(file, text, fault)
    if (contract === undefined) continue
    if (contract.id !== id) fault(`It is the contract "${contract.id}". Name it after the dataset: "${id}".`)
    if (entity.version !== null && entity.version !== contract.version)
      compiler.fault(
        ['entities', entity.id, 'version'],
        `${file} says version ${contract.version}. Say it in one place: take the line out, or let both say the same.`,
      )
    const columns = publishedColumns(entity, domain).map(({ name }) => name)
    const promised = [contract.freshness?.field, contract.retention?.field, contract.consent?.field]
    for (const name of new Set([...contract.fields.map((field) => field.name), ...promised]))
      if (name != null && !columns.includes(name))
        fault(
          `The dataset ${id} has no column "${name}": its columns follow from domain.yaml.${didYouMean(name, columns)}`,
        )
  }
}

function contractOf(file: string, text: string, fault: (message: string) => void): Contract | undefined {
  try {
    return readContract(text, file).contract
  } catch (error) {
    if (!(error instanceof ContractError)) throw error
    fault(error.message)
    return undefined
  }
}
