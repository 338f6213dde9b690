import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { openExistingStore } from '../../src/cli/open-existing-store.ts'

test('without a store the next step is init where there is no project, and a run where there is one', async () => {
  const bare = mkdtempSync(join(tmpdir(), 'hotpass-'))
  const project = join(bare, 'project')
  mkdirSync(project)
  writeFileSync(join(project, 'hotpass.yaml'), 'pipelines: {}\n')
  const at = vi.spyOn(process, 'cwd')
  at.mockReturnValue(bare)
  await expect(openExistingStore(join(bare, 'store'))).rejects.toThrow(/make one with: hotpass init <files>$/)
  at.mockReturnValue(project)
  await expect(openExistingStore(join(project, 'store'))).rejects.toThrow(/make one with: hotpass run$/)
  at.mockRestore()
})
