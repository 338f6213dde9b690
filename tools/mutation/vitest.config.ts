import { defineConfig } from 'vitest/config'

/** The tests that mutants of the listed files are tried on: those of their rooms that start no pipeline run. */
export default defineConfig({
  test: {
    include: [
      'test/consolidate/*.test.ts',
      'test/contracts/mask.test.ts',
      'test/contracts/personal-data.test.ts',
      'test/quality/{bounds,decide-verdict,history,privacy-checks,row-condition}.test.ts',
      'test/resolve/{cluster-pairs,linkage-laws,review,stable-ids,maximum-assignment,spanning-paths}.test.ts',
      'test/stages/{contact-ids,kept-contacts,mask-error}.test.ts',
    ],
    testTimeout: 60_000,
  },
})
