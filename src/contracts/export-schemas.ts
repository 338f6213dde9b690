import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { glueColumns } from './glue-columns.ts'
import { jsonSchema } from './json-schema.ts'
import { odcsYaml } from './odcs.ts'
import { openLineageFields } from './openlineage-fields.ts'
import { contracts } from './registry.ts'
import { renderSchemaReference } from './render-schema-reference.ts'

/** Every generated file by its path under the project, in byte-stable form. */
export function exportSchemas(): Map<string, string> {
  const files = new Map<string, string>()
  const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`
  for (const [id, contract] of contracts) {
    files.set(`schemas/${id}.schema.json`, json(jsonSchema(contract)))
    files.set(`schemas/odcs/${id}.odcs.yaml`, odcsYaml(contract))
    files.set(`schemas/openlineage/${id}.fields.json`, json(openLineageFields(contract)))
    if (contract.kind === 'published') files.set(`schemas/glue/${id}.columns.json`, json(glueColumns(contract)))
  }
  files.set('docs/reference/schemas.md', renderSchemaReference([...contracts.values()]))
  return files
}

/** Writes the generated files. @returns the paths that changed. */
export function writeSchemas(root: string): string[] {
  const drift = checkSchemas(root)
  for (const [path, text] of exportSchemas()) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  return drift
}

/** The generated files that differ from what the contracts say, or are missing. */
export function checkSchemas(root: string): string[] {
  return [...exportSchemas()].filter(([path, text]) => readOrNull(join(root, path)) !== text).map(([path]) => path)
}

function readOrNull(path: string): string | null {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}
