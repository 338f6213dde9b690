import { z } from 'zod'
import type { LawfulBasis } from '../../contracts/contract.ts'
import { LAWFUL_BASES } from '../../contracts/contract.ts'
import { attributeSchema } from '../document/attribute-document.ts'
import { type DomainDocument, domainSchema } from '../document/domain-document.ts'
import { expectedEvery } from '../document/expected-every.ts'
import { countrySchema, nameSchema } from '../document/words.ts'
import type { CompiledDomain, Entity, Source } from '../domain.ts'
import { type DomainFiles, domainFilesHash } from '../domain-files.ts'
import { type Fault, inOrder } from '../fault.ts'
import { schemaFaults } from '../faults-of.ts'
import { readYaml } from '../read-yaml.ts'
import { checkDerived } from './check-derived.ts'
import { checkFiles } from './check-files.ts'
import { checkContracts } from './check-published.ts'
import { checkSources, checkTitles } from './check-sources.ts'
import { compileAttribute } from './compile-attribute.ts'
import { compileEntities } from './compile-entities.ts'
import { compileTable } from './compile-table.ts'
import { compileVocabularies } from './compile-vocabularies.ts'
import { Compiler } from './compiler.ts'
import { orderEntities } from './order-entities.ts'

export type DomainOutcome =
  | { readonly outcome: 'compiled'; readonly domain: CompiledDomain }
  | { readonly outcome: 'faulty'; readonly faults: readonly Fault[] }

/** A command's limits, its plan and what the plan pins each ask for the domain of the same files. */
const compiled = new Map<string, DomainOutcome>()
const MOST_KEPT = 4

/** What a domain's files say, checked and put together, or every fault in them at once. Pure: the same files give the same domain. */
export function compileDomain(files: DomainFiles): DomainOutcome {
  const hash = domainFilesHash(files)
  const known = compiled.get(hash)
  if (known !== undefined) return known
  const outcome = compileFiles(files)
  if (compiled.size >= MOST_KEPT) compiled.delete(compiled.keys().next().value as string)
  compiled.set(hash, outcome)
  return outcome
}

function compileFiles(files: DomainFiles): DomainOutcome {
  const yaml = readYaml('domain.yaml', files['domain.yaml'] ?? '')
  if ('faults' in yaml) return { outcome: 'faulty', faults: inOrder(yaml.faults) }
  const compiler = new Compiler(yaml.read)
  const parsed = domainSchema.safeParse(yaml.read.value, { reportInput: true })
  const vocabularies = compileVocabularies(files, compiler)
  if (!parsed.success) {
    compiler.add(schemaFaults(yaml.read, parsed.error, domainSchema))
    tellOfEntities(compiler, yaml.read.value, vocabularies)
    return { outcome: 'faulty', faults: inOrder(compiler.faults) }
  }
  const document = parsed.data
  const entities = compileEntities(compiler, document, files, vocabularies)
  const lawfulBasis = lawfulBasisOf(compiler, document, entities)
  const scope = {
    compiler,
    files,
    vocabularies,
    entities: new Map(entities.map((entity) => [entity.id, entity])),
    owner: document.owner,
    lawfulBasis,
    country: document.country,
    dateOrder: document.date_order,
  }
  const sources = document.sources.map(
    (source, at): Source => ({
      id: source.id,
      keyName: source.was ?? source.id,
      title: source.title ?? source.id,
      trust: source.trust,
      files: source.files,
      ignoredSheets: source.ignored_sheets,
      optional: source.optional,
      expectedEvery: source.expected_every === undefined ? null : (expectedEvery(source.expected_every) ?? null),
      tables: source.tables.map((table, index) => compileTable(scope, ['sources', at, 'tables', index], source, table)),
    }),
  )
  // What is faulty already would be told again by everything that names it.
  const isWhole = compiler.faults.length === 0
  const ordered = orderEntities(compiler, entities, sources)
  checkTitles(compiler, entities, sources)
  checkFiles(compiler, sources)
  if (isWhole) {
    checkSources(compiler, entities, sources)
    checkDerived(compiler, { entities: ordered })
  }
  if (compiler.faults.length === 0)
    checkContracts(
      compiler,
      {
        entities: ordered,
        sources,
        owner: document.owner,
        lawfulBasis,
        retentionDays: document.retention_days ?? null,
      },
      files,
    )
  if (compiler.faults.length > 0) return { outcome: 'faulty', faults: inOrder(compiler.faults) }
  return {
    outcome: 'compiled',
    domain: Object.freeze({
      id: document.id,
      title: document.title ?? document.id,
      description: document.description ?? null,
      country: document.country,
      owner: document.owner,
      lawfulBasis,
      retentionDays: document.retention_days ?? null,
      entities: ordered,
      sources,
      vocabularies,
      settings: document.settings,
      sha256: domainFilesHash(files),
    }),
  }
}

const entitiesSchema = z.looseObject({
  country: countrySchema.catch('ZZ'),
  entities: z.record(nameSchema, z.looseObject({ attributes: z.record(nameSchema, attributeSchema) })),
})

/** Attributes of a document that is faulty elsewhere: what can be said of them is said with the rest. */
function tellOfEntities(compiler: Compiler, value: unknown, vocabularies: CompiledDomain['vocabularies']): void {
  const parsed = entitiesSchema.safeParse(value)
  if (!parsed.success) return
  const { country, entities } = parsed.data
  for (const [id, { attributes }] of Object.entries(entities))
    for (const [name, attribute] of Object.entries(attributes))
      compileAttribute(compiler, ['entities', id, 'attributes', name], name, attribute, { country, vocabularies })
}

/** Why personal values may be processed: a domain that has any says so. */
function lawfulBasisOf(compiler: Compiler, document: DomainDocument, entities: readonly Entity[]): LawfulBasis {
  const personal = entities.flatMap(({ id, attributes }) =>
    attributes.filter(({ pii }) => pii !== 'none').map(({ name }) => `${id}.${name}`),
  )
  const basis = document.lawful_basis
  if (personal.length > 0 && (basis === undefined || basis === 'none'))
    compiler.fault(
      basis === undefined ? [] : ['lawful_basis'],
      `${personal.slice(0, 3).join(', ')}${personal.length > 3 ? ` and ${personal.length - 3} more` : ''} ${personal.length === 1 ? 'is' : 'are'} about people, and nothing says why that may be processed. Write lawful_basis: with one of ${LAWFUL_BASES.filter((one) => one !== 'none').join(', ')}.`,
    )
  return basis ?? 'none'
}
