import type { FieldConstraints } from './constraints.ts'
import type { ContractDocument } from './contract-document.ts'

/** Who is hurt: readers of a published dataset when a promise gets weaker, senders of a source when a demand gets stronger. */
export type ContractSide = 'published' | 'source'

export interface ContractChange {
  readonly breaking: boolean
  /** Field name, or the part of the contract. */
  readonly where: string
  /** A sentence: what was, what is. */
  readonly what: string
}

export interface ContractComparison {
  readonly id: string
  readonly before: string
  readonly after: string
  readonly changes: readonly ContractChange[]
  /** What is wrong with the version that the new contract carries; empty when it fits its changes. */
  readonly problems: readonly { readonly breaking: boolean; readonly sentence: string }[]
}

/**
 * Every change between two states of one contract and whether it breaks those who rely on it. Breaking changes need a higher major
 * version, others a higher version. Facts that the older document did not keep are not compared.
 */
export function compareContracts(
  before: ContractDocument,
  after: ContractDocument,
  side: ContractSide = 'published',
): ContractComparison {
  const changes = [...fieldChanges(before, after, side), ...wholeChanges(before, after, side)]
  const breaking = changes.some((change) => change.breaking)
  const rise = versionRise(before.version, after.version)
  const problems: { breaking: boolean; sentence: string }[] = []
  if (rise === 'lower')
    problems.push({
      breaking: true,
      sentence: `${after.id} has version ${after.version}, below ${before.version}, which is out already. Raise it.`,
    })
  else if (breaking && rise !== 'major')
    problems.push({
      breaking: true,
      sentence: `${after.id} ${after.version} breaks ${before.version} and has the same major version. Raise it to ${Number(before.version.split('.')[0]) + 1}.0.0, or take the change back.`,
    })
  else if (changes.length > 0 && rise === 'same')
    problems.push({
      breaking: false,
      sentence: `${after.id} changed and still is version ${after.version}. Raise its minor version.`,
    })
  return { id: after.id, before: before.version, after: after.version, changes, problems }
}

function fieldChanges(before: ContractDocument, after: ContractDocument, side: ContractSide): ContractChange[] {
  const changes: ContractChange[] = []
  const add = (breaking: boolean, where: string, what: string) => changes.push({ breaking, where, what })
  const published = side === 'published'
  const now = new Map(after.fields.map((field) => [field.name, field]))
  const then = new Set(before.fields.map(({ name }) => name))
  for (const old of before.fields) {
    const field = now.get(old.name)
    if (field === undefined) {
      add(published, old.name, 'The field was removed.')
      continue
    }
    if (field.type !== old.type) add(true, old.name, `The type was ${old.type} and is ${field.type}.`)
    if (old.required && !field.required) add(published, old.name, 'It was required and may be empty now.')
    if (!old.required && field.required) add(!published, old.name, 'It might be empty and is required now.')
    if (field.pii !== old.pii)
      add(RANK[field.pii] > RANK[old.pii], old.name, `The PII class was ${old.pii} and is ${field.pii}.`)
    if (field.description !== old.description) add(false, old.name, 'The description was reworded.')
    if (old.constraints !== undefined || field.constraints !== undefined)
      for (const change of constraintChanges(old.constraints ?? {}, field.constraints ?? {}))
        add(published ? change.looser : change.tighter, old.name, change.what)
  }
  for (const field of after.fields)
    if (!then.has(field.name)) add(!published && field.required, field.name, 'The field was added.')
  const key = (document: ContractDocument) =>
    document.fields
      .filter((field) => field.primaryKey)
      .map(({ name }) => name)
      .join(', ') || 'none'
  if (key(before) !== key(after)) add(true, 'primary key', `It was ${key(before)} and is ${key(after)}.`)
  const order = before.fields.map(({ name }) => name).filter((name) => now.has(name))
  const ordered = after.fields.map(({ name }) => name).filter((name) => then.has(name))
  if (order.join('\n') !== ordered.join('\n')) add(false, 'column order', 'The columns stand in another order.')
  return changes
}

const RANK = { none: 0, personal: 1, sensitive: 2 } as const

interface ConstraintChange {
  readonly looser: boolean
  readonly tighter: boolean
  readonly what: string
}

function constraintChanges(before: FieldConstraints, after: FieldConstraints): ConstraintChange[] {
  const changes: ConstraintChange[] = []
  const told = (value: unknown) =>
    value === undefined ? 'not limited' : Array.isArray(value) ? value.join(', ') : value
  if (before.pattern !== after.pattern)
    changes.push({
      // What two patterns allow cannot be compared in general, so another pattern counts as both.
      looser: before.pattern !== undefined,
      tighter: after.pattern !== undefined,
      what: `The pattern was ${told(before.pattern)} and is ${told(after.pattern)}.`,
    })
  if ([...(before.enum ?? [])].sort().join('\n') !== [...(after.enum ?? [])].sort().join('\n')) {
    const was = new Set(before.enum ?? [])
    const is = new Set(after.enum ?? [])
    changes.push({
      looser: before.enum !== undefined && (after.enum === undefined || [...is].some((member) => !was.has(member))),
      tighter: after.enum !== undefined && (before.enum === undefined || [...was].some((member) => !is.has(member))),
      what: `The values were ${told(before.enum)} and are ${told(after.enum)}.`,
    })
  }
  const bounds = [
    ['minimum', -1],
    ['exclusiveMinimum', -1],
    ['minLength', -1],
    ['maximum', 1],
    ['exclusiveMaximum', 1],
    ['maxLength', 1],
  ] as const
  for (const [name, direction] of bounds) {
    const open = direction * Number.POSITIVE_INFINITY
    const was = before[name] ?? open
    const is = after[name] ?? open
    if (was === is) continue
    const looser = direction === 1 ? is > was : is < was
    changes.push({ looser, tighter: !looser, what: `${name} was ${told(before[name])} and is ${told(after[name])}.` })
  }
  return changes
}

function wholeChanges(before: ContractDocument, after: ContractDocument, side: ContractSide): ContractChange[] {
  const changes: ContractChange[] = []
  const published = side === 'published'
  const add = (breaking: boolean, where: string, what: string) => changes.push({ breaking, where, what })
  const list = <T>(
    was: readonly T[] | undefined,
    is: readonly T[] | undefined,
    name: (one: T) => string,
    what: string,
  ) => {
    if (was === undefined) return
    const old = was.map(name)
    const now = (is ?? []).map(name)
    for (const one of old) if (!now.includes(one)) add(published, what, `${one} is no longer promised.`)
    for (const one of now) if (!old.includes(one)) add(!published, what, `${one} was added.`)
  }
  list(before.rules, after.rules, ({ id }) => id, 'cross-field rule')
  list(
    before.references,
    after.references,
    ({ fields, dataset, to }) => `${fields.join(', ')} → ${dataset}.${to.join(', ')}`,
    'reference',
  )
  if (before.owner !== undefined && before.owner !== after.owner)
    add(false, 'owner', `It was ${before.owner} and is ${after.owner}.`)
  if (before.lawfulBasis !== undefined && before.lawfulBasis !== after.lawfulBasis)
    add(true, 'lawful basis', `It was ${before.lawfulBasis} and is ${after.lawfulBasis}.`)
  const limit = (where: string, was: number | undefined, is: number | undefined, weaker: 'more' | 'less') => {
    if (was === is) return
    const open = weaker === 'more' ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY
    const looser = weaker === 'more' ? (is ?? open) > (was ?? open) : (is ?? open) < (was ?? open)
    add(published ? looser : !looser, where, `It was ${was ?? 'not promised'} and is ${is ?? 'not promised'}.`)
  }
  if (before.freshness !== undefined)
    limit('freshness (days)', before.freshness?.maxAgeDays, after.freshness?.maxAgeDays, 'more')
  if (before.volume !== undefined) {
    limit('fewest rows', before.volume?.min, after.volume?.min, 'less')
    limit('most rows', before.volume?.max, after.volume?.max, 'more')
  }
  if (before.retention !== undefined && before.retention?.days !== after.retention?.days)
    add(
      false,
      'retention (days)',
      `It was ${before.retention?.days ?? 'none'} and is ${after.retention?.days ?? 'none'}.`,
    )
  return changes
}

function versionRise(before: string, after: string): 'lower' | 'same' | 'minor' | 'major' {
  const was = before.split('.').map(Number)
  const is = after.split('.').map(Number)
  for (let part = 0; part < 3; part++) {
    const difference = (is[part] ?? 0) - (was[part] ?? 0)
    if (difference < 0) return 'lower'
    if (difference > 0) return part === 0 ? 'major' : 'minor'
  }
  return 'same'
}
