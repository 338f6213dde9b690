/** What stands in a group: whether it can be as long as it likes, and whether there is a choice in it. */
interface Group {
  repeats: boolean
  chooses: boolean
}

const QUANTIFIER = /^(?:[*+]|\{\d+,\d*\})\??/
const LOOKS_OR_REFERS = /^(?:\\(?:[1-9]|k<)|\(\?<?[=!])/

/**
 * Whether a regular expression may take time without end on hostile text: it repeats a group that holds a repetition or a choice, looks
 * around, or refers back. Said of the pattern alone, so some harmless ones are refused. Total, of texts that are no pattern too.
 */
export function mayRunAway(pattern: string): boolean {
  const open: Group[] = []
  let group: Group = { repeats: false, chooses: false }
  let closed: Group | null = null
  for (let at = 0; at < pattern.length; ) {
    const rest = pattern.slice(at)
    if (LOOKS_OR_REFERS.test(rest)) return true
    const quantifier = QUANTIFIER.exec(rest)?.[0]
    if (quantifier !== undefined) {
      if (closed !== null && (closed.repeats || closed.chooses)) return true
      group.repeats = true
      closed = null
      at += quantifier.length
      continue
    }
    closed = null
    const letter = pattern[at]
    if (letter === '[') at = endOfClass(pattern, at)
    else if (letter === '(') {
      open.push(group)
      group = { repeats: false, chooses: false }
    } else if (letter === ')') {
      closed = group
      const outer = open.pop() ?? { repeats: false, chooses: false }
      group = { repeats: outer.repeats || closed.repeats, chooses: outer.chooses || closed.chooses }
    } else if (letter === '|') group.chooses = true
    at += letter === '\\' ? 2 : 1
  }
  return false
}

function endOfClass(pattern: string, from: number): number {
  let at = from + 1
  while (at < pattern.length && pattern[at] !== ']') at += pattern[at] === '\\' ? 2 : 1
  return at
}
