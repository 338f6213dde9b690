import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { stageNamed } from '../../src/stages/stage-table.ts'

const text = readFileSync(join(import.meta.dirname, '..', '..', 'state-machines', 'refine.asl.json'), 'utf8')
const filled = text
  .replaceAll(/\$\{(\w+)Function\}/g, 'arn:aws:lambda:eu-west-1:123456789012:function:$1')
  .replaceAll(/\$\{StoreBucket\}/g, 'bucket')
  .replaceAll(/\$\{StorePrefix\}/g, '')
const aslValidator: (definition: unknown) => { isValid: boolean; errorsText: (separator: string) => string } =
  createRequire(import.meta.url)('asl-validator')

interface State {
  Type: string
  Resource?: string
  TimeoutSeconds?: number
  Next?: string
  OutputPath?: null
  ResultPath?: string | null
  Catch?: { ErrorEquals: string[]; Next: string }[]
  Retry?: { ErrorEquals: string[]; JitterStrategy: string; MaxAttempts: number; MaxDelaySeconds: number }[]
  ItemReader?: { Parameters: Record<string, string> }
  ItemProcessor?: { ProcessorConfig: { Mode: string }; States: Record<string, State> }
}
const states: Record<string, State> = JSON.parse(filled).States
const stageOf = ({ Resource }: State): string => Resource?.split(':').at(-1) ?? ''
const tasks = Object.entries(states).filter(([, state]) => state.Type === 'Task')
const maps = Object.entries(states).filter(([, state]) => state.Type === 'Map')
const children = maps.flatMap(([, map]) => Object.entries(map.ItemProcessor?.States ?? {}))

describe('refine.asl.json', () => {
  test('is a valid state machine once its substitutions are filled, and none is left over', () => {
    const { isValid, errorsText } = aslValidator(JSON.parse(filled))
    expect(isValid ? '' : errorsText('\n')).toBe('')
    expect(filled).not.toMatch(/\$\{/)
  })

  test('uses nothing an emulator or JSONPath lacks', () => {
    for (const word of ['JSONata', 'ItemBatcher', 'ResultWriter', 'aws-sdk:']) expect(text).not.toContain(word)
  })

  test('retries only passing troubles of AWS and the store, with jitter, and no time-out', () => {
    for (const [name, state] of [...tasks, ...children]) {
      for (const retry of state.Retry ?? []) {
        expect(retry.JitterStrategy).toBe('FULL')
        for (const error of retry.ErrorEquals) expect(error).toMatch(/^(Lambda\.\w+|Storage(Fault|Busy)Error)$/)
      }
      const unknown = (state.Retry ?? []).filter(({ ErrorEquals }) => ErrorEquals.includes('Lambda.Unknown'))
      expect(
        unknown.map(({ MaxAttempts }) => MaxAttempts),
        name,
      ).toEqual([1])
      const limit = stageNamed(stageOf(state))?.size.timeoutSeconds ?? 0
      expect(state.TimeoutSeconds, name).toBeLessThan(limit)
      expect(state.TimeoutSeconds, name).toBeGreaterThanOrEqual(limit - 30)
    }
  })

  test('waits for the account to allow another function far longer than a function may run', () => {
    for (const [name, state] of [...tasks, ...children]) {
      const [throttled] = state.Retry ?? []
      expect(throttled?.ErrorEquals, name).toEqual(['Lambda.TooManyRequestsException'])
      // With full jitter a wait is half of its most, on average.
      const seconds = ((throttled?.MaxAttempts ?? 0) * (throttled?.MaxDelaySeconds ?? 0)) / 2
      expect(seconds, name).toBeGreaterThanOrEqual(2 * 900)
    }
  })

  test('a run that finds another under way ends well or waits a minute, and nothing else ends it', () => {
    expect(states.IsThereWork).toMatchObject({
      Default: 'Ingest',
      Choices: [
        { StringEquals: 'unchanged', Next: 'Unchanged' },
        { StringEquals: 'busy', Next: 'Busy' },
        { StringEquals: 'waiting', Next: 'WaitForTurn' },
      ],
    })
    expect(states.WaitForTurn).toMatchObject({ Type: 'Wait', Seconds: 60, Next: 'Plan' })
    expect([states.Busy?.Type, states.Unchanged?.Type]).toEqual(['Succeed', 'Succeed'])
  })

  test('every failure ends in RecordFailure, and a failure there still ends the run', () => {
    for (const [name, state] of [...tasks, ...maps]) {
      const next = name === 'RecordFailure' ? 'RunFailed' : 'RecordFailure'
      expect(
        state.Catch?.map((one) => [one.ErrorEquals, one.Next]),
        name,
      ).toEqual([[['States.ALL'], next]])
    }
  })

  test('maps read their items from the store and keep nothing of what their children say', () => {
    expect(maps.map(([name]) => name)).toEqual(['Ingest', 'Refine', 'Score'])
    for (const [, map] of maps) {
      expect(map.ItemProcessor?.ProcessorConfig.Mode).toBe('DISTRIBUTED')
      expect(map.ItemReader?.Parameters['Key.$']).toMatch(/^States\.Format\('runs\/\{\}\/items\/\w+\.json', \$\.run\)$/)
      expect(map.ResultPath).toBeNull()
    }
    for (const [, child] of children) expect(child.OutputPath).toBeNull()
  })
})
