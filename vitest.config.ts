import { configDefaults, defineConfig } from 'vitest/config'

/** `npm test`: everything but whole runs (test/e2e) and the emulated cloud (test/emulator), which are `npm run test:e2e`. */
export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: [...configDefaults.exclude, 'test/e2e/**', 'test/emulator/**'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    pool: 'forks',
    maxWorkers: 2,
  },
})
