import { describe, expect, it } from 'vitest'
import { createRunDisplay } from '../../src/cli/run-display.ts'
import { createRunProgress } from '../../src/cli/run-progress.ts'
import { progressStream } from '../support/progress-stream.ts'
import { fakeIo } from './fake-io.ts'

describe('the progress of a run of ten thousand items a Map', () => {
  it.each([1, 2, 3])('ends with the rows that its items told, each item once (seed %i)', (seed) => {
    const told = new Map<string, number>()
    const progress = createRunProgress()
    for (const event of progressStream(seed, 10_000, told)) progress.take(event)
    expect(new Map(progress.states.map(({ state, rows }) => [state, rows]))).toEqual(told)
    expect(progress.states.map(({ status }) => status)).toEqual(Array(9).fill('done'))
  })

  it('gives a pipe one line a state', () => {
    const io = fakeIo()
    const display = createRunDisplay(io)
    for (const event of progressStream(1, 10_000, new Map())) display.take(event)
    display.finish()
    expect(io.said.err.trimEnd().split('\n')).toHaveLength(9)
  })

  it('fits a screen of 80 columns', () => {
    const io = fakeIo({ terminal: true })
    const display = createRunDisplay(io)
    for (const event of progressStream(1, 10_000, new Map())) display.take(event)
    display.finish()
    const escapes = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*[A-Za-z]`, 'g')
    for (const line of io.said.err.replaceAll(escapes, '').split('\n')) expect(line.length).toBeLessThan(80)
  })
})
