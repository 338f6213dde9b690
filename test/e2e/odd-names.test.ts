import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { PipelineResult } from '../../src/runtime/pipeline-result.ts'
import { hotpass } from '../cli/fake-io.ts'
import { temporaryFolder } from '../support/landing.ts'

const folder = temporaryFolder('odd-names')
/** Words of SQL, and columns that the tables of a run have without the mark of technical ones. */
const NAMES = ['group', 'where', 'row_number', 'row_hash', 'part', 'file', 'sheet', 'source', 'record', 'record_key']
const MORE = ['position', 'entity', 'n', 'a', 'b', 'pattern', 'table', 'values', 'extra', 'content', 'world', 'version']
const ALL = [...NAMES, ...MORE]
const HOSTILE = `'; DROP TABLE "order"; --`

test('words of SQL and names of technical columns are names like others, and hostile values are values', async () => {
  const [pipeline, landing, store, out] = ['p.yaml', 'landing', 'store', 'order.jsonl'].map((name) =>
    join(folder, name),
  ) as [string, string, string, string]
  mkdirSync(join(folder, 'domain'))
  mkdirSync(landing)
  writeFileSync(pipeline, 'id: odd\ndescription: Odd names.\ndomain: ./domain\n')
  writeFileSync(
    join(folder, 'domain/domain.yaml'),
    `id: odd
country: GB
entities:
  select:
    dataset: order
    id_prefix: sel
    attributes:
${ALL.map((name) => `      ${name}: { type: text${name === 'group' ? ', required: true' : ''} }`).join('\n')}
sources:
  - id: from
    trust: 1
    unique: true
    files: ['from*.csv']
    tables:
      - describes:
          - entity: select
            key: No
            attributes:
${ALL.map((name) => `              ${name}: The ${name}`).join('\n')}
`,
  )
  const row = (no: string, first: string) => [no, first, ...ALL.slice(1).map((name) => `${name} of ${no}`)].join(',')
  writeFileSync(
    join(landing, 'from.csv'),
    `${['No', ...ALL.map((name) => `The ${name}`)].join(',')}\n${row('1', 'one')}\n${row('2', `"${HOSTILE.replaceAll('"', '""')}"`)}\n`,
  )
  const run = await hotpass(['run', pipeline, '--landing', landing, '--store', store, '--json'])
  expect(run.exit, run.err).toBe(0)
  expect((run.json() as PipelineResult).rows).toMatchObject({ read: 2, published: 2 })
  await hotpass(['pull', 'order', '--store', store, '--out', out])
  const rows = readFileSync(out, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, string>)
    .sort((a, b) => ((a.where ?? '') < (b.where ?? '') ? -1 : 1))
  expect(rows.map(({ group }) => group)).toEqual(['one', HOSTILE])
  for (const [at, of] of rows.entries()) {
    expect(of.select_id).toMatch(/^sel_[a-z2-7]{20}$/)
    for (const name of ALL.slice(1)) expect(of[name], name).toBe(`${name} of ${at + 1}`)
  }
})
