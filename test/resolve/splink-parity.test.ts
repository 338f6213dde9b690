import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { generateHard } from '../../examples/generator/hard/generate-hard.ts'
import { sqlText } from '../../src/engine/sql.ts'
import { hotpass } from '../cli/fake-io.ts'
import { temporaryFolder } from '../support/landing.ts'
import { query } from '../support/run-store.ts'

const folder = temporaryFolder('splink-parity')
const here = join(import.meta.dirname, 'splink')

/** Recorded with splink/record_weights.py; `npm run bench:resolve` compares live, on more pairs. */
const recorded = readFileSync(join(here, 'people-weights.csv'), 'utf8').trim().split('\n').slice(1)

test('under a file that Splink trained, every pair has the weight and the probability that Splink gives it, to a millionth of a bit', async () => {
  const [raw, rows, truth] = ['raw.csv', 'people.csv', 'truth.csv'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ]
  generateHard({ kind: 'people', rows: 400, seed: 5, out: raw, truth })
  await query(
    folder,
    `COPY (SELECT id, lower(COLUMNS(* EXCLUDE (id))) FROM read_csv(${sqlText(raw)}, all_varchar = true, header = true)) TO ${sqlText(rows)} (HEADER)`,
  )
  const done = await hotpass(['resolve', rows, '--settings', join(here, 'people.json'), '--out', folder, '--json'])
  expect(done.exit).toBe(0)
  const ours = await query<{ key: string; match_weight: number; match_probability: number }>(
    folder,
    `SELECT left_id || ' ' || right_id AS key, match_weight, match_probability FROM read_parquet(${sqlText(join(folder, 'pairs.parquet'))})`,
  )
  const theirs = new Map(
    recorded.map((line) => {
      const [left, right, weight, probability] = line.split(',')
      return [`${left} ${right}`, { weight: Number(weight), probability: Number(probability) }]
    }),
  )
  expect(ours.map(({ key }) => key).sort()).toEqual([...theirs.keys()].sort())
  for (const { key, match_weight, match_probability } of ours) {
    expect(Math.abs(match_weight - (theirs.get(key)?.weight ?? 0)), key).toBeLessThan(1e-6)
    expect(match_probability).toBeCloseTo(theirs.get(key)?.probability ?? 0, 6)
  }
})
