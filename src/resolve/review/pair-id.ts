import { entityId } from '../entity-id.ts'

/** The two record keys of a pair in their one order. */
export const inOrder = (left: string, right: string): readonly [string, string] =>
  left < right ? [left, right] : [right, left]

/** A pair of source records has one id for ever, whichever comes first and whatever run found it. */
export function pairId(left: string, right: string): string {
  return entityId('pair', inOrder(left, right).join('\n'))
}

export const PAIR_ID = /^pair_[a-z2-7]{20}$/
