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

  test('the CDK app reads the table of stages and no stage, and a stage does not read the table', () => {
    const root = mkdtempSync(join(tmpdir(), 'arrows-'))
    for (const room of ['lib', 'src/stages/plan', 'src/ledger']) mkdirSync(join(root, room), { recursive: true })
    writeFileSync(join(root, 'src/ledger/stage-facts.ts'), 'export type Facts = string\n')
    writeFileSync(join(root, 'src/ledger/work.ts'), 'export const work = 1\n')
    writeFileSync(join(root, 'src/stages/stage-table.ts'), "export { plan } from './plan/plan.ts'\n")
    writeFileSync(join(root, 'src/stages/plan/plan.ts'), "import '../stage-table.ts'\nexport const plan = 1\n")
    const allowed = "import '../src/stages/stage-table.ts'\nimport type { Facts } from '../src/ledger/stage-facts.ts'\n"
    writeFileSync(
      join(root, 'lib/a.ts'),
      `${allowed}import '../src/stages/plan/plan.ts'\nimport '../src/ledger/work.ts'\n`,
    )
    expect(wrongArrows(root)).toEqual([
      'lib/a.ts: lib reads the table of ledger, not ../src/ledger/work.ts',
      'lib/a.ts: lib reads the table of stages, not ../src/stages/plan/plan.ts',
      'src/stages/plan/plan.ts: a stage may not import another (../stage-table.ts)',
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
