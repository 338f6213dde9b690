import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { FUNCTION_NAMES, FUNCTIONS, STAGE_FUNCTIONS } from '../../lib/functions.ts'

const root = join(import.meta.dirname, '../..')
const machines = readdirSync(join(root, 'state-machines')).filter((name) => name.endsWith('.asl.json'))

describe('the table of functions', () => {
  it('has a row for each file of lambdas/, and a file for each row', () => {
    const files = readdirSync(join(root, 'lambdas')).map((name) => name.replace(/\.ts$/, ''))
    expect([...new Set(FUNCTION_NAMES.map((name) => FUNCTIONS[name].entry))].sort()).toEqual(files.sort())
  })

  it.each(machines)('has a row for each function that %s names, and no other stage', (file) => {
    const text = readFileSync(join(root, 'state-machines', file), 'utf8')
    const named = new Set([...text.matchAll(/\$\{(\w+)Function\}/g)].map((match) => match[1]))
    expect([...named].sort()).toEqual(Object.keys(STAGE_FUNCTIONS).sort())
  })

  it.each(FUNCTION_NAMES)('%s stays within what Lambda and a new account allow', (name) => {
    const { memoryMb, timeoutSeconds, ephemeralMb } = FUNCTIONS[name]
    expect(memoryMb).toBeGreaterThanOrEqual(128)
    expect(memoryMb).toBeLessThanOrEqual(3008)
    expect(timeoutSeconds).toBeLessThanOrEqual(900)
    expect(ephemeralMb).toBeGreaterThanOrEqual(512)
    expect(ephemeralMb).toBeLessThanOrEqual(10_240)
  })
})
