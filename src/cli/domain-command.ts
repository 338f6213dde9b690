import { compileDomain } from '../domain/compile/compile-domain.ts'
import { diagram } from '../domain/diagram.ts'
import type { CompiledDomain } from '../domain/domain.ts'
import { type ColumnPlace, type ExplainedColumn, explainColumn } from '../domain/explain-column.ts'
import { type Fault, faultLine } from '../domain/fault.ts'
import { loadDomainFiles } from '../domain/load-domain-files.ts'
import { publishedColumns } from '../domain/published-columns.ts'
import { readDomainFolder } from '../domain/read-domain.ts'
import type { CliIo } from './cli-io.ts'
import { UsageError } from './errors.ts'
import { EXIT } from './exit-codes.ts'
import { fitText } from './fit-text.ts'
import { meantDomain, meantDomains, namedDomain } from './meant-domain.ts'
import { didYouMean } from './nearest.ts'
import { jsonText, plainLines, plainText } from './plain-text.ts'
import { table } from './table.ts'

interface DomainOptions {
  readonly domain?: string
  readonly json: boolean
}

/** `hotpass domain check`: every fault of a domain's files at once. Exit code 2 when there are any. */
export async function domainCheckCommand(
  asked: string | undefined,
  options: { readonly json: boolean },
  io: CliIo,
): Promise<number> {
  const checked: { domain: string; faults: readonly Fault[] }[] = []
  for (const { folder, shown } of asked === undefined ? meantDomains() : [namedDomain(asked)]) {
    const outcome = compileDomain(await loadDomainFiles(folder))
    checked.push({ domain: shown, faults: outcome.outcome === 'faulty' ? outcome.faults : [] })
  }
  const faulty = checked.some(({ faults }) => faults.length > 0)
  if (options.json) io.out(`${jsonText({ ok: !faulty, domains: checked })}\n`)
  else
    io.out(
      plainLines(
        checked
          .map(({ domain, faults }) =>
            faults.length === 0
              ? `${domain}: no faults.`
              : [
                  `${domain}: ${faults.length === 1 ? 'a fault' : `${faults.length} faults`}`,
                  ...faults.map(shownFault),
                ].join('\n'),
          )
          .join('\n'),
      ).concat('\n'),
    )
  return faulty ? EXIT.usage : EXIT.ok
}

const shownFault = (fault: Fault): string => `  ${plainText(faultLine(fault))}`

/** `hotpass domain explain DATASET.COLUMN`: which columns of which sources a published column is made of. Throws `UsageError`. */
export async function domainExplainCommand(asked: string, options: DomainOptions, io: CliIo): Promise<number> {
  const { domain } = await readDomainFolder(meantDomain(options.domain))
  const [dataset = '', column = '', ...rest] = asked.split('.')
  if (column === '' || rest.length > 0)
    throw new UsageError(`"${asked}" is no column: give <dataset>.<column>, such as ${exampleColumn(domain)}.`)
  const explained = explainColumn(domain, dataset, column)
  if (explained === undefined) throw new UsageError(notThere(domain, dataset, column))
  if (options.json) io.out(`${jsonText(document(explained))}\n`)
  else io.out(`${fitText(plainLines(describe(explained, io.outColumns)), io.outColumns)}\n`)
  return EXIT.ok
}

const exampleColumn = ({ entities }: CompiledDomain): string =>
  `${entities[0]?.dataset}.${entities[0]?.attributes[0]?.name ?? entities[0]?.idColumn}`

function notThere(domain: CompiledDomain, dataset: string, column: string): string {
  const entity = domain.entities.find((one) => one.dataset === dataset)
  const datasets = domain.entities.map((one) => one.dataset)
  if (entity === undefined)
    return `The domain ${domain.id} publishes no dataset "${dataset}".${didYouMean(dataset, datasets)} It publishes: ${datasets.join(', ')}.`
  const columns = publishedColumns(entity, domain).map(({ name }) => name)
  return `${dataset} has no column "${column}".${didYouMean(column, columns)} It has: ${columns.join(', ')}.`
}

function document({ column, dataset, entity, type, keep, places }: ExplainedColumn) {
  const { name, required, pii, description, from, rule } = column
  return {
    ...{ dataset, column: name, type: column.type, required, pii, description, entity, semanticType: type, keep },
    rule: rule?.derived.rule ?? null,
    from,
    places,
  }
}

function describe({ column, dataset, type, keep, places }: ExplainedColumn, columns: number | undefined): string {
  const { rule } = column
  const made =
    rule !== null
      ? `Follows from other attributes: ${rule.derived.rule.kind}${rule.part === '' ? '' : `, its ${rule.part.replaceAll('_', ' ')}`}.`
      : type === null
        ? 'Made by Hotpass itself.'
        : `Of type ${type}; of several values is kept: ${keep}.`
  return [
    `${dataset}.${column.name}: ${column.description}`,
    made,
    `${column.type}${column.required ? ', always there' : ''}, personal data: ${column.pii === 'none' ? 'no' : column.pii}`,
    ...(places.length === 0
      ? column.from.length === 0
        ? []
        : ['', 'No source says it.']
      : ['', ...table([['source', 'trust', 'table', 'attribute', 'reads'], ...places.map(placeRow)], columns)]),
  ].join('\n')
}

const placeRow = ({ source, trust, table: of, entity, attribute, reads }: ColumnPlace) => [
  source,
  trust,
  of,
  `${entity}.${attribute}`,
  reads,
]

/** `hotpass domain diagram`: sources, entities and datasets as a Mermaid flowchart. */
export async function domainDiagramCommand(
  asked: string | undefined,
  options: { readonly json: boolean },
  io: CliIo,
): Promise<number> {
  const { domain } = await readDomainFolder(meantDomain(asked))
  const text = diagram(domain)
  io.out(options.json ? `${jsonText({ domain: domain.id, mermaid: text })}\n` : text)
  return EXIT.ok
}
