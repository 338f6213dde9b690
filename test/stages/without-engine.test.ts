import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const stages = join(import.meta.dirname, '..', '..', 'src', 'stages')

test.each(['plan', 'close-run', 'record-failure', 'record-blocked'])(
  'the function of %s is deployed without DuckDB, and nothing that it loads asks for it',
  (stage) => {
    const script = `
      import { registerHooks } from 'node:module'
      const asked = []
      registerHooks({ resolve: (name, context, next) => { if (name.startsWith('@duckdb')) asked.push(context.parentURL); return next(name, context) } })
      await import(${JSON.stringify(join(stages, stage, `${stage}.ts`))})
      console.log(JSON.stringify(asked))`
    const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' })
    expect(stderr).toBe('')
    expect(JSON.parse(stdout)).toEqual([])
  },
)
