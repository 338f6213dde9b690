/** What stands in a group: whether it can be as long as it likes, and in how many ways it can be read. */
interface Group {
  repeats: boolean
  chooses: boolean
}

/** How much a pattern may have to try on a text. */
interface MatchCost {
  /** Repetitions without end that can meet each other: a text of n characters costs n to this power. */
  readonly repetitions: number
  /** Ways in which what is optional or a choice can be read, all together. */
  readonly choices: number
}

const QUANTIFIER = /^(?:[*+?]|\{(\d+)(?:(,)(\d*))?\})\??/
const LOOKS_OR_REFERS = /^(?:\\(?:[1-9]|k<)|\(\?<?[=!])/
/** So many times at most is counted as what it is; more is without end. */
const FEW = 20
/** Characters of a text that a pattern with so many repetitions may be tried on, so that each takes a fraction of a second at worst. */
const LONGEST = [2000, 2000, 2000, 500, 200] as const
const MOST_CHOICES = 64

/**
 * The cost of a regular expression, or undefined where there is no bound that helps: it repeats a group that holds a repetition or a
 * choice, looks around, or refers back. Said of the pattern alone, so some harmless ones have none. Total, of texts that are no pattern too.
 */
function matchCost(pattern: string): MatchCost | undefined {
  const open: Group[] = []
  let group: Group = { repeats: false, chooses: false }
  let closed: Group | null = null
  // A pattern that may begin anywhere is tried at every character.
  let repetitions = pattern.startsWith('^') && !pattern.includes('|') ? 0 : 1
  let choices = 1
  for (let at = 0; at < pattern.length; ) {
    const rest = pattern.slice(at)
    if (LOOKS_OR_REFERS.test(rest)) return undefined
    const quantifier = QUANTIFIER.exec(rest)
    if (quantifier !== null) {
      const [whole, least = '0', to, most = ''] = quantifier
      const sign = whole[0]
      const ways =
        sign === '?'
          ? 2
          : sign !== '{'
            ? Infinity
            : to === undefined
              ? 1
              : most === ''
                ? Infinity
                : Number(most) - Number(least) + 1
      const times = sign === '{' ? Number(most || least) : ways
      if (times > 1 && sign !== '?' && closed !== null && (closed.repeats || closed.chooses)) return undefined
      if (ways > FEW) {
        repetitions += 1
        group.repeats = true
      } else if (ways > 1) {
        choices *= ways
        group.chooses = true
      }
      closed = null
      at += whole.length
      continue
    }
    closed = null
    const letter = pattern[at]
    if (letter === '[') at = endOfClass(pattern, at)
    else if (letter === '(') {
      open.push(group)
      group = { repeats: false, chooses: false }
      // The marks of a kind of group are no quantifier.
      at += /^\(\?(?::|<\w+>)/.exec(rest)?.[0].length ?? 1
      continue
    } else if (letter === ')') {
      closed = group
      const outer = open.pop() ?? { repeats: false, chooses: false }
      group = { repeats: outer.repeats || closed.repeats, chooses: outer.chooses || closed.chooses }
    } else if (letter === '|') {
      group.chooses = true
      choices *= 2
    }
    at += letter === '\\' ? 2 : 1
  }
  return { repetitions, choices }
}

function endOfClass(pattern: string, from: number): number {
  let at = from + 1
  while (at < pattern.length && pattern[at] !== ']') at += pattern[at] === '\\' ? 2 : 1
  return at
}

/** The longest text that a pattern may be tried on; 0 where none is short enough. */
export function longestMatched(pattern: string): number {
  const cost = matchCost(pattern)
  return cost === undefined || cost.choices > MOST_CHOICES ? 0 : (LONGEST[cost.repetitions] ?? 0)
}
