import { cpSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { closureHash, importClosure } from '../../src/run/import-closure.ts'
import { CODE_ENTRIES, sourceCodes, stageCodes } from '../../src/run/stage-code.ts'
import { temporaryFolder } from '../support/landing.ts'

const root = join(import.meta.dirname, '..', '..')
const folder = temporaryFolder('closure')
let count = 0

function tree(files: Readonly<Record<string, string>>): string {
  const at = join(folder, `tree-${count++}`)
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(at, name, '..'), { recursive: true })
    writeFileSync(join(at, name), text)
  }
  return at
}

const sources = {
  'a.ts':
    "import { b } from './b.ts'\nimport type { T } from './types.ts'\nimport {\n  d,\n  type E,\n} from './d.ts'\nconst c = () => import('./c.ts')\n",
  'b.ts': "export { z } from 'zod'\nexport const b = 1\n",
  'c.ts': "import 'node:fs'\nimport './a.ts'\nexport const c = 1\n",
  'd.ts': "export * from './e.ts'\nexport type { T } from './types.ts'\n",
  'e.ts': 'export const d = 1\nexport type E = 1\n',
  'types.ts': 'export type T = string\n',
  'unrelated.ts': 'export const n = 1\n',
  'node_modules/zod/package.json': '{"version":"9.9.9"}',
}

describe('the import closure of a file', () => {
  test('holds what it loads, now or later, once, and packages by version; not what it imports for types alone', () => {
    const closure = importClosure(tree(sources), 'a.ts')
    expect(Object.keys(closure).sort()).toEqual(['a.ts', 'b.ts', 'c.ts', 'd.ts', 'e.ts', 'zod'])
    expect(closure.zod).toBe('9.9.9')
  })

  test.each([
    ['e.ts', true],
    ['c.ts', true],
    ['node_modules/zod/package.json', true],
    ['types.ts', false],
    ['unrelated.ts', false],
  ] as const)('a change in %s changes its hash: %s', (file, changes) => {
    const changed = { ...sources, [file]: `${sources[file].replace('9.9.9', '9.9.10')}\n\n` }
    expect(closureHash(tree(changed), 'a.ts') !== closureHash(tree(sources), 'a.ts')).toBe(changes)
  })

  test('is the same wherever the files lie', () => {
    expect(closureHash(tree(sources), 'a.ts')).toBe(closureHash(tree(sources), 'a.ts'))
  })

  test('of code whose package is not installed is refused', () => {
    const { 'node_modules/zod/package.json': _, ...without } = sources
    expect(() => closureHash(tree({ ...without, 'b.ts': "import 'not-there-at-all'\n" }), 'a.ts')).toThrow(
      /not-there-at-all is not installed/,
    )
  })
})

describe('the code of a stage', () => {
  const copy = () => {
    const at = join(folder, `copy-${count++}`)
    cpSync(join(root, 'src'), join(at, 'src'), { recursive: true })
    symlinkSync(join(root, 'node_modules'), join(at, 'node_modules'))
    return at
  }
  const changedBy = (file: string): string[] => {
    const at = copy()
    const before = sourceCodes(at)
    writeFileSync(join(at, file), '\n// Another rule.\n', { flag: 'a' })
    // Hashes of files are kept for as long as a process lives: another folder is another process to them.
    const again = join(folder, `copy-${count++}`)
    cpSync(join(at, 'src'), join(again, 'src'), { recursive: true })
    symlinkSync(join(root, 'node_modules'), join(again, 'node_modules'))
    const after = sourceCodes(again)
    return Object.keys(CODE_ENTRIES).filter((name) => after[name] !== before[name])
  }

  test.each([
    // Ingest counts the cells of which a row speaks.
    ['src/refine/record/row-tests.ts', ['Ingest', 'Refine']],
    ['src/consolidate/golden/golden-sql.ts', ['Consolidate']],
    // A stage reads the domain, and what a domain says is of types: they are its code as well.
    ['src/types/normalise/phone.ts', ['Refine', 'Block', 'Score', 'Resolve', 'Consolidate', 'Gate', 'Publish']],
  ])('a rule (%s) changes every stage that uses it, and no other', (file, stages) =>
    expect(changedBy(file)).toEqual(stages),
  )

  test.each([
    'src/cli/run-command.ts',
    'src/run/observe/watch-stage.ts',
    'src/stewardship/erasure/forget.ts',
    'src/runtime/worker.ts',
  ])('what runs, tells or erases (%s) changes none', (file) => expect(changedBy(file)).toEqual([]))

  test('no stage is known by another stage’s code, nor by what runs it', () => {
    for (const entry of Object.values(CODE_ENTRIES)) {
      const files = Object.keys(importClosure(root, entry))
      expect(files.filter((file) => /^src\/(run|runtime|cli|telemetry)\//.test(file))).toEqual([])
      expect(files).not.toContain('src/stages/index.ts')
    }
  })

  test('is the same for whoever asks in this checkout', () => {
    expect(stageCodes()).toEqual(sourceCodes(root))
  })
})
