import { defineConfig } from 'vitest/config'

/** The tests that mutants of the listed files are tried on: those of their rooms that end in a moment, with no run and no training. */
export default defineConfig({
  test: {
    include: [
      'test/consolidate/**/*.test.ts',
      'test/contracts/mask.test.ts',
      'test/contracts/personal-data.test.ts',
      'test/quality/bounds.test.ts',
      'test/quality/decide-verdict.test.ts',
      'test/quality/judge-history.test.ts',
      'test/resolve/cluster-pairs.test.ts',
      'test/resolve/spanning-paths.test.ts',
      'test/resolve/stable-ids.test.ts',
      'test/refine/**/*.test.ts',
      'test/**/mask-error.test.ts',
    ],
    exclude: ['test/e2e/**'],
    testTimeout: 60_000,
  },
})
