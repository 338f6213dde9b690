import fc from 'fast-check'
import { z } from 'zod'

const hostileText = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 12 }),
  fc.constantFrom(
    '',
    ' ',
    '\u0000',
    'file:///a b',
    'https://x.example/%zz',
    'https://x.example/a#b#c',
    '2026-01-31',
    '-',
  ),
)
const soundText = fc.oneof(
  fc.uuid(),
  fc.constantFrom('2026-01-31T06:00:00Z', '2026-01-31T06:00:00.123+02:00'),
  fc.constantFrom('s3://bucket/a%20b', 'https://x.example/a?b=c#d'),
  fc.stringMatching(/^[0-9a-f]{32}$/),
  fc.stringMatching(/^[0-9a-f]{16}$/),
)

/** Values for a zod type, most of them sound, some not; objects carry keys that nobody declared. */
export function zodArbitrary(type: unknown, depth = 0): fc.Arbitrary<unknown> {
  if (type instanceof z.ZodOptional || type instanceof z.ZodNullable)
    return fc.option(zodArbitrary(type.unwrap(), depth), { nil: undefined })
  if (type instanceof z.ZodObject)
    return fc
      .record(Object.fromEntries(Object.entries(type.shape).map(([key, field]) => [key, zodArbitrary(field, depth)])))
      .map((value) => ({ ...(value as object), undeclared: 'x', _producer: 'not a uri' }))
  if (type instanceof z.ZodArray)
    return depth > 2 ? fc.constant([]) : fc.array(zodArbitrary(type.element, depth + 1), { maxLength: 3 })
  if (type instanceof z.ZodRecord)
    return fc.dictionary(fc.string({ maxLength: 6 }), zodArbitrary(type.valueType, depth + 1), { maxKeys: 3 })
  if (type instanceof z.ZodEnum) return fc.constantFrom(...type.options)
  if (type instanceof z.ZodLiteral) return fc.constantFrom(...type.values)
  if (type instanceof z.ZodDiscriminatedUnion || type instanceof z.ZodUnion)
    return fc.oneof(...(depth > 2 ? type.options.slice(0, 1) : type.options).map((one) => zodArbitrary(one, depth + 1)))
  if (type instanceof z.ZodLazy) return zodArbitrary(type.unwrap(), depth + 1)
  if (type instanceof z.ZodBoolean) return fc.boolean()
  if (type instanceof z.ZodNumber)
    return fc.oneof(
      { weight: 12, arbitrary: fc.nat() },
      { weight: 1, arbitrary: fc.double() },
      { weight: 1, arbitrary: fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, 0.5, -1) },
    )
  if (type instanceof z.ZodNull) return fc.constant(null)
  return fc.oneof({ weight: 4, arbitrary: soundText }, { weight: 1, arbitrary: hostileText })
}
