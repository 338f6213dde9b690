import { configDefaults, defineConfig } from 'vitest/config'

/** `npm run coverage`: the tests of the rooms and the whole runs together, and the least share of lines that they must reach. */
export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: [...configDefaults.exclude, 'test/emulator/**'],
    testTimeout: 240_000,
    hookTimeout: 240_000,
    pool: 'forks',
    // Whole runs wait for files and for each other: two workers leave two processors idle at times.
    maxWorkers: 3,
    coverage: {
      provider: 'v8',
      include: ['src/**/*.ts'],
      reporter: ['text-summary'],
      thresholds: { lines: 90 },
    },
  },
})
