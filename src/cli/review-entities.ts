import type { Entity } from '../domain/index.ts'
import type { PinnedDomain } from '../ledger/pinned-domain.ts'
import { maskerOf } from '../resolve/entities/evidence-class.ts'
import type { ReviewPair } from '../resolve/review/index.ts'
import { toldKey } from '../resolve/review/told-key.ts'
import { UsageError } from './errors.ts'
import { didYouMean } from './nearest.ts'

/** The entity that a pair is of: its subject is the entity's dataset. */
export const entityOfPair = (domain: PinnedDomain, { subject }: Pick<ReviewPair, 'subject'>): Entity | undefined =>
  domain.compiled.entities.find(({ dataset }) => dataset === subject)

/** The entity that `--entity` names, by its id or its dataset. @throws UsageError */
export function namedEntity(domain: PinnedDomain, asked: string): Entity {
  const { entities } = domain.compiled
  const found = entities.find(({ id, dataset }) => id === asked || dataset === asked)
  if (found !== undefined) return found
  const ids = entities.map(({ id }) => id)
  throw new UsageError(
    `The domain ${domain.compiled.id} has no entity "${asked}".${didYouMean(asked, ids)} It has: ${ids.join(', ')}.`,
  )
}

/** Shows pairs with their personal values masked; what the domain does not know is masked too. */
export function pairMasker(domain: PinnedDomain): (pair: ReviewPair) => ReviewPair {
  const maskers = new Map(domain.compiled.entities.map((entity) => [entity.dataset, maskerOf(domain.compiled, entity)]))
  return (pair) => {
    const mask = maskers.get(pair.subject) ?? (() => '***')
    const masked = (values: ReviewPair['left']) =>
      Object.fromEntries(
        Object.entries(values).map(([column, value]) => [column, value === null ? null : mask(column, value)]),
      )
    const keys = { left_key: toldKey(pair.left_key), right_key: toldKey(pair.right_key) }
    return { ...pair, ...keys, left: masked(pair.left), right: masked(pair.right) }
  }
}

/** What a record of a pair is called: by what names its entity, else by the first value that it has. */
export function recordTitle(domain: PinnedDomain, pair: ReviewPair, side: 'left' | 'right'): string {
  const column = entityOfPair(domain, pair)?.name?.name
  const values = pair[side]
  const named = column === undefined ? undefined : values[column]
  return named ?? Object.values(values).find((value) => value !== null) ?? ''
}
