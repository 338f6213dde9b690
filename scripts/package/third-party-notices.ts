import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const PACKAGE = /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/

/**
 * The licences of all packages whose code stands in what was built: they ask to go with it.
 * @param root the checkout
 * @param inputs files that went in, relative to it
 * @throws naming a package that has no text of its licence and says none either
 */
export function thirdPartyNotices(root: string, inputs: Iterable<string>): string {
  const folders = new Set<string>()
  for (const input of inputs) {
    const folder = PACKAGE.exec(input)?.[0]
    if (folder !== undefined) folders.add(folder)
  }
  const notices = new Map<string, string>()
  for (const folder of folders) {
    const manifest = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')) as Record<string, unknown>
    const texts = readdirSync(join(root, folder))
      .filter((name) => /^(licen[cs]e|notice|copying)/i.test(name))
      .sort()
      .map((name) => readFileSync(join(root, folder, name), 'utf8').trim())
    if (texts.length === 0 && typeof manifest.license !== 'string')
      throw new Error(`${folder} says no licence, so its code cannot be passed on.`)
    notices.set(`${manifest.name} ${manifest.version} (${manifest.license ?? 'see below'})`, texts.join('\n\n'))
  }
  const rule = '-'.repeat(80)
  return [...notices]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([title, text]) => `${rule}\n${title}\n${rule}\n${text}\n`)
    .join('\n')
}
