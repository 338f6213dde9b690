import { types } from '../types/registry.ts'

/** Cells that a type is asked about; more tell nothing new. */
const MOST_CELLS = 300
/** From how sure on a column is held to be of a type. */
const SURE = 0.45

/**
 * The type of value that a column most likely holds, where that type is about people: names and days of birth under any label, in any
 * language that the types know. Null where another type is likelier, or none is likely.
 */
export function personalType(label: string, sample: readonly string[]): string | null {
  const asked = { label, sample: [...new Set(sample)].slice(0, MOST_CELLS), country: '' }
  const [likeliest] = [...types.values()]
    .map((type) => ({ type, confidence: type.recognise(asked) }))
    .sort((a, b) => b.confidence - a.confidence)
  if (likeliest === undefined || likeliest.confidence < SURE) return null
  const { type } = likeliest
  return type.pii(type.options.parse({})) === 'none' ? null : type.id
}
