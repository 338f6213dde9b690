import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { expect, test } from 'vitest'
import { writeDraft } from '../../src/storage/atomic-file.ts'
import { StorageFullError } from '../../src/storage/errors.ts'

test('a disk that fills while writing is named, and leaves no draft behind', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'full-'))
  const full = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' })
  const stream = Readable.from(
    (async function* () {
      yield Buffer.from('some bytes')
      throw full
    })(),
  )
  await expect(writeDraft(folder, { stream })).rejects.toThrow(StorageFullError)
  expect(readdirSync(folder)).toEqual([])
  rmSync(folder, { recursive: true })
})
