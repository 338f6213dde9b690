import { configDefaults, defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Whole runs first: the longest takes three minutes, and would be waited for alone if it came last. */
class WholeRunsFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    const rank = ({ moduleId }: TestSpecification) =>
      moduleId.endsWith('/e2e/docs-commands.test.ts') ? 0 : moduleId.includes('/test/e2e/') ? 1 : 2
    return sorted.toSorted((a, b) => rank(a) - rank(b))
  }
}

/**
 * Kills and faults by the dozen, which change with storage, leases and decisions alone: `npm run test:e2e` runs them each night
 * (`.github/workflows/nightly.yml`), so that what every change waits for stays under forty minutes.
 */
const NIGHTLY = ['killed-decisions', 'commits-on-bad-s3', 'function-memory', 'late-events', 'forget-killed'].map(
  (name) => `test/e2e/${name}.test.ts`,
)

/** `npm run coverage`: the tests of the rooms and the whole runs together, and the least share of lines that they must reach. */
export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: [...configDefaults.exclude, 'test/emulator/**', ...NIGHTLY],
    testTimeout: 480_000,
    hookTimeout: 240_000,
    pool: 'forks',
    sequence: { sequencer: WholeRunsFirst },
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
