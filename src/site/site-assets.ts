import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { packagePath } from '../config/package-path.ts'
import { SITE_ASSET_FILES, shippedAsset } from '../config/site-asset-files.ts'
import type { ObjectStore } from '../storage/object-store.ts'
import { sha256 } from '../storage/sha256.ts'
import { siteKeys } from './site-keys.ts'

let loaded: Promise<{ version: string; files: ReadonlyMap<string, Uint8Array | string> }> | undefined

/** Scripts and styles of this version of Hotpass, by key, read once a process. */
function siteFiles() {
  loaded ??= (async () => {
    const files = new Map<string, Uint8Array | string>()
    for (const [name, path] of Object.entries(SITE_ASSET_FILES))
      files.set(siteKeys.asset(name), await readFile(assetPath(path)))
    const version = sha256([...files].map(([key, body]) => `${key} ${sha256(body)}\n`).join(''))
    return { version, files }
  })()
  return loaded
}

const assetPath = (path: string): string => {
  const beside = packagePath(path)
  return existsSync(beside) ? beside : packagePath(shippedAsset(path))
}

/** A script or style of this version of Hotpass, by its name under `site/assets/`. */
export const siteAsset = (name: string): Promise<Uint8Array> => readFile(assetPath(SITE_ASSET_FILES[name] ?? ''))

/** Brings the scripts and styles up to this version of Hotpass: one read when they are. */
export async function publishAssets(store: ObjectStore): Promise<void> {
  const { version, files } = await siteFiles()
  const held = await store.get(siteKeys.assetsVersion)
  if (held && new TextDecoder().decode(held.body) === JSON.stringify({ version })) return
  for (const [key, body] of files) await store.put(key, body)
  await store.put(siteKeys.assetsVersion, JSON.stringify({ version }))
}
