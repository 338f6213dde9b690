import { describe, expect, it } from 'vitest'
import { engineMemoryMb, memoryGivenMb } from '../../src/engine/engine-memory.ts'
import { runLimits } from '../../src/runtime/run-limits.ts'

describe('memory of the engine', () => {
  it.each([
    { given: 24_000, engine: 11_900 },
    { given: 4_096, engine: 1_948 },
    { given: 1_024, engine: 412 },
    { given: 512, engine: 156 },
    { given: 128, engine: 64 },
  ])('of $given MB is $engine MB', ({ given, engine }) => {
    expect(engineMemoryMb(given)).toBe(engine)
  })

  it('follows the machine unless a setting says otherwise', async () => {
    const asked = { pipeline: 'refinement' }
    expect((await runLimits(asked)).memoryLimitMb).toBe(engineMemoryMb(memoryGivenMb()))
    expect((await runLimits({ ...asked, set: ['engine.memory_limit_mb=300'] })).memoryLimitMb).toBe(300)
  })
})
