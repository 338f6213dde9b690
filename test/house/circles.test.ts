import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { circlesOf, importCircles } from '../../scripts/check-circles.ts'
import { importGraph } from '../../scripts/import-graph.ts'

/** The circles of a checkout that holds these files of `src`. */
function circles(files: Readonly<Record<string, string>>): string[] {
  const root = mkdtempSync(join(tmpdir(), 'circles-'))
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, 'src', path)), { recursive: true })
    writeFileSync(join(root, 'src', path), text)
  }
  const found = importCircles(importGraph(root, ['src']))
  rmSync(root, { recursive: true })
  return found
}

describe('import circles', () => {
  test('stand nowhere in this repository', () => {
    expect(circlesOf(join(import.meta.dirname, '..', '..'))).toEqual([])
  })

  test('two files that use each other are named, from the first in the alphabet', () => {
    expect(
      circles({
        'b.ts': "import { a } from './a.ts'\nexport const b = a\n",
        'a.ts': "import { b } from './b.ts'\nexport const a = b\n",
      }),
    ).toEqual(['src/a.ts → src/b.ts → src/a.ts'])
  })

  test('a circle that only types close is one', () => {
    expect(
      circles({
        'options.ts': "import type { Work } from './work.ts'\nexport interface Options { work: Work }\n",
        'work.ts': "import { type Options } from './options.ts'\nexport interface Work { options: Options }\n",
        'inline.ts': "export type Whole = import('./part.ts').Part\n",
        'part.ts': "import type { Whole } from './inline.ts'\nexport type Part = Whole[]\n",
      }),
    ).toEqual(['src/inline.ts → src/part.ts → src/inline.ts', 'src/options.ts → src/work.ts → src/options.ts'])
  })

  test('a file that imports itself is one', () => {
    expect(circles({ 'self.ts': "import * as self from './self.ts'\nexport const x = () => self\n" })).toEqual([
      'src/self.ts → src/self.ts',
    ])
  })

  test('a door that takes from a file which comes back in through the door is one', () => {
    expect(
      circles({
        'room/index.ts': "export * from './thing.ts'\nexport { other } from './other.ts'\n",
        'room/thing.ts': "import { other } from './index.ts'\nexport const thing = other\n",
        'room/other.ts': 'export const other = 1\n',
      }),
    ).toEqual(['src/room/index.ts → src/room/thing.ts → src/room/index.ts'])
  })

  test('a module that is loaded on demand closes a circle too', () => {
    expect(
      circles({
        'a.ts': "export const a = async () => (await import('./b.ts')).b\n",
        'b.ts': "import type { a } from './a.ts'\nexport const b: typeof a | null = null\n",
      }),
    ).toEqual(['src/a.ts → src/b.ts → src/a.ts'])
  })

  test('every import that is part of a circle is on some line, the shortest first', () => {
    expect(
      circles({
        'a.ts': "import './b.ts'\nimport './c.ts'\n",
        'b.ts': "import './a.ts'\n",
        'c.ts': "import './d.ts'\n",
        'd.ts': "import './a.ts'\nimport './leaf.ts'\n",
        'leaf.ts': 'export {}\n',
      }),
    ).toEqual(['src/a.ts → src/b.ts → src/a.ts', 'src/a.ts → src/c.ts → src/d.ts → src/a.ts'])
  })

  test('imports that all lead one way are none, nor is a missing file, a package or a Node module', () => {
    expect(
      circles({
        'a.ts': "import { readFile } from 'node:fs'\nimport 'zod'\nimport './gone.ts'\nimport { b } from './b.ts'\n",
        'b.ts': "import { c } from './c.ts'\n",
        'c.ts': 'export const c = 1\n',
        'd.ts': "import { b } from './b.ts'\nimport { c } from './c.ts'\n",
      }),
    ).toEqual([])
  })
})
