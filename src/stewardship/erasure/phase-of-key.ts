/** Documents that hold text of any kind. Decisions first: what pins them is brought in step with their new hashes. */
export const DOCUMENTS = [
  'runs/',
  'site/',
  'models/',
  'releases/',
  'decisions/',
  'datasets/',
  'sources/',
  'leases/',
  'erasures/certificates/',
] as const

/** Which phase of an erasure takes the person out of an object; `other` for whatever nothing of the program has written. */
export type ErasurePhase = 'landing' | 'work' | 'parquet' | 'table' | 'document' | 'export' | 'own' | 'other'

const PATTERNS: readonly (readonly [ErasurePhase, RegExp])[] = [
  ['landing', /^landing\//],
  // Nothing of them is kept: work is done again when it is missed, and so is a query.
  ['work', /^(?:work|athena-results)\//],
  ['parquet', /^(?:quarantine|runs|models)\/.*\.parquet$/],
  ['export', /^exports\/[^/]+\/\d+\/[A-Za-z0-9_-]+\.(?:parquet|csv|jsonl|xlsx)$/],
  // Scripts and styles are the program's: only searched.
  ['own', /^site\/assets\//],
  ['own', /^erasures\/(?:suppressions|journals)\/[^/]+\.json$/],
]
const TABLE_FILE = /^(?:data\/[^/]+\.parquet|metadata\/(?:[^/]+\.avro|[^/]+\.metadata\.json|version-hint\.text))$/
const TEXT = /\.(?:json|ndjson|html|txt)$/

/** @param tableRoots folders of the store's tables, without a slash at the end */
export function phaseOfKey(key: string, tableRoots: readonly string[]): ErasurePhase {
  const named = PATTERNS.find(([, pattern]) => pattern.test(key))?.[0]
  if (named !== undefined) return named
  if (tableRoots.some((root) => key.startsWith(`${root}/`) && TABLE_FILE.test(key.slice(root.length + 1))))
    return 'table'
  return TEXT.test(key) && DOCUMENTS.some((prefix) => key.startsWith(prefix)) ? 'document' : 'other'
}
