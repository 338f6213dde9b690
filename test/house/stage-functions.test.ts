import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { STAGES } from '../../src/stages/stage-table.ts'

const root = join(import.meta.dirname, '..', '..')
const MOST_LINES = 60

/** Lines of the function that a stage's definition loads, from its signature to its closing brace. */
async function linesOf({ source, run }: (typeof STAGES)[number]): Promise<number> {
  const { name } = await run()
  const lines = readFileSync(join(root, source), 'utf8').split('\n')
  const start = lines.findIndex((line) => new RegExp(`^export async function ${name}\\b`).test(line))
  expect(start, `${source} has no exported function ${name}`).toBeGreaterThan(-1)
  return lines.slice(start).indexOf('}') + 1
}

test.each(STAGES.map((stage) => [stage.name, stage] as const))(
  'what %s does is read in one look: its own function is shorter than sixty lines',
  async (_, stage) => expect(await linesOf(stage)).toBeLessThan(MOST_LINES),
)
