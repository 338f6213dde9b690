import { existsSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'

/** The folder that ships `schemas/` beside a manifest: this package's, as a checkout or as installed, or a bundle's own. */
function findRoot(): string {
  const start = import.meta.dirname
  for (let at = start; dirname(at) !== at; at = dirname(at))
    if (existsSync(join(at, 'package.json')) && existsSync(join(at, 'schemas'))) return at
  return resolve(start, '../..')
}

let root: string | undefined

/** A shipped file's absolute path, wherever the command was started; an absolute path stays as it is. */
export function packagePath(path: string): string {
  root ??= findRoot()
  return resolve(root, path)
}

/** A program of this package by the path of its source: the source in a checkout, what was built of it where it is installed. */
export function programPath(source: string): string {
  const path = packagePath(source)
  return existsSync(path) ? path : path.replace(/\.ts$/, '.js')
}
