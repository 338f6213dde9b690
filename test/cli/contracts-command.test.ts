import { appendFile, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { hotpass } from './fake-io.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hotpass-contracts-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

test('exported schemas pass the check until somebody edits, adds or removes one', async () => {
  const missing = await hotpass(['contracts', 'check', '--out', folder])
  expect(missing.exit).toBe(1)
  expect(missing.out).toContain('schemas/organizations.schema.json: missing')
  expect(missing.err).toContain('hotpass contracts export')
  const first = await hotpass(['contracts', 'export', '--out', folder, '--json'])
  expect(first.json()).toMatchObject({ unchanged: [] })
  expect((await hotpass(['contracts', 'check', '--out', folder])).exit).toBe(0)
  expect((await hotpass(['contracts', 'export', '--out', folder])).out).toContain('0 written')
  await appendFile(join(folder, 'schemas', 'contacts.schema.json'), ' ')
  await writeFile(join(folder, 'schemas', 'old.schema.json'), '{}')
  const drifted = await hotpass(['contracts', 'check', '--out', folder, '--json'])
  expect(drifted.exit).toBe(1)
  expect(drifted.json()).toEqual({
    ok: false,
    drift: [
      { path: 'schemas/contacts.schema.json', problem: 'changed' },
      { path: 'schemas/old.schema.json', problem: 'stray' },
    ],
  })
})
