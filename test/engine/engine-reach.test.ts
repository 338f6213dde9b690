import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Engine, openEngine } from '../../src/engine/engine.ts'
import { sqlText } from '../../src/engine/sql.ts'
import { temporaryFolder } from '../support/landing.ts'

const folder = temporaryFolder("reach ' é")
const at = (...path: string[]): string => sqlText(join(folder, ...path))

let engine: Engine
beforeAll(async () => {
  for (const name of ['allowed', 'allowed-not', 'real']) mkdirSync(join(folder, name))
  for (const name of ['secret.csv', 'one.csv', 'allowed-not/in.csv', 'allowed/in.csv'])
    writeFileSync(join(folder, name), 'a\n1\n')
  symlinkSync(join(folder, 'secret.csv'), join(folder, 'allowed', 'link.csv'))
  symlinkSync(join(folder, 'real'), join(folder, 'linked'))
  engine = await openEngine({
    memoryLimitMb: 40,
    threads: 1,
    scratch: join(folder, 'scratch'),
    reach: {
      folders: ['allowed', 'linked', 'made-later'].map((name) => join(folder, name)),
      files: [join(folder, 'one.csv')],
    },
  })
  mkdirSync(join(folder, 'made-later'))
})
afterAll(() => engine.close())

describe('an engine with a reach', () => {
  test.each([
    ['a file in a folder', `FROM ${at('allowed', 'in.csv')}`],
    ['a file by itself', `FROM ${at('one.csv')}`],
    ['a new file', `COPY (SELECT 1 AS a) TO ${at('allowed', 'new.parquet')} (FORMAT parquet)`],
    ['a folder behind a link', `COPY (SELECT 1 AS a) TO ${at('linked', 'new.parquet')} (FORMAT parquet)`],
    ['a folder that was made later', `COPY (SELECT 1 AS a) TO ${at('made-later', 'new.parquet')} (FORMAT parquet)`],
  ])('reaches %s', async (_, sql) => {
    await expect(engine.rows(sql)).resolves.toHaveLength(1)
  })

  test.each([
    ['a file beside it', `FROM ${at('secret.csv')}`],
    ['a folder whose name begins alike', `FROM ${at('allowed-not', 'in.csv')}`],
    ['the way up', `FROM ${sqlText(`${folder}/allowed/../secret.csv`)}`],
    ['a link that leads out', `FROM ${at('allowed', 'link.csv')}`],
    ['a file of the system', `FROM read_text('/etc/passwd')`],
    ['a listing', `FROM glob('/etc/*')`],
    ['another host', `FROM read_text('http://127.0.0.1:1/x')`],
    ['a database file', `ATTACH ${at('other.db')}`],
    ['a file to write', `COPY (SELECT 1) TO ${at('written.csv')}`],
    ['an extension', 'INSTALL httpfs'],
    ['its own lock', 'SET lock_configuration = false'],
    ['what it was given', `SET allowed_directories = ['/']`],
    ['access again', 'SET enable_external_access = true'],
  ])('does not reach %s', async (_, sql) => {
    await expect(engine.rows(sql)).rejects.toThrow(/disabled|locked|Cannot change/)
  })

  test('spills all the same', async () => {
    await engine.run(`CREATE TABLE wide AS SELECT i, repeat(md5(i::VARCHAR), 4) AS text FROM range(300000) t(i)`)
    const [sum] = await engine.rows<{ n: number }>('SELECT count(*) AS n FROM (SELECT text FROM wide ORDER BY text)')
    expect(sum?.n).toBe(300_000)
    expect(readFileSync(join(folder, 'secret.csv'), 'utf8')).toBe('a\n1\n')
  })
})

test('an engine without a reach has its configuration locked too', async () => {
  const open = await openEngine({ memoryLimitMb: 40, threads: 1, scratch: join(folder, 'scratch') })
  try {
    await expect(open.run('SET threads = 2')).rejects.toThrow('the configuration has been locked')
  } finally {
    open.close()
  }
})
