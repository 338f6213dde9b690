import { readdir, stat } from 'node:fs/promises'
import { basename, join, relative, sep } from 'node:path'
import type { Profile } from '../config/index.ts'
import { matchGlob } from '../config/match-glob.ts'
import type { ObjectStore, ObjectSummary } from '../storage/object-store.ts'
import { sha256, sha256File } from '../storage/sha256.ts'
import type { SourceFilePin } from './plan-document.ts'
import { sourceHashes } from './source-hashes.ts'

export interface Landing {
  readonly sources: SourceFilePin[]
  /** Files that no source claims: reported, and nothing fails. */
  readonly unmatched: string[]
}

/** A copy that an earlier run with `--landing` pinned: not a drop of its own. */
const PINNED = /^landing\/[^/]+\/[0-9a-f]{64}\//

const hidden = (path: string): boolean => path.split('/').some((part) => part.startsWith('.') || part.startsWith('~$'))

/** Whether an object of the store is a file that somebody dropped: not a run's own copy, not hidden, not a lock file. */
export const isLandingDrop = (key: string): boolean =>
  key.startsWith('landing/') && !PINNED.test(key) && !hidden(key.slice('landing/'.length))

/**
 * The source a file belongs to: by its name's pattern, within the source its folder is named after when there is one.
 * @param path relative to the landing folder, `/`-separated.
 */
export function matchSource(profile: Profile, path: string): string | undefined {
  const folder = path.includes('/') ? path.split('/')[0] : undefined
  const name = basename(path)
  const named = profile.sources.find((source) => source.id === folder)
  const candidates = named === undefined ? profile.sources : [named]
  return candidates.find((source) =>
    [...source.files, ...source.sheets.flatMap((sheet) => sheet.files ?? [])].some((pattern) =>
      matchGlob(pattern, name),
    ),
  )?.id
}

export interface LandedObjects {
  readonly found: (ObjectSummary & { readonly path: string; readonly source: string })[]
  readonly unmatched: string[]
}

/** What is in the store's own landing folder, by its listing alone. */
export async function listStoreLanding(store: ObjectStore, profile: Profile): Promise<LandedObjects> {
  const found: LandedObjects['found'] = []
  const unmatched: string[] = []
  for await (const object of store.list('landing/')) {
    const path = object.key.slice('landing/'.length)
    if (!isLandingDrop(object.key)) continue
    const source = matchSource(profile, path)
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
  return { found, unmatched: unmatched.sort() }
}

/** Gives the path of what may be stored of a local file. */
export type LandingFilter = (path: string, source: string, name: string) => Promise<string>

/** Pins what is in the store's own landing folder. */
export async function pinStoreLanding(store: ObjectStore, profile: Profile, scratch: string): Promise<Landing> {
  const { found, unmatched } = await listStoreLanding(store, profile)
  const hashes = await sourceHashes(store, found, scratch)
  const sources = found.map(({ path, source, key, size, etag }) => {
    const sha256 = hashes.get(key) as string
    return { path, source, file: basename(path), key, size, etag, sha256 }
  })
  return { sources: named(sources), unmatched }
}

/** The files of a local folder that a source claims, with their sizes. */
export async function listFolder(
  profile: Profile,
  folder: string,
): Promise<{ found: { path: string; source: string; file: string; size: number }[]; unmatched: string[] }> {
  const found: { path: string; source: string; file: string; size: number }[] = []
  const unmatched: string[] = []
  const names = (await readdir(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort()
  for (const path of names) {
    if (hidden(path)) continue
    const source = matchSource(profile, path)
    if (source === undefined) unmatched.push(path)
    else found.push({ path, source, file: basename(path), size: (await stat(join(folder, path))).size })
  }
  return { found, unmatched }
}

/** Copies a local folder's matched files to `landing/<source>/<sha256>/` and pins the copies. A copy that is there already is kept. */
export async function pinFolder(
  store: ObjectStore,
  profile: Profile,
  folder: string,
  filter: LandingFilter = async (path) => path,
): Promise<Landing> {
  const sources: (SourceFilePin & { path: string })[] = []
  const { found, unmatched } = await listFolder(profile, folder)
  for (const { path, source } of found) {
    const local = await filter(join(folder, path), source, basename(path))
    const { size } = await stat(local)
    const sha256 = await sha256File(local)
    const key = `landing/${source}/${sha256}/${storableName(basename(path))}`
    const held = await summary(store, key)
    if (held?.size !== size) await store.putFile(key, local)
    const copy = held?.size === size ? held : await summary(store, key)
    sources.push({ path, source, file: basename(path), key, size, etag: copy?.etag ?? '', sha256 })
  }
  return { sources: named(sources), unmatched }
}

async function summary(store: ObjectStore, key: string) {
  for await (const object of store.list(key)) if (object.key === key) return object
  return undefined
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
