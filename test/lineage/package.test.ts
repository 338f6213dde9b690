import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const room = join(import.meta.dirname, '..', '..', 'src', 'lineage')
const files = readdirSync(room, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'))

test('every symbol that the client exports says what it is', () => {
  const silent = files
    .filter((name) => name !== 'index.ts')
    .flatMap((name) => {
      const lines = readFileSync(join(room, name), 'utf8').split('\n')
      return lines.flatMap((line, at) =>
        /^export (?:async )?(?:function|const|class|interface|type) /.test(line) &&
        !/\*\/\s*$/.test(lines[at - 1] ?? '')
          ? [`${name}: ${line}`]
          : [],
      )
    })
  expect(silent).toEqual([])
})

test('the client could be a package: it imports its own files, Node, zod and yaml', () => {
  const imported = files.flatMap((name) =>
    [...readFileSync(join(room, name), 'utf8').matchAll(/from '([^']+)'/g)].map((match) => match[1] ?? ''),
  )
  const foreign = imported.filter((path) => !/^(?:\.{1,2}\/|node:|zod$|yaml$)/.test(path) || path.includes('../../'))
  expect(foreign).toEqual([])
})

test('the example of its README runs as it stands', () => {
  const [, example = ''] = /```ts\n([\s\S]*?)```/.exec(readFileSync(join(room, 'README.md'), 'utf8')) ?? []
  const script = join(room, `readme-${process.pid}.example.ts`)
  writeFileSync(script, example)
  try {
    const { status, stderr } = spawnSync(process.execPath, [script], {
      encoding: 'utf8',
      env: { PATH: process.env.PATH, OPENLINEAGE__TRANSPORT__TYPE: 'console' },
    })
    expect(status, stderr).toBe(0)
    expect(JSON.parse(stderr)).toMatchObject({ eventType: 'START', job: { namespace: 'warehouse', name: 'nightly' } })
  } finally {
    rmSync(script)
  }
})
