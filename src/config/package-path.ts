import { existsSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'

/** What a folder has beside its manifest: a checkout and an installed package the schemas, a function's bundle the code of its stages. */
const MARKS = ['schemas', 'stage-code.json']

/** This package's folder, as a checkout or as installed, or a bundle's own. */
function findRoot(): string {
  const start = import.meta.dirname
  for (let at = start; dirname(at) !== at; at = dirname(at))
    if (existsSync(join(at, 'package.json')) && MARKS.some((mark) => existsSync(join(at, mark)))) return at
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
