import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openEngine } from '../../src/engine/engine.ts'

let scratch: string
beforeAll(() => {
  scratch = mkdtempSync(join(tmpdir(), 'hotpass-engine-'))
})
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

/** More than the memory holds, so that it must spill; each engine sorts numbers of its own. */
async function sortedSum(offset: number): Promise<{ rows: number; least: number; greatest: number }> {
  const engine = await openEngine({ memoryLimitMb: 40, threads: 1, scratch })
  try {
    await engine.run(
      `CREATE TABLE number AS SELECT i + ${offset} AS i, repeat(md5(i::VARCHAR), 4) AS text FROM range(300000) t(i) ORDER BY hash(i)`,
    )
    await engine.run('CREATE TABLE ordered AS SELECT *, row_number() OVER (ORDER BY text, i) AS place FROM number')
    expect(readdirSync(scratch, { recursive: true, encoding: 'utf8' }).some((name) => name.endsWith('.tmp'))).toBe(true)
    const [sum] = await engine.rows<{ rows: number; least: number; greatest: number }>(
      `SELECT count(*) AS rows, min(i) AS least, max(i) AS greatest FROM ordered
       WHERE text = repeat(md5((i - ${offset})::VARCHAR), 4)`,
    )
    if (sum === undefined) throw new Error('no sum')
    return sum
  } finally {
    engine.close()
  }
}

describe('the engine', () => {
  test('spills apart from every other engine that has the same scratch folder, and leaves nothing', async () => {
    const sums = await Promise.all([sortedSum(0), sortedSum(1_000_000)])
    expect(sums).toEqual([
      { rows: 300_000, least: 0, greatest: 299_999 },
      { rows: 300_000, least: 1_000_000, greatest: 1_299_999 },
    ])
    expect(readdirSync(scratch)).toEqual([])
  })
})
