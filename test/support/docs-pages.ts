import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

export const ROOT: string = join(import.meta.dirname, '../..')

/** The text of a page, by its path from the root. */
export const readPage = (path: string): string => readFileSync(join(ROOT, path), 'utf8')

/** Every page for readers, by its path from the root, sorted: those of the root and of docs/. */
export const pages: readonly string[] = [
  ...readdirSync(ROOT).filter((name) => name.endsWith('.md')),
  ...readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join('docs', name)),
].sort()
