import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { importsOf, wrongArrows } from '../../scripts/check-arrows.ts'

describe('the import arrows', () => {
  test('hold in this repository', () => {
    expect(wrongArrows(join(import.meta.dirname, '..', '..'))).toEqual([])
  })

  test('a noun that imports another noun, a stage or a missing file is named', () => {
    const root = mkdtempSync(join(tmpdir(), 'arrows-'))
    for (const room of ['refine', 'sources', 'stages']) mkdirSync(join(root, 'src', room), { recursive: true })
    writeFileSync(join(root, 'src/sources/a.ts'), 'export const a = 1\n')
    writeFileSync(join(root, 'src/stages/b.ts'), "import { a } from '../sources/a.ts'\nexport const b = a\n")
    writeFileSync(
      join(root, 'src/refine/c.ts'),
      "import {\n  a,\n} from '../sources/a.ts'\nexport { b } from '../stages/b.ts'\nawait import('./gone.ts')\nexport const c = a\n",
    )
    expect(wrongArrows(root)).toEqual([
      'src/refine/c.ts: imports ./gone.ts, which does not exist',
      'src/refine/c.ts: refine may not import sources (../sources/a.ts)',
      'src/refine/c.ts: refine may not import stages (../stages/b.ts)',
    ])
    rmSync(root, { recursive: true })
  })

  test('every way to import is seen', () => {
    expect(
      importsOf(
        "import a from './a.ts'\nimport type { B } from './b.ts'\nexport * from './c.ts'\nconst d = await import('./d.ts')\nimport './e.ts'\n",
      ),
    ).toEqual(['./a.ts', './b.ts', './c.ts', './d.ts', './e.ts'])
  })
})
