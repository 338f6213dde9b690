import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { StageDefinition } from '../../src/ledger/define-stage.ts'
import { STAGES } from '../../src/stages/stage-table.ts'

const ROOT = join(import.meta.dirname, '..', '..')
const small = STAGES.filter(({ needs }: StageDefinition) => !needs.includes('engine'))

test.each(small.map(({ name, source }) => [name, source] as const))(
  'the function of %s is deployed without DuckDB, and nothing that it loads asks for it',
  (_, source) => {
    const script = `
      import { registerHooks } from 'node:module'
      const asked = []
      registerHooks({ resolve: (name, context, next) => { if (name.startsWith('@duckdb')) asked.push(context.parentURL); return next(name, context) } })
      await import(${JSON.stringify(join(ROOT, source))})
      console.log(JSON.stringify(asked))`
    const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' })
    expect(stderr).toBe('')
    expect(JSON.parse(stdout)).toEqual([])
  },
)

test('four stages are small', () => {
  expect(small.map(({ name }) => name)).toEqual(['Plan', 'RecordBlocked', 'RecordFailure', 'CloseRun'])
})
