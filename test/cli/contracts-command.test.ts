import { appendFile, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { hotpass } from './fake-io.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hotpass-contracts-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

test('exported schemas pass the check until somebody edits one', async () => {
  const missing = await hotpass(['contracts', 'check', '--out', folder])
  expect(missing.exit).toBe(1)
  expect(missing.out).toContain('schemas/aviation/organizations.schema.json\n')
  expect(missing.err).toContain('hotpass contracts export')
  const first = await hotpass(['contracts', 'export', '--out', folder])
  expect(first.out).toContain('wrote schemas/aviation/organizations.schema.json')
  expect((await hotpass(['contracts', 'check', '--out', folder])).exit).toBe(0)
  expect((await hotpass(['contracts', 'export', '--out', folder])).out).toContain('nothing changed')
  expect((await hotpass(['contracts', 'export', '--out', folder, '--json'])).json()).toEqual({
    changed: [],
    removed: [],
  })
  await appendFile(join(folder, 'schemas', 'aviation', 'contacts.schema.json'), ' ')
  const drifted = await hotpass(['contracts', 'check', '--out', folder, '--json'])
  expect(drifted.exit).toBe(1)
  expect(drifted.json()).toEqual({ ok: false, drift: ['schemas/aviation/contacts.schema.json'] })
})
