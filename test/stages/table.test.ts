import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { STATE_MACHINE_FILE, stateMachineOf, stateMachineText } from '../../scripts/generate-state-machine.ts'
import type { StageDefinition } from '../../src/ledger/define-stage.ts'
import type { StageFacts } from '../../src/ledger/stage-facts.ts'
import { isStageName, STAGES, stageNamed, stagesOnTheWay } from '../../src/stages/stage-table.ts'

const ROOT = join(import.meta.dirname, '..', '..')
const stages: readonly StageDefinition[] = STAGES
const stage = (name: string): StageFacts => {
  const found = stageNamed(name)
  if (found === undefined) throw new Error(name)
  return found
}
const replaced = (name: string, more: Partial<StageFacts>): StageFacts[] =>
  stages.map((one) => (one.name === name ? { ...one, ...more } : one))
const stateOf = (name: string) => stage(name).state ?? { comment: '' }

/** Loads modules as a host does, and says what of `node_modules` and which of our own files came with them. */
function loads(program: string): { packages: string[]; files: string[] } {
  const script = `
    import { registerHooks } from 'node:module'
    const packages = new Set(), files = new Set()
    registerHooks({ load(url, context, next) {
      const name = /.*\\/node_modules\\/((?:@[^/]+\\/)?[^/]+)\\//.exec(url)?.[1]
      if (name) packages.add(name)
      else if (url.startsWith('file:')) files.add(url.slice(${`file://${ROOT}/`.length}))
      return next(url, context)
    } })
    ${program}
    console.log(JSON.stringify({ packages: [...packages], files: [...files] }))`
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' })
  if (stderr !== '') throw new Error(stderr)
  return JSON.parse(stdout)
}

describe('the table of stages', () => {
  test.each(stages.map((one) => [one.name, one] as const))(
    '%s runs the function that its source file exports, and nothing else bears its name',
    async (name, { source, run }) => {
      const exported: Record<string, unknown> = await import(join(ROOT, source))
      expect(Object.values(exported)).toContain(await run())
      expect(stages.filter((one) => one.name === name || one.source === source)).toHaveLength(1)
      expect(isStageName(name)).toBe(true)
    },
  )

  test('costs whoever loads it no package, and none of the code that works', () => {
    const { packages, files } = loads(`await import(${JSON.stringify(join(ROOT, 'src/stages/stage-table.ts'))})`)
    expect(packages).toEqual([])
    expect(files.filter((file) => stages.some(({ source }) => source === file))).toEqual([])
    expect(files).toHaveLength(new Set(files).size)
    expect(files.filter((file) => !file.startsWith('src/stages/')).sort()).toEqual([
      'src/ledger/define-stage.ts',
      // Names of datasets and where they lie.
      'src/ledger/keys.ts',
      'src/ledger/lineage-names.ts',
      'src/ledger/planned-table.ts',
      'src/ledger/published-name.ts',
      'src/versions/errors.ts',
      'src/versions/table-keys.ts',
    ])
  })

  test('knows no other name', () => {
    for (const name of ['', 'plan', 'Annotate', 'constructor']) {
      expect(isStageName(name)).toBe(false)
      expect(stageNamed(name)).toBeUndefined()
    }
  })

  test('tells lineage in the order in which a run comes to the stages, within what keys leave room for', () => {
    const orders = stages.flatMap(({ lineage }) => (lineage === undefined ? [] : [lineage.order]))
    expect(orders).toEqual([...new Set(orders)].sort((a, b) => a - b))
    for (const order of orders) {
      expect(order).toBeGreaterThanOrEqual(10)
      expect(order).toBeLessThanOrEqual(989)
    }
    for (const { lineage } of stages)
      if (lineage?.after !== undefined) expect(stage(lineage.after).lineage).toBeDefined()
  })

  test('rates every state that rows pass through, so that none is left out of the estimate', () => {
    expect(stagesOnTheWay().filter(({ rate }) => rate === undefined)).toEqual([])
    expect(stagesOnTheWay().map(({ name }) => name)).toEqual([
      'Plan',
      'Ingest',
      'Refine',
      'Block',
      'Score',
      'Resolve',
      'Consolidate',
      'Gate',
      'Publish',
    ])
  })

  test('says what a stage does in a sentence that a function on AWS may carry', () => {
    for (const { does } of stages) {
      expect(does).toMatch(/^[A-Z][ -~]*\.$/)
      expect(`Hotpass ${'x'.repeat(20)}: ${does}`.length).toBeLessThanOrEqual(256)
    }
  })

  test('gives the code that closes dead runs to whoever takes a turn, and pages to whoever ends a run', () => {
    const needing = (need: string) =>
      stages.filter(({ needs }) => needs.some((one) => one === need)).map(({ name }) => name)
    expect(needing('close-run')).toEqual(['Plan'])
    expect(needing('people')).toEqual(['Plan', 'Ingest'])
    expect(needing('pages')).toEqual(['Plan', 'Publish', 'RecordBlocked', 'RecordFailure', 'CloseRun'])
    for (const { needs, writes } of stages) expect(writes.includes('site/')).toBe(needs.some((one) => one === 'pages'))
  })
})

describe('the state machine of the table', () => {
  const states = (table: readonly StageFacts[]) =>
    stateMachineOf(table).States as Record<
      string,
      { Next?: string; Parameters?: object; Retry?: unknown; [field: string]: unknown }
    >

  test('is the file that every host runs', () => {
    expect(readFileSync(join(ROOT, STATE_MACHINE_FILE), 'utf8')).toBe(stateMachineText(STAGES))
  })

  test('leaves out a stage that is taken away, and nothing leads to it', () => {
    const without = states(stages.filter(({ name }) => name !== 'Block'))
    expect(without.Refine?.Next).toBe('Score')
    expect(JSON.stringify(without)).not.toContain('Block"')
  })

  test('has one Retry, whatever the stage', () => {
    const text = stateMachineText(STAGES)
    const retries = new Set(
      [...text.matchAll(/^ *"Retry": (\[.*?^ *\]),$/gms)].map(([, retry]) => retry?.replaceAll(/\s+/g, '')),
    )
    expect(retries.size).toBe(1)
  })

  test('is refused for a stage that takes what no stage before it leaves', () => {
    const early = replaced('Block', { state: { ...stateOf('Block'), takes: ['plan', 'gate'] } })
    expect(() => stateMachineOf(early)).toThrow('Block takes "gate", which no stage before it leaves.')
    const map = replaced('Block', { state: { ...stateOf('Block'), takes: ['refine'] } })
    expect(() => stateMachineOf(map)).toThrow('Block takes "refine", which no stage before it leaves.')
  })

  test('is refused for a table without a way, without a stage for failures, or with a way that does not end', () => {
    expect(() => stateMachineOf([])).toThrow(/needs one stage on the way/)
    expect(() => stateMachineOf(stages.filter(({ name }) => name !== 'RecordFailure'))).toThrow(/takes failures/)
    const endless = stages.filter(({ name }) => name !== 'Publish')
    expect(() => stateMachineOf(endless.filter(({ name }) => name !== 'Gate'))).toThrow(/Consolidate leads nowhere/)
  })
})
