/** 2^12 registers: a standard error of 1.04 / √4096 = 1.6%. */
const BITS = 12
const REGISTERS = 1 << BITS
/** Up to so many different values the hashes themselves are kept, and the count is exact. */
export const EXACT_DISTINCT = 256

/**
 * How many different values there are. Few: their 64-bit hashes, so exact. Many: HyperLogLog registers (Flajolet et al. 2007), each the
 * greatest rank seen, in base64. Whether few or many depends on the union alone, so any split gives the same state.
 */
export interface DistinctState {
  readonly kind: 'distinct'
  /** Hex, sorted; null once there are too many. */
  readonly hashes: readonly string[] | null
  readonly registers: string | null
}

/** The engine's own 64-bit hash: states of different engine versions are never merged, and only counts leave a run. */
const hash64 = (value: string): string => `hash(${value})`

/** SQL for the hash of a value as hex text. */
export const hashOf = (value: string): string => `lower(to_hex(${hash64(value)}))`

/** SQL for the registers: the least remainder of each, from which its rank follows. */
export const registersQuery = (value: string, table: string, where: string): string => `
  SELECT (h & ${REGISTERS - 1})::INTEGER AS register, min(h >> ${BITS})::VARCHAR AS least
  FROM (SELECT ${hash64(value)} AS h FROM ${table} WHERE (${where}) AND ${value} IS NOT NULL)
  GROUP BY ALL`

export const exactState = (hashes: readonly string[]): DistinctState => ({
  kind: 'distinct',
  hashes: hashes.map((hash) => hash.padStart(16, '0')).sort(),
  registers: null,
})

export function sketchState(rows: readonly { register: number; least: string }[]): DistinctState {
  const registers = new Uint8Array(REGISTERS)
  for (const { register, least } of rows) registers[register] = rank(BigInt(least))
  return { kind: 'distinct', hashes: null, registers: Buffer.from(registers).toString('base64') }
}

/** Leading zeros of the remainder among its 64 − BITS bits, plus one. */
const rank = (remainder: bigint): number => 64 - BITS - (remainder === 0n ? 0 : remainder.toString(2).length) + 1

export function mergeDistinct(states: readonly DistinctState[]): DistinctState {
  if (states.every(({ hashes }) => hashes !== null)) {
    const union = new Set(states.flatMap(({ hashes }) => hashes ?? []))
    if (union.size <= EXACT_DISTINCT) return { kind: 'distinct', hashes: [...union].sort(), registers: null }
  }
  const merged = new Uint8Array(REGISTERS)
  for (const state of states) {
    const registers = registersOf(state)
    for (let at = 0; at < REGISTERS; at++)
      if ((registers[at] as number) > (merged[at] as number)) merged[at] = registers[at] as number
  }
  return { kind: 'distinct', hashes: null, registers: Buffer.from(merged).toString('base64') }
}

function registersOf({ hashes, registers }: DistinctState): Uint8Array {
  if (registers !== null) return Buffer.from(registers, 'base64')
  const made = new Uint8Array(REGISTERS)
  for (const hash of hashes ?? []) {
    const value = BigInt(`0x${hash}`)
    const register = Number(value & BigInt(REGISTERS - 1))
    made[register] = Math.max(made[register] as number, rank(value >> BigInt(BITS)))
  }
  return made
}

/** The count and how far it may be off (two standard errors; 0 when it is exact). */
export function distinctCount(state: DistinctState): { readonly count: number; readonly error: number } {
  if (state.hashes !== null) return { count: state.hashes.length, error: 0 }
  const registers = registersOf(state)
  let sum = 0
  let empty = 0
  for (const register of registers) {
    sum += 2 ** -register
    if (register === 0) empty++
  }
  const raw = ((0.7213 / (1 + 1.079 / REGISTERS)) * REGISTERS * REGISTERS) / sum
  // Below 2.5 values a register, empty registers say more than ranks do (linear counting).
  const count = Math.round(raw <= 2.5 * REGISTERS && empty > 0 ? REGISTERS * Math.log(REGISTERS / empty) : raw)
  return { count, error: Math.ceil(2 * (1.04 / Math.sqrt(REGISTERS)) * count) }
}
