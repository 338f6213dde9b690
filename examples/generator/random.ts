/** A stream of pseudo-random draws; the same start gives the same draws on every machine. */
export interface Random {
  /** Uniform in [0, 1). */
  next(): number
  /** Uniform integer in [0, limit). */
  below(limit: number): number
  pick<T>(list: readonly T[]): T
  chance(probability: number): boolean
}

/** 32-bit hash of numbers and short texts (murmur3's mixing). */
export function hash32(...parts: readonly (number | string)[]): number {
  let state = 0x9e3779b9
  for (const part of parts) {
    if (typeof part === 'number') state = mix(state, part)
    else for (let at = 0; at < part.length; at += 1) state = mix(state, part.charCodeAt(at))
  }
  state ^= state >>> 16
  state = Math.imul(state, 0x85ebca6b)
  state ^= state >>> 13
  state = Math.imul(state, 0xc2b2ae35)
  return (state ^ (state >>> 16)) >>> 0
}

function mix(state: number, value: number): number {
  let word = Math.imul(value | 0, 0xcc9e2d51)
  word = (word << 15) | (word >>> 17)
  const mixed = state ^ Math.imul(word, 0x1b873593)
  return (Math.imul((mixed << 13) | (mixed >>> 19), 5) + 0xe6546b64) | 0
}

/** mulberry32, started from the hash of `parts`. */
export function randomOf(...parts: readonly (number | string)[]): Random {
  let state = hash32(...parts)
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0
    let word = Math.imul(state ^ (state >>> 15), 1 | state)
    word = (word + Math.imul(word ^ (word >>> 7), 61 | word)) ^ word
    return ((word ^ (word >>> 14)) >>> 0) / 4294967296
  }
  const below = (limit: number): number => Math.floor(next() * limit)
  return { next, below, pick: (list) => list[below(list.length)] as never, chance: (p) => next() < p }
}

const BLOCK = 20
const STRIDES = [1, 3, 7, 9, 11, 13, 17, 19]

/**
 * True for exactly `share` of every 20 consecutive ordinals, at places the seed decides.
 * Quotas instead of coin flips keep the promised shares true for a hundred rows as for a million.
 */
export function inQuota(seed: number, feature: string, ordinal: number, share: number): boolean {
  const hash = hash32(seed, feature, Math.floor(ordinal / BLOCK))
  const stride = STRIDES[hash & 7] as number
  return ((ordinal % BLOCK) * stride + (hash >>> 8)) % BLOCK < share
}

/** The place of `index` in a seeded shuffle of 0…size-1, without holding the shuffle (an affine map, so a bijection). */
export function shuffledIndex(seed: number, name: string, index: number, size: number): number {
  if (size < 2) return 0
  const hash = hash32(seed, name, size)
  let stride = 1 + ((Math.floor(size * 0.381966) + (hash % size)) % (size - 1))
  while (greatestCommonDivisor(stride, size) !== 1) stride = (stride % (size - 1)) + 1
  return (stride * index + hash32(seed, name)) % size
}

function greatestCommonDivisor(left: number, right: number): number {
  return right === 0 ? left : greatestCommonDivisor(right, left % right)
}
