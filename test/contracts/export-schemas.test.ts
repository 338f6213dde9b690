import { appendFile, mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { shippedSchemas } from '../../src/cli/shipped-schemas.ts'
import { checkSchemas, strayFiles, writeSchemas } from '../../src/contracts/export-schemas.ts'
import { jsonSchema, renderSchemaReference } from '../../src/contracts/index.ts'
import { contracts } from '../support/aviation.ts'

const files = await shippedSchemas()
const repository = join(import.meta.dirname, '..', '..')
let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hotpass-schemas-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

describe('the committed schemas', () => {
  test('are what the contracts say', () => {
    expect(checkSchemas(repository, files)).toEqual([])
  })

  test('hold no file that no contract makes', async () => {
    const made = [...files.keys()]
      .filter((path) => path.startsWith('schemas/'))
      .map((path) => path.slice('schemas/'.length))
    expect(
      (await readdir(join(repository, 'schemas'), { recursive: true }))
        .filter((name) => /\.(json|yaml)$/.test(name))
        // Other rooms keep schemas beside the contracts': of linkage settings, and of our own lineage facets.
        .filter((name) => name !== 'linkage-settings.schema.json' && !name.startsWith('openlineage/facets/'))
        .toSorted(),
    ).toEqual(made.toSorted())
  })
})

describe('an export', () => {
  test('changes no byte the second time', async () => {
    expect(writeSchemas(folder, files).toSorted()).toEqual([...files.keys()].toSorted())
    const path = join(folder, 'schemas', 'aviation', 'organizations.schema.json')
    const before = await readFile(path)
    expect(writeSchemas(folder, files)).toEqual([])
    expect(await readFile(path)).toEqual(before)
    expect(checkSchemas(folder, files)).toEqual([])
  })

  test('is the same text each time, and every file ends in one newline', async () => {
    expect([...(await shippedSchemas())]).toEqual([...files])
    for (const [path, text] of files) if (path.endsWith('.json')) expect(text).toMatch(/[^\n]\n$/)
  })

  test('names the file that somebody edited, and mends it', async () => {
    writeSchemas(folder, files)
    await appendFile(join(folder, 'schemas', 'aviation', 'contacts.schema.json'), ' ')
    await rm(join(folder, 'docs', 'reference', 'schemas.md'))
    expect(checkSchemas(folder, files)).toEqual(['schemas/aviation/contacts.schema.json', 'docs/reference/schemas.md'])
    writeSchemas(folder, files)
    expect(checkSchemas(folder, files)).toEqual([])
  })

  test('finds what nothing generates any more in a domain’s folder, and nothing outside of one', async () => {
    writeSchemas(folder, files)
    await appendFile(join(folder, 'schemas', 'aviation', 'gone.schema.json'), '{}')
    await appendFile(join(folder, 'schemas', 'mine.json'), '{}')
    expect(strayFiles(folder, files)).toEqual(['schemas/aviation/gone.schema.json'])
  })

  test('checks without writing', async () => {
    expect(checkSchemas(folder, files)).toHaveLength(files.size)
    await expect(stat(join(folder, 'schemas'))).rejects.toThrow('ENOENT')
  })

  test('says so when a path cannot be read, and takes that for no drift', async () => {
    writeSchemas(folder, files)
    const path = join(folder, 'docs')
    await rm(path, { recursive: true })
    await appendFile(path, 'a file where a folder belongs')
    expect(() => checkSchemas(folder, files)).toThrow('ENOTDIR')
  })
})

describe('a schema', () => {
  test('allows columns that the contract does not name', () => {
    for (const contract of contracts.values())
      expect(JSON.stringify(jsonSchema(contract))).not.toContain('additionalProperties')
  })

  test('lists the fields in column order, with who each is about', () => {
    for (const contract of contracts.values()) {
      const { properties } = jsonSchema(contract)
      expect(Object.keys(Object(properties))).toEqual(contract.fields.map((field) => field.name))
      for (const field of contract.fields)
        expect(Object(properties)[field.name]).toMatchObject({ 'x-pii': field.pii, 'x-primary-key': field.primaryKey })
    }
  })

  test('requires what the contract requires, no more', () => {
    for (const contract of contracts.values())
      expect(jsonSchema(contract).required).toEqual(
        contract.fields.filter((field) => field.required).map((field) => field.name),
      )
  })
})

test('the reference page shows every field, and no value breaks its tables', () => {
  const page = renderSchemaReference('Schemas', [...contracts.values()])
  for (const contract of contracts.values()) {
    expect(page).toContain(`## ${contract.id}\n`)
    for (const field of contract.fields) expect(page).toContain(`| \`${field.name}\` |`)
  }
  for (const row of page.split('\n').filter((line) => line.startsWith('|')))
    expect(row.replaceAll('\\|', '').split('|')).toHaveLength(11)
})
