import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { describe, expect, test } from 'vitest'

const root = join(import.meta.dirname, '..', '..')
const sources = readdirSync(join(root, 'src'), { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
  .map((entry) => join(entry.parentPath, entry.name))
  .map((path): [string, string] => [relative(root, path), readFileSync(path, 'utf8')])

const filesWith = (pattern: RegExp): string[] =>
  sources.flatMap(([path, text]) => (pattern.test(text) ? [path] : [])).sort()

describe('sessions of the data engine', () => {
  test('are opened in few places, each of which says what can be reached', () => {
    const opened = filesWith(/(?<!function )\bopenEngine\(|DuckDBInstance\.create/)
    expect(opened).toEqual([
      'src/cli/suites-command.ts',
      'src/cli/with-engine.ts',
      'src/engine/engine.ts',
      'src/run/engine-lease.ts',
      'src/runtime/diagnose-machine.ts',
    ])
    const text = (path: string) => sources.find(([known]) => known === path)?.[1] ?? ''
    expect(text('src/cli/suites-command.ts')).toMatch(/openEngine\(\{[^}]*reach: \{/)
    expect(text('src/runtime/diagnose-machine.ts')).toMatch(/openEngine\(\{[^}]*reach: \{ folders: \[\] \}/)
    expect(text('src/cli/with-engine.ts')).toMatch(/openEngine\(\{[^}]*reach: confined \}\)/)
    // A stage's comes from its host, and the hosts of runs are opened in one place.
    expect(text('src/run/host.ts')).toMatch(/return \{ store, scratch: join\(scratch\), engineReach,/)
    expect(filesWith(/engineReach/)).toEqual(['src/run/host.ts', 'src/run/run-stage.ts'])
  })

  test('files are read through one function, which takes a path for one file', () => {
    const readers =
      /\b(?:read_parquet|parquet_scan|read_csv\w*|read_json\w*|read_text|read_blob|glob)\s*\(|FROM \$\{sqlText\(/
    expect(filesWith(readers).filter((path) => path !== 'src/engine/expression-functions.ts')).toEqual([
      'src/engine/sql.ts',
    ])
    for (const [path, text] of sources)
      for (const [, argument] of text.matchAll(/parquet_(?:metadata|schema)\(\$\{(\w+)\(/g))
        expect(`${path}: ${argument}`).toBe(`${path}: sqlFile`)
  })
})
