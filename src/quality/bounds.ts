import { z } from 'zod'
import type { Outcome } from './outcome.ts'

export interface Bounds {
  readonly min_value?: string | number | undefined
  readonly max_value?: string | number | undefined
  readonly strict_min?: boolean | undefined
  readonly strict_max?: boolean | undefined
}

const strict = z.boolean().default(false)
const bound = z.union([z.number(), z.string().min(1)]).optional()
const number = z.number().optional()
const count = z.int().min(0).optional()

/** Bounds of numbers or texts. */
export const boundsShape = { min_value: bound, max_value: bound, strict_min: strict, strict_max: strict }
/** Bounds of a number. */
export const numberBoundsShape = { min_value: number, max_value: number, strict_min: strict, strict_max: strict }
/** Bounds of a count, both included. */
export const countBoundsShape = { min_value: count, max_value: count }

/** Why no value can lie within these bounds, or that there are none; undefined when they are sound. */
export function boundsMisfit({ min_value: min, max_value: max, strict_min, strict_max }: Bounds): string | undefined {
  if (min === undefined && max === undefined) return 'it has neither min_value nor max_value'
  if (min === undefined || max === undefined) return undefined
  if (typeof min !== typeof max) return `min_value is a ${typeof min} and max_value a ${typeof max}`
  if (min > max) return `its bounds contradict each other: min_value ${min} is above max_value ${max}`
  if (min === max && (strict_min || strict_max))
    return `its bounds contradict each other: nothing lies strictly between ${min} and ${max}`
  return undefined
}

/** Whether a number lies within the bounds, for certain, certainly not, or within its error of one. */
export function judgeBounds(observed: number, bounds: Bounds, error = 0): Outcome {
  if (Number.isNaN(observed)) return 'failed'
  const within = (value: number) => {
    const { min_value: min, max_value: max, strict_min, strict_max } = bounds
    if (typeof min === 'number' && (strict_min ? value <= min : value < min)) return false
    return !(typeof max === 'number' && (strict_max ? value >= max : value > max))
  }
  if (error === 0) return within(observed) ? 'passed' : 'failed'
  const low = within(observed - error)
  const high = within(observed + error)
  if (low && high) return 'passed'
  return low || high || within(observed) ? 'uncertain' : 'failed'
}
