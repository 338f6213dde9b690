/** A configuration as nested maps, keys as they were written. */
export type Tree = { [key: string]: unknown }

const PREFIX = 'OPENLINEAGE__'

/** Whether a value is a map of keys, neither a list nor a scalar. */
export const isTree = (value: unknown): value is Tree =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/**
 * `OPENLINEAGE__TRANSPORT__URL=…` as `{ transport: { url: … } }`. Names are lower-cased; a value that is a JSON object or list is
 * taken apart; a name with fewer parts wins over one with more, so `OPENLINEAGE__TRANSPORT='{…}'` is not overwritten from inside.
 */
export function environmentTree(env: Readonly<Record<string, string | undefined>>): Tree {
  const found = Object.entries(env)
    .filter((entry): entry is [string, string] => entry[0].startsWith(PREFIX) && entry[1] !== undefined)
    .map(([name, value]) => ({
      path: name
        .slice(PREFIX.length)
        .split('__')
        .map((part) => part.toLowerCase()),
      value: parsed(value),
    }))
    .filter(({ path }) => path.every((part) => part !== ''))
    .sort((a, b) => a.path.length - b.path.length || (a.path.join() < b.path.join() ? -1 : 1))
  const tree: Tree = {}
  for (const { path, value } of found)
    merge(tree, path.reduceRight<unknown>((inner, part) => ({ [part]: inner }), value) as Tree)
  return tree
}

/** Adds what is not there yet; what is there stays. Keys that differ only in case, `_` or `-` are the same key. */
export function merge(into: Tree, more: Tree): Tree {
  for (const [key, value] of Object.entries(more)) {
    const there = Object.keys(into).find((known) => sameKey(known, key))
    if (there === undefined) into[key] = value
    else if (isTree(into[there]) && isTree(value)) merge(into[there], value)
  }
  return into
}

const folded = (key: string) => key.toLowerCase().replaceAll(/[_-]/g, '')

/** Whether two spellings name one key: `apiKey`, `api_key`, `APIKEY`. */
export const sameKey = (a: string, b: string): boolean => folded(a) === folded(b)

function parsed(text: string): unknown {
  if (!/^\s*[[{]/.test(text)) return text
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
