import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { type FollowedRecipes, followRecipes } from '../support/recipes.ts'

let recipes: FollowedRecipes
const inCopy = (...path: string[]): string => join(recipes.root, ...path)
const reference = (page: string): string => readFileSync(inCopy(`docs/reference/${page}.md`), 'utf8')

beforeAll(async () => {
  recipes = await followRecipes('recipes')
  await recipes.tool(process.execPath, 'scripts/generate-docs.ts')
})

describe('after the recipes of ARCHITECTURE.md were followed', () => {
  test('format, types, arrows, circles, doors, exports, schemas and the state machine are as npm run check wants them', async () => {
    const { tool, files } = recipes
    await tool('biome', 'check', '--vcs-enabled=false', ...files)
    await tool('tsc', '--noEmit')
    for (const check of ['arrows', 'circles', 'doors', 'exports'])
      await tool(process.execPath, `scripts/check-${check}.ts`)
    await tool(process.execPath, 'bin/hotpass.ts', 'contracts', 'check')
    await tool(process.execPath, 'scripts/generate-state-machine.ts', '--check')
  })

  test('a type of value is normalised, listed, described and held to the laws of types', async () => {
    const { hotpass, tool } = recipes
    const { stdout } = await hotpass(['normalise', 'weekday', '--json'], 'Tues\nMONDAY \n\nmaybe\n')
    expect(JSON.parse(stdout)).toMatchObject([
      { value: 'Tuesday', issues: [] },
      { value: 'Monday', issues: [] },
      { value: null, issues: [] },
      { value: null, issues: [{ code: 'not_a_weekday' }] },
    ])
    expect((await hotpass(['types'])).stdout).toMatch(/^weekday +Day of the week$/m)
    expect(reference('types')).toContain('## weekday')
    await tool('vitest', 'run', 'test/types/laws.test.ts', '-t', 'weekday', '--coverage.enabled=false')
  })

  test('a command is listed by help and by the reference, and runs', async () => {
    const { hotpass } = recipes
    expect((await hotpass(['--help'])).stdout).toMatch(/^ {2}expectations \[options\] \[word\]/m)
    expect(reference('cli')).toContain('## hotpass expectations')
    expect((await hotpass(['expectations', 'upper_case'])).stdout).toBe(
      'expect_column_values_to_not_be_upper_case  No text is in capitals alone.\n',
    )
    expect(JSON.parse((await hotpass(['expectations', '--json'])).stdout).kinds.length).toBeGreaterThan(50)
  })

  describe('a run of a file in the new format, with a suite that has the new expectation', () => {
    const TABLE = [
      '# Schools of the year',
      '',
      '| Name of Organisation | Province | Status | Contact Person | Contact Email Address |',
      '| :--- | --- | --- | --- | --- |',
      '| SKY HIGH TRAINING | Gauteng | Active | Lerato Mokoena | lerato@skyhigh.example |',
      '| Blue Crane Aviation | Limpopo | Active | | info@bluecrane.example |',
      '| | Limpopo | Active | | nobody@bluecrane.example |',
      'Not a row: it has no pipes.',
      '| Karoo Wings | Western Cape | Invalid | Sipho Dlamini | sipho@karoowings.example |',
    ]
    let store: string[]

    beforeAll(() => {
      mkdirSync(inCopy('incoming'))
      writeFileSync(inCopy('incoming/sacaa_cleaned.md'), TABLE.join('\n'))
      // Of such an ending nothing is known, so that its text has to tell.
      writeFileSync(inCopy('schools.page'), TABLE.slice(2).join('\n'))
      const suite = inCopy('domains/aviation/suites/sacaa_cleaned.yaml')
      const line =
        '  - { type: expect_column_values_to_not_be_upper_case, column: name_of_organisation, severity: warning }'
      writeFileSync(suite, `${readFileSync(suite, 'utf8').trimEnd()}\n${line}\n`)
      store = ['--store', inCopy('store'), '--json']
    })

    test.each(['incoming/sacaa_cleaned.md', 'schools.page'])('%s is measured', async (file) => {
      const { stdout } = await recipes.hotpass(['profile', file, '--json'])
      const { rows, columns } = JSON.parse(stdout) as { rows: number; columns: readonly { name: string }[] }
      expect(rows).toBe(4)
      expect(`| ${columns.map(({ name }) => name).join(' | ')} |`).toBe(TABLE[2])
    })

    test('the suite can be asked, rows are published or told why not, and the gate names those that fail', async () => {
      const { hotpass } = recipes
      expect(reference('expectations')).toContain('## expect_column_values_to_not_be_upper_case')
      expect(JSON.parse((await hotpass(['suites', 'check', 'refinement', '--json'])).stdout).ok).toBe(true)
      const ran = JSON.parse((await hotpass(['run', 'refinement', '--landing', 'incoming', ...store])).stdout)
      expect(ran).toMatchObject({ status: 'published', rows: { read: 4, quarantined: 1, published: 3 }, unmatched: [] })
      expect(ran.reasons).toContainEqual(
        expect.stringMatching(/name_of_organisation is in capitals alone\. 1 row of 3 rows .*SKY HIGH TRAINING/),
      )
    })

    test('a person in a file that nothing can be taken out of is not forgotten in silence', async () => {
      const forget = ['forget', 'lerato@skyhigh.example', '--yes', '--why', 'asked', '--by', 'Steward', ...store]
      await expect(recipes.hotpass(forget)).rejects.toThrow(/sacaa_cleaned\.md/)
    })
  })
})
