import { mkdirSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { temporaryFolder } from '../support/landing.ts'
import { storeKeys } from '../support/run-store.ts'
import { hotpass } from './fake-io.ts'

const folder = temporaryFolder('plan')
const examples = join(import.meta.dirname, '..', '..', 'examples', 'landing')
const store = join(folder, 'store')

describe('hotpass plan', () => {
  test('says rows, shards, seconds, requests and dollars before anything runs, and writes nothing', async () => {
    const { exit, out } = await hotpass(['plan', 'refinement', '--landing', examples, '--store', store])
    expect(exit).toBe(0)
    expect(out).toMatch(/^A run of refinement: about [\d,]+ rows in 3 files, 7 shards, about \d+ s\./)
    for (const line of [
      /^Ingest +3 /m,
      /^Lambda +\d+ GB-seconds, 17 calls +\$0\.00/m,
      /^Step Functions +44 state transitions/m,
      /^S3 +\d+ writes, \d+ reads/m,
    ])
      expect(out).toMatch(line)
    expect(out).toContain(`Next: hotpass run refinement --store ${store}`)
    expect(storeKeys(store)).toEqual([])
  })

  test('a run that AWS could not hold ends with 1, the limit and what to do', async () => {
    const huge = join(folder, 'huge')
    mkdirSync(huge)
    const file = join(huge, 'reachout_organisation.csv')
    writeFileSync(file, '')
    truncateSync(file, 8_000_000_000)
    writeFileSync(join(huge, 'letter.txt'), 'x')
    const { exit, out } = await hotpass(['plan', 'refinement', '--landing', huge, '--store', store])
    expect(exit).toBe(1)
    expect(out).toContain('Unmatched: letter.txt')
    expect(out).toMatch(
      /On AWS this run would be refused:\n {2}Ingest is estimated .*Split the largest file into several\./,
    )
    expect(out).toContain('--set run.over_limit=try')
  })

  test.each([
    [['--region', 'mars'], /no prices of mars/],
    [['--landing', join(folder, 'nowhere')], /No landing file matches/],
  ])('refuses %j', async (more, said) => {
    const { exit, err } = await hotpass(['plan', 'refinement', '--store', store, ...more])
    expect([exit > 0, err]).toEqual([true, expect.stringMatching(said)])
  })
})
