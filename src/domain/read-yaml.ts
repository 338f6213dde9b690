import { isAlias, isCollection, isMap, isScalar, LineCounter, type Node, parseDocument, visit } from 'yaml'
import type { Fault } from './fault.ts'

export interface YamlFile {
  readonly file: string
  readonly value: unknown
  /** The place of a key's value, or of the nearest thing around it that is there. */
  readonly at: (path: readonly PropertyKey[]) => { readonly line: number; readonly column: number }
}

export type YamlOutcome = { readonly read: YamlFile } | { readonly faults: readonly Fault[] }

const MOST_CHARACTERS = 1_000_000
const PLAIN_TAGS: ReadonlySet<string> = new Set(
  ['map', 'seq', 'str', 'int', 'float', 'bool', 'null'].map((name) => `tag:yaml.org,2002:${name}`),
)

/**
 * A YAML file with the place of everything in it. Anchors, aliases and tags are refused: a domain is read by people, and a file that
 * unfolds into another is not what they read.
 */
export function readYaml(file: string, text: string): YamlOutcome {
  const whole = (message: string, line = 1, column = 1): YamlOutcome => ({
    faults: [{ file, line, column, path: '', message }],
  })
  if (text.length > MOST_CHARACTERS)
    return whole(`The file has ${text.length} characters, and may have ${MOST_CHARACTERS}. Cut it into vocabularies.`)
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, logLevel: 'error', uniqueKeys: true, merge: false })
  if (document.errors.length > 0)
    return {
      faults: document.errors.slice(0, 20).map(({ message, linePos }) => ({
        file,
        line: linePos?.[0].line ?? 1,
        column: linePos?.[0].col ?? 1,
        path: '',
        message: `It is not YAML: ${(message.split('\n')[0] ?? '').replace(/ at line \d+, column \d+:?$/, '')}.`,
      })),
    }
  const place = (node: Node | null | undefined) => {
    const { line, col } = lines.linePos(node?.range?.[0] ?? 0)
    return { line: Math.max(1, line), column: Math.max(1, col) }
  }
  const refused: Fault[] = []
  const refuse = (node: Node, message: string) => refused.push({ file, ...place(node), path: '', message })
  visit(document, {
    Pair: (_, { key }) => {
      // Objects have one already, so it would be lost without a word.
      if (isScalar(key) && key.value === '__proto__')
        refuse(key, 'The key __proto__ is not taken here. Choose another name.')
    },
    Node: (_, node) => {
      if (isAlias(node)) refuse(node, `The alias *${node.source} is not taken here. Write out what it stands for.`)
      else if ('anchor' in node && node.anchor !== undefined)
        refuse(node as Node, `The anchor &${node.anchor} is not taken here. Write out what is repeated.`)
      else if (node.tag !== undefined && !PLAIN_TAGS.has(node.tag))
        refuse(node as Node, `The tag ${node.tag} is not taken here. Write a plain value.`)
    },
  })
  if (refused.length > 0) return { faults: refused.slice(0, 20) }
  const at = (path: readonly PropertyKey[]) => {
    let node: unknown = document.contents
    let last: Node | null | undefined = document.contents
    for (const part of path) {
      if (!isCollection(node)) break
      const pair = isMap(node) ? node.items.find(({ key }) => isScalar(key) && key.value === part) : undefined
      const next = node.get(typeof part === 'symbol' ? String(part) : part, true)
      // The key is where people look, unless the thing stands in a list.
      const shown = pair === undefined ? next : pair.key
      if (shown === undefined || shown === null) break
      last = shown as Node
      node = next
    }
    return place(last)
  }
  return { read: { file, value: document.toJS(), at } }
}
