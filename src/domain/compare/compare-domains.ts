import { type ContractComparison, compareContracts } from '../../contracts/compare-contracts.ts'
import { describeContract } from '../../contracts/contract-document.ts'
import type { CompiledDomain, Entity } from '../domain.ts'
import { publishedContract } from '../published-contract.ts'
import { compareAttributes } from './compare-attributes.ts'
import { compareSources } from './compare-sources.ts'
import type { DomainChange, DomainComparison, DomainState, Tell } from './domain-change.ts'

/**
 * What a domain's change makes of published data: datasets and their columns, lasting ids, what is read and what is kept. A contract
 * whose major version rose says itself that it breaks its readers, so its columns break nobody unasked. Pure.
 * @param mayBreak whether the policy of a dataset lets a contract break with the same major version
 */
export function compareDomains(
  before: DomainState,
  after: DomainState,
  mayBreak: (dataset: string) => boolean = () => false,
): DomainComparison {
  const changes: DomainChange[] = []
  const advice: string[] = []
  const tell: Tell = (change) => changes.push(change)
  const kept = new Map<Entity, Entity>()
  for (const entity of before.domain.entities) {
    const now = sameEntity(entity, after.domain)
    if (now === undefined)
      tell({
        ...{ breaking: true, dataset: entity.dataset, where: entity.id },
        what: `The entity is gone. ${entity.dataset} is in no release from the next one on, and its ids end; its versions stay to be pulled.`,
      })
    else kept.set(entity, now)
  }
  const known = new Set(kept.values())
  for (const entity of after.domain.entities)
    if (!known.has(entity))
      tell({
        ...{ breaking: false, dataset: entity.dataset, where: entity.id },
        what: `The entity is new, and ${entity.dataset} with it.`,
      })
  for (const [entity, now] of kept) {
    compareIdentity(tell, entity, now)
    const { changes: columns, problems } = compareContracts(
      describeContract(publishedContract(entity, before.domain, before.files)),
      describeContract(publishedContract(now, after.domain, after.files)),
    )
    const breaks = mayBreak(now.dataset) ? [] : problems.filter(({ breaking }) => breaking)
    for (const { breaking, where, what } of told(columns))
      tell({ breaking: breaking && breaks.length > 0, dataset: now.dataset, where, what })
    for (const { sentence } of breaks)
      advice.push(
        `${sentence} The version stands at "version" of the entity ${now.id}, or in contracts/${now.dataset}.yaml.`,
      )
    compareAttributes(tell, { domain: before.domain, entity }, { domain: after.domain, entity: now })
  }
  compareSources(tell, before.domain, after.domain)
  compareRest(tell, before.domain, after.domain)
  return { changes, advice }
}

/** An entity is who its id says or, where that was renamed, whose records have its ids. */
const sameEntity = (entity: Entity, { entities }: CompiledDomain): Entity | undefined =>
  entities.find(({ id }) => id === entity.id) ??
  entities.find(({ idPrefix, dataset }) => idPrefix === entity.idPrefix && dataset === entity.dataset)

function compareIdentity(tell: Tell, before: Entity, after: Entity): void {
  const { dataset } = after
  if (before.id !== after.id)
    tell({
      ...{ breaking: true, dataset, where: after.id },
      what: `The entity was called ${before.id}: entity_links and entity_changes name it ${after.id} from the next release on.`,
    })
  if (before.dataset !== dataset)
    tell({
      ...{ breaking: true, dataset, where: after.id },
      what: `The dataset was called ${before.dataset}: that has no new version, and ${dataset} begins with version 1.`,
    })
  if (before.idPrefix !== after.idPrefix)
    tell({
      ...{ breaking: true, dataset, where: `${after.id}.id_prefix` },
      what: `Ids began with ${before.idPrefix}_ and begin with ${after.idPrefix}_: every id in ${dataset} changes, and nothing leads from the former ones to the new.`,
    })
  if (before.linkage?.text !== after.linkage?.text)
    tell({
      ...{ breaking: false, dataset, where: `${after.id}.linkage` },
      what: 'The settings of linkage changed: other records may be found to be one.',
    })
}

/** Without what readers cannot meet. */
const told = (changes: ContractComparison['changes']): ContractComparison['changes'] =>
  changes.filter(({ what }) => what !== 'The description was reworded.')

function compareRest(tell: Tell, before: CompiledDomain, after: CompiledDomain): void {
  if (before.country !== after.country)
    tell({
      ...{ breaking: false, dataset: null, where: 'country' },
      what: `It was ${before.country} and is ${after.country}: phones, regions, dates and amounts that name no country are read otherwise.`,
    })
  for (const id of new Set([...before.vocabularies.keys(), ...after.vocabularies.keys()])) {
    const [was, is] = [before, after].map(({ vocabularies }) => [...(vocabularies.get(id)?.terms ?? [])].sort())
    if (JSON.stringify(was) !== JSON.stringify(is))
      tell({
        ...{ breaking: false, dataset: null, where: `vocabularies/${id}` },
        what: 'Its words changed: values that are read by it may become others.',
      })
  }
}
