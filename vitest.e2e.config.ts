import { defineConfig } from 'vitest/config'

/** The emulated cloud: one emulator and one deployment a file, so files run one after another. */
export default defineConfig({
  test: {
    include: ['test/emulator/**/*.test.ts'],
    testTimeout: 240_000,
    hookTimeout: 300_000,
    pool: 'forks',
    maxWorkers: 1,
    fileParallelism: false,
    bail: 1,
  },
})
