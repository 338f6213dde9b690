import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { unusedExports, wrongExports } from '../../scripts/check-exports.ts'

describe('exported values', () => {
  test('are imported by some other file of this repository', () => {
    expect(wrongExports(join(import.meta.dirname, '..', '..'))).toEqual([])
  })

  test('are told when only their own file uses them; types, entries and modules taken whole are not', () => {
    const root = mkdtempSync(join(tmpdir(), 'exports-'))
    const files: Record<string, string> = {
      'src/a/a.ts':
        'export const lone = 1\nexport async function alone() {}\nexport class Single {}\nexport interface Shape { a: number }\nexport const used = lone\n',
      'src/b/b.ts': "import { used } from '../a/a.ts'\nconsole.log(used)\n",
      'src/c/whole.ts': 'export const one = 1\n',
      'src/c/c.ts': "import * as all from './whole.ts'\nconsole.log(all)\n",
      'lambdas/a.ts': 'export const handler = 1\n',
    }
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(root, path)), { recursive: true })
      writeFileSync(join(root, path), text)
    }
    expect(unusedExports(root)).toEqual(['src/a/a.ts: Single', 'src/a/a.ts: alone', 'src/a/a.ts: lone'])
    rmSync(root, { recursive: true })
  })
})
