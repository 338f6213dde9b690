const tokens = (pattern: string): string[] =>
  Array.from(pattern.normalize('NFC').replace(/\*+/g, '*'), (letter) => letter.toLowerCase())

/**
 * A name that fits both patterns (`*` is any run of characters, `?` any one), or undefined when no name does. A star of the answer may
 * stand for any run: it is an example, shown to people. Costs length times length.
 */
export function globsMeet(one: string, other: string): string | undefined {
  const [a, b] = [tokens(one), tokens(other)]
  const width = b.length + 1
  const dead = new Uint8Array((a.length + 1) * width)
  const walk = (at: number, to: number): string | undefined => {
    const left = a[at]
    const right = b[to]
    if (left === undefined && right === undefined) return ''
    const place = at * width + to
    if (dead[place] === 1) return undefined
    const found = step(at, to, left, right)
    if (found === undefined) dead[place] = 1
    return found
  }
  const step = (at: number, to: number, left?: string, right?: string): string | undefined => {
    if (left === '*') {
      const without = walk(at + 1, to)
      if (without !== undefined) return without
      return right === undefined ? undefined : before(right === '*' ? '' : right, walk(at, to + 1))
    }
    if (right === '*') {
      const without = walk(at, to + 1)
      if (without !== undefined) return without
      return left === undefined ? undefined : before(left, walk(at + 1, to))
    }
    if (left === undefined || right === undefined) return undefined
    if (left !== right && left !== '?' && right !== '?') return undefined
    return before(left === '?' ? right : left, walk(at + 1, to + 1))
  }
  return walk(0, 0)
}

const before = (letter: string, rest: string | undefined): string | undefined =>
  rest === undefined ? undefined : `${letter === '?' ? 'x' : letter}${rest}`
