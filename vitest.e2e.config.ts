import { defineConfig } from 'vitest/config'

/** `npm run test:e2e`: whole runs and the commands of the pages first, then the emulated cloud, which needs Python. */
export default defineConfig({
  test: {
    pool: 'forks',
    projects: [
      {
        extends: true,
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          testTimeout: 480_000,
          hookTimeout: 240_000,
          maxWorkers: 2,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'emulator',
          include: ['test/emulator/**/*.test.ts'],
          testTimeout: 600_000,
          hookTimeout: 300_000,
          // One emulator and one deployment a file, so files run one after another; after a failure the rest would only wait.
          maxWorkers: 1,
          fileParallelism: false,
          bail: 1,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
})
