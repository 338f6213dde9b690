import type { Contract } from '../contracts/contract.ts'
import { type CrossFieldRule, notBoth, together } from '../contracts/cross-field-rule.ts'
import { defineContract, type FieldDefinition } from '../contracts/define-contract.ts'
import { readContract } from '../contracts/read-contract.ts'
import { primaryAttributes } from './derived-columns.ts'
import type { CompiledDomain, Entity } from './domain.ts'
import type { DomainFiles } from './domain-files.ts'
import type { PublishedColumn } from './published-column.ts'
import { publishedColumns } from './published-columns.ts'

type Told = Pick<CompiledDomain, 'entities' | 'owner' | 'lawfulBasis' | 'retentionDays'>

/**
 * The contract of an entity's dataset: it follows from the entity. A file `contracts/<dataset>.yaml` may add what only people know:
 * descriptions, owner, version, promises. Columns it does not decide.
 */
export function publishedContract(entity: Entity, domain: Told, files: DomainFiles): Contract {
  const columns = publishedColumns(entity, domain)
  const added = addedBy(files, entity.dataset)
  const said = new Map((added?.fields ?? []).map((field) => [field.name, field]))
  const personal = columns.some(({ pii }) => pii !== 'none')
  return defineContract({
    id: entity.dataset,
    version: entity.version ?? added?.version ?? '1.0.0',
    title: added?.title ?? titled(entity.dataset),
    description: added?.description ?? entity.description,
    kind: 'published',
    owner: added?.owner ?? domain.owner,
    lawfulBasis: personal ? domain.lawfulBasis : 'none',
    consent: added?.consent ?? null,
    retention: added?.retention ?? (domain.retentionDays === null ? null : { days: domain.retentionDays, field: null }),
    freshness: added?.freshness ?? null,
    volume: added?.volume ?? null,
    rules: rulesOf(entity, columns),
    references: referencesOf(entity, domain, columns),
    fields: Object.fromEntries(
      columns.map((column): [string, FieldDefinition] => [
        column.name,
        {
          type: column.type,
          required: column.required,
          primaryKey: column.primaryKey,
          pii: column.pii,
          description: said.get(column.name)?.description ?? column.description,
          example: said.get(column.name)?.example ?? column.example,
          ...(column.values === undefined ? {} : { values: column.values }),
        },
      ]),
    ),
  })
}

const addedBy = (files: DomainFiles, dataset: string): Contract | undefined => {
  const file = [`contracts/${dataset}.yaml`, `contracts/${dataset}.yml`].find((name) => files[name] !== undefined)
  return file === undefined ? undefined : readContract(files[file] as string, file).contract
}

const titled = (id: string): string => id.charAt(0).toUpperCase() + id.slice(1).replaceAll('_', ' ')

/** What holds between columns because of what they are: a status stands only where there is a value, and the other way round. */
function rulesOf(entity: Entity, columns: readonly PublishedColumn[]): CrossFieldRule[] {
  const names = new Set(columns.map(({ name }) => name))
  const rules: CrossFieldRule[] = []
  for (const { name, rule } of entity.derived) {
    if (rule.kind === 'primary')
      for (const [suffix] of primaryAttributes(rule))
        for (const checked of [`${name}_${suffix}_status`, `${name}_${suffix}_confidence`])
          if (names.has(checked)) rules.push(together(`${name}_${suffix}`, checked))
    if (rule.kind === 'first') rules.push(together(rule.first, name))
    if (rule.kind === 'status') rules.push(together(rule.status, name))
    if (rule.kind === 'chosen')
      for (const mark of entity.derived.filter((one) => one.rule.kind === 'marked'))
        rules.push(notBoth(name, mark.name))
  }
  return rules
}

function referencesOf(entity: Entity, domain: Told, columns: readonly PublishedColumn[]): Contract['references'] {
  return entity.parents.flatMap((id) => {
    const parent = domain.entities.find((one) => one.id === id)
    const column = columns.find(
      ({ rule }) =>
        rule?.derived.rule.kind === 'parent' &&
        rule.derived.rule.parent === id &&
        rule.derived.rule.attribute === undefined,
    )
    return parent === undefined || column === undefined
      ? []
      : [{ fields: [column.name], dataset: parent.dataset, to: [parent.idColumn] }]
  })
}
