import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { contracts } from './contracts.ts'
import { jsonSchemaOf } from './json-schema.ts'
import { renderSchemaReference } from './render-schema-reference.ts'

/** A generated file that is not what the contracts say. `stray`: no contract makes it any more. */
export interface SchemaDrift {
  readonly path: string
  readonly problem: 'missing' | 'changed' | 'stray'
}

const folder = 'schemas'
const suffix = '.schema.json'

/** Every generated file by its path below the package root: a JSON Schema a contract and the reference page. The same contracts give the same bytes. */
export function exportSchemas(): Map<string, string> {
  const files = [...contracts.values()].map((each): [string, string] => [
    `${folder}/${each.id}${suffix}`,
    `${JSON.stringify(jsonSchemaOf(each), null, 2)}\n`,
  ])
  return new Map([...files, ['docs/reference/schemas.md', renderSchemaReference()]])
}

/** Writes every generated file below `root` and says which ones changed. Stray files are left for a person to remove; `checkSchemas` names them. */
export async function writeSchemas(
  root: string,
): Promise<{ readonly written: readonly string[]; readonly unchanged: readonly string[] }> {
  const written: string[] = []
  const unchanged: string[] = []
  for (const [path, text] of exportSchemas()) {
    if ((await textOf(join(root, path))) === text) {
      unchanged.push(path)
      continue
    }
    await mkdir(dirname(join(root, path)), { recursive: true })
    await writeFile(join(root, path), text)
    written.push(path)
  }
  return { written, unchanged }
}

/** How the generated files below `root` differ from the contracts; empty when they agree. Reads only. */
export async function checkSchemas(root: string): Promise<readonly SchemaDrift[]> {
  const expected = exportSchemas()
  const drift: SchemaDrift[] = []
  for (const [path, text] of expected) {
    const found = await textOf(join(root, path))
    if (found !== text) drift.push({ path, problem: found === undefined ? 'missing' : 'changed' })
  }
  const present = await readdir(join(root, folder)).catch(absent)
  const strays = (present ?? [])
    .filter((name) => name.endsWith(suffix) && !expected.has(`${folder}/${name}`))
    .toSorted()
  return [...drift, ...strays.map((name): SchemaDrift => ({ path: `${folder}/${name}`, problem: 'stray' }))]
}

const textOf = (path: string): Promise<string | undefined> => readFile(path, 'utf8').catch(absent)

function absent(error: unknown): undefined {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
  throw error
}
