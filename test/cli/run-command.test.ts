import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { hotpass } from './fake-io.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hotpass-run-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

describe('hotpass run', () => {
  test.each([
    [['refinment'], 'Did you mean "refinement"'],
    [['refinement', '--profile', 'aviaton'], 'Did you mean "aviation"'],
    [['refinement', '--set', 'gate.min_row.organizations=1'], 'Did you mean "gate.min_rows.organizations"'],
    [['refinement', '--set', 'nonsense'], 'nonsense'],
    [['refinement', '--as-of', 'yesterday'], '2026-01-31'],
    [['refinement', '--landing', 'examples/landng'], 'there is no such folder. Did you mean "landing"'],
    [['refinement', '--landing', 'package.json'], 'is a file'],
  ])('%j is a mistake to correct: exit code 2, the nearest valid one, and no store made', async (args, words) => {
    const store = join(folder, 'store')
    const { exit, err, json } = await hotpass(['run', ...args, '--store', store, '--json'])
    expect(exit).toBe(2)
    expect(err).toContain(words)
    expect(json()).toMatchObject({ exit: 2, error: { message: expect.stringContaining(words) } })
    expect(existsSync(store)).toBe(false)
  })
})
