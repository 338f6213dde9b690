import { existsSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'

/** The folder that ships `domains/` and `pipelines/`: this package's, or a bundle's own. */
function findRoot(): string {
  const start = import.meta.dirname
  for (let at = start; dirname(at) !== at; at = dirname(at))
    if (existsSync(join(at, 'domains')) && existsSync(join(at, 'pipelines'))) return at
  return resolve(start, '../..')
}

let root: string | undefined

/** A shipped file's absolute path, wherever the command was started; an absolute path stays as it is. */
export function packagePath(path: string): string {
  root ??= findRoot()
  return resolve(root, path)
}
