import { existsSync } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { ID_PATTERN } from './id-pattern.ts'
import { packagePath } from './package-path.ts'

export const isYamlPath = (text: string): boolean => /\.ya?ml$/i.test(text)

/**
 * The file behind an id (of `<folder>/<id>.yaml` in this package) or a path (from the working folder, then from this package),
 * and how messages name it. `ownNames` are those of the project, which messages name first. An id with anything but lower-case letters, digits, `_` and `-` is never looked for.
 */
export async function locateConfiguration(
  folder: 'pipelines',
  idOrPath: string,
  NotFound: new (asked: string, known: readonly string[]) => Error,
  ownNames: readonly string[] = [],
): Promise<{ path: string; shown: string }> {
  const candidates = isYamlPath(idOrPath)
    ? [resolve(idOrPath), packagePath(idOrPath)]
    : ID_PATTERN.test(idOrPath)
      ? [packagePath(`${folder}/${idOrPath}.yaml`)]
      : []
  for (const path of candidates)
    if (existsSync(path) && (await stat(path)).isFile())
      return { path, shown: isYamlPath(idOrPath) ? idOrPath : `${folder}/${idOrPath}.yaml` }
  throw new NotFound(idOrPath, [...ownNames, ...(await shipped(folder))])
}

/** Ids of the pipelines that this package ships. */
export const shippedPipelines = (): Promise<string[]> => shipped('pipelines')

async function shipped(folder: string): Promise<string[]> {
  const names = await readdir(packagePath(folder))
  return names
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => name.slice(0, -'.yaml'.length))
    .sort()
}
