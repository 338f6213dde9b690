import { z } from 'zod'

const chance = z.number().min(0).max(1)

/** The part of a stored model, of any format, that weights come from. */
const weighed = z.object({
  comparisons: z.array(
    z.object({ name: z.string(), levels: z.array(z.object({ label: z.string(), m: chance, u: chance })) }),
  ),
})

const LEAST_CHANCE = 1e-300

/** `comparison: label` → weight in bits, log2(m / u); empty for a document that is no model. */
export function openedLevels(document: unknown): Map<string, number> {
  const { comparisons = [] } = weighed.safeParse(document).data ?? {}
  return new Map(
    comparisons.flatMap(({ name, levels }) =>
      levels.map(({ label, m, u }) => [
        `${name}: ${label}`,
        Math.log2(Math.max(m, LEAST_CHANCE) / Math.max(u, LEAST_CHANCE)),
      ]),
    ),
  )
}
