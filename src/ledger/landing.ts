import { readdir, stat } from 'node:fs/promises'
import { basename, join, relative, sep } from 'node:path'
import { matchGlob } from '../config/match-glob.ts'
import type { CompiledDomain } from '../domain/index.ts'
import { FOLDER, irregularKind } from '../storage/irregular-entry.ts'
import type { ObjectStore, ObjectSummary } from '../storage/object-store.ts'
import { sha256 } from '../storage/sha256.ts'
import { copyToLanding } from './copy-to-landing.ts'
import { SourceUnreadableError } from './errors.ts'
import type { SourceFilePin } from './plan-document.ts'
import { sourceHashes } from './source-hashes.ts'

/** Whose files are what: the part of a domain that a landing is read by. */
type LandingSources = Pick<CompiledDomain, 'sources'>

export interface Landing {
  readonly sources: SourceFilePin[]
  /** Files that no source claims: reported, and nothing fails. */
  readonly unmatched: string[]
  /** What is there and is no plain file, and what it is: `old.csv (a symbolic link)`. */
  readonly irregular: string[]
  /** What else a person should know of the landing, a sentence each. */
  readonly notes: string[]
}

/** A copy that an earlier run with `--landing` pinned: not a drop of its own. */
const PINNED = /^landing\/[^/]+\/[0-9a-f]{64}\//

const hidden = (path: string): boolean => path.split('/').some((part) => part.startsWith('.') || part.startsWith('~$'))

/** What could forge a line of a log or move a terminal's cursor, and has no business in the name of a file. */
const UNSHOWN = /[\p{Cc}\p{Bidi_Control}\u2028\u2029]/gu

/** Why a file with such a name is left alone; nothing when it is a name like others. */
const unshown = (path: string): string | undefined =>
  path.search(UNSHOWN) < 0
    ? undefined
    : `${path.replaceAll(UNSHOWN, (character) => `\\u{${character.charCodeAt(0).toString(16)}}`)} (a name with control characters)`

const nameTold = (path: string): string[] | undefined => {
  const why = unshown(path)
  return why === undefined ? undefined : [why]
}

/** Whether an object of the store is a file that somebody dropped: not a run's own copy, not hidden, not a lock file. */
export const isLandingDrop = (key: string): boolean =>
  key.startsWith('landing/') && !PINNED.test(key) && !hidden(key.slice('landing/'.length))

/**
 * The source a file belongs to: by its name's pattern, within the source its folder is named after when there is one.
 * @param path relative to the landing folder, `/`-separated.
 */
export function matchSource(domain: LandingSources, path: string): string | undefined {
  const folder = path.includes('/') ? path.split('/')[0] : undefined
  const name = basename(path)
  const named = domain.sources.find((source) => source.id === folder)
  const candidates = named === undefined ? domain.sources : [named]
  return candidates.find((source) =>
    [...source.files, ...source.tables.flatMap((table) => table.files)].some((pattern) => matchGlob(pattern, name)),
  )?.id
}

export interface LandedObjects {
  readonly found: (ObjectSummary & { readonly path: string; readonly source: string })[]
  readonly unmatched: string[]
  readonly irregular: string[]
}

/** What is in the store's own landing folder, by its listing alone. */
export async function listStoreLanding(store: ObjectStore, domain: LandingSources): Promise<LandedObjects> {
  const found: LandedObjects['found'] = []
  const unmatched: string[] = []
  const irregular = (await store.irregular('landing/')).flatMap(({ key, kind }) => {
    const path = key.slice('landing/'.length)
    return isLandingDrop(key) ? (nameTold(path) ?? told(path, kind, matchSource(domain, path))) : []
  })
  for await (const object of store.list('landing/', { plain: true })) {
    const path = object.key.slice('landing/'.length)
    if (!isLandingDrop(object.key)) continue
    const why = unshown(path)
    if (why !== undefined) {
      irregular.push(why)
      continue
    }
    const source = matchSource(domain, path)
    if (source === undefined) {
      unmatched.push(path)
      continue
    }
    const { key, size, lastModified } = object
    // A folder computes an etag when it is read, and not before.
    found.push({
      path,
      source,
      key,
      size,
      lastModified,
      get etag() {
        return object.etag
      },
    })
  }
  return { found, unmatched: unmatched.sort(), irregular: irregular.sort() }
}

/** Gives the path of what may be stored of a local file. */
export type LandingFilter = (path: string, source: string, name: string) => Promise<string>

/** Pins what is in the store's own landing folder. */
export async function pinStoreLanding(store: ObjectStore, domain: LandingSources, scratch: string): Promise<Landing> {
  const { found, unmatched, irregular } = await listStoreLanding(store, domain)
  const hashes = await sourceHashes(store, found, scratch)
  const sources = found.map(({ path, source, key, size, etag }) => {
    const sha256 = hashes.get(key) as string
    return { path, source, file: basename(path), key, size, etag, sha256 }
  })
  return { sources: named(sources), unmatched, irregular, notes: irregularNotes({ irregular }) }
}

export interface LandedFiles {
  readonly found: { readonly path: string; readonly source: string; readonly file: string; readonly size: number }[]
  readonly unmatched: string[]
  /** What is no plain file, and what it is: `old.csv (a symbolic link)`. Never opened: a FIFO would wait for a writer. */
  readonly irregular: string[]
}

/** The files of a local folder that a source claims, with their sizes. @throws SourceUnreadableError */
export async function listFolder(domain: LandingSources, folder: string): Promise<LandedFiles> {
  const listed: LandedFiles = { found: [], unmatched: [], irregular: [] }
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch((error: unknown) => {
    throw new SourceUnreadableError(folder, error)
  })
  const named = entries
    .map((entry) => ({ entry, path: relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/') }))
    .sort((a, b) => compare(a.path, b.path))
  for (const { entry, path } of named) {
    if (hidden(path)) continue
    const kind = irregularKind(entry)
    const why = unshown(path)
    const source = matchSource(domain, path)
    if (why !== undefined) listed.irregular.push(why)
    else if (kind !== undefined) listed.irregular.push(...told(path, kind, source))
    else if (source === undefined) listed.unmatched.push(path)
    else {
      // One that has gone since is told when it is copied.
      const size = (await stat(join(folder, path)).catch(() => undefined))?.size ?? 0
      listed.found.push({ path, source, file: basename(path), size })
    }
  }
  return listed
}

/** A folder is told of when its name is that of a file. */
const told = (path: string, kind: string, source: string | undefined): string[] =>
  kind === FOLDER && source === undefined ? [] : [`${path} (${kind})`]

/** What is said of the things in a landing folder that are no plain files. */
export const irregularNotes = ({ irregular }: Pick<LandedFiles, 'irregular'>): string[] =>
  irregular.map(
    (one) =>
      `${one} was left alone: only plain files under plain names are taken. Put a copy of the file there instead.`,
  )

/**
 * Copies a local folder's matched files to `landing/<source>/<sha256>/` and pins the copies. A copy that is there already is kept when
 * its content has been proved, and replaced when it is another.
 * @throws SourceChangingError, SourceUnreadableError
 */
export async function pinFolder(
  store: ObjectStore,
  domain: LandingSources,
  folder: string,
  scratch: string,
  filter: LandingFilter = async (path) => path,
): Promise<Landing> {
  const listed = await listFolder(domain, folder)
  const { copies, notes } = await copyToLanding(
    store,
    listed.found.map(({ path, source, file }) => ({
      local: join(folder, path),
      keyOf: (sha256) => `landing/${source}/${sha256}/${storableName(file)}`,
      filter: (local) => filter(local, source, file),
    })),
    scratch,
  )
  const sources = listed.found.flatMap(({ path, source, file }, at) => {
    const copy = copies[at]
    return copy === undefined ? [] : [{ path, source, file, ...copy }]
  })
  return {
    sources: named(sources),
    unmatched: listed.unmatched,
    irregular: listed.irregular,
    notes: [...irregularNotes(listed), ...notes],
  }
}

const storableName = (name: string): string =>
  name.includes('\\') || [...name].some((character) => character < ' ') ? sha256(name).slice(0, 16) : name

/** A file is known by its name; files of one name in several folders by their paths, since rows are told apart by it. */
function named(found: readonly (SourceFilePin & { path: string })[]): SourceFilePin[] {
  const times = new Map<string, number>()
  for (const { file } of found) times.set(file, (times.get(file) ?? 0) + 1)
  return inOrder(found.map(({ path, ...pin }) => (times.get(pin.file) === 1 ? pin : { ...pin, file: path })))
}

const inOrder = (sources: SourceFilePin[]): SourceFilePin[] =>
  sources.sort((a, b) => compare(a.source, b.source) || compare(a.file, b.file) || compare(a.key, b.key))

const compare = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0)
