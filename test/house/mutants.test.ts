import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { mutationScores, scoreTable } from '../../tools/mutation/mutation-score.ts'
import mutationTests from '../../tools/mutation/vitest.config.ts'

const root = join(import.meta.dirname, '..', '..')
const configuration = z
  .object({ mutate: z.array(z.string()) })
  .parse(JSON.parse(readFileSync(join(root, 'tools/mutation/stryker.config.json'), 'utf8')))
const tests = (mutationTests as { test: { include: string[] } }).test.include

test.each([...configuration.mutate, ...tests])(
  '%s names a file that is there, so that none is lost when it moves',
  (pattern) => {
    expect(globSync(pattern, { cwd: root }).length).toBeGreaterThan(0)
  },
)

test('a score is the share of the mutants that were tried, and those that no test reaches count against it', () => {
  const statuses = (...names: string[]) => ({ mutants: names.map((status) => ({ status })) })
  const scores = mutationScores({
    files: {
      'src/b.ts': statuses('Killed', 'Timeout', 'Survived', 'NoCoverage', 'Ignored', 'CompileError', 'RuntimeError'),
      'src/a.ts': statuses('Killed'),
      'src/none.ts': statuses(),
    },
  })
  expect(scoreTable(scores)).toBe(
    [
      '| File          | Mutants | Killed | Survived | Not reached | Score  |',
      '| ------------- | ------- | ------ | -------- | ----------- | ------ |',
      '| `src/a.ts`    | 1       | 1      | 0        | 0           | 100.0% |',
      '| `src/b.ts`    | 4       | 2      | 1        | 1           | 50.0%  |',
      '| `src/none.ts` | 0       | 0      | 0        | 0           | none   |',
      '| all           | 5       | 3      | 1        | 1           | 60.0%  |',
    ].join('\n'),
  )
  expect(() => mutationScores({ files: [] })).toThrow(z.ZodError)
})
