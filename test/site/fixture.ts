import type { IndexEntry, SiteExpectation, SiteRun } from '../../src/site/index.ts'

const instant = (n: number): string => new Date(Date.UTC(2024, 0, 1) + n * 3_600_000).toISOString()

export const runId = (n: number): string =>
  `refinement-${instant(n).replaceAll(/[-:]|\.000/g, '')}-${String(n).padStart(6, '0')}`

/** A line of the index for the n-th run. */
export const entry = (n: number, more: Partial<IndexEntry> = {}): IndexEntry => ({
  run: runId(n),
  pipeline: 'refinement',
  status: n % 17 === 5 ? 'blocked' : n % 41 === 7 ? 'failed' : 'published',
  at: instant(n),
  nominalTime: instant(n),
  verdict: n % 17 === 5 ? 'blocked' : 'passed',
  read: 1000 + (n % 50),
  quarantined: n % 9,
  published: 600 + (n % 30),
  release: n + 1,
  versions: { organizations: n + 1, contacts: n + 1 },
  ...more,
})

export const expectation = (n: number, more: Partial<SiteExpectation> = {}): SiteExpectation => ({
  dataset: n % 2 === 0 ? 'organizations' : 'contacts',
  id: `expect_column_values_to_be_between.column_${n}`,
  type: 'expect_column_values_to_be_between',
  columns: [`column_${n}`],
  severity: n % 5 === 0 ? 'warning' : 'error',
  outcome: n % 40 === 3 ? 'failed' : 'passed',
  owner: 'data stewards',
  because: null,
  expected: `Every column_${n} is at least 0 and at most 1.`,
  found: n % 40 === 3 ? '12 rows of 1,000 rows (1.2%) do not.' : 'All of 1,000 rows do.',
  checked: 1000,
  failed: n % 40 === 3 ? 12 : 0,
  observed: null,
  error: null,
  examples: n % 40 === 3 ? ['1.5', '2.25'] : [],
  places: [],
  value: n % 40 === 3 ? 1.2 : 0,
  past: [],
  ...more,
})

/** The document of the n-th run. */
export const siteRun = (
  n: number,
  expectations: readonly SiteExpectation[] = [],
  more: Partial<SiteRun> = {},
): SiteRun => ({
  ...entry(n),
  format: 1,
  startedAt: instant(n),
  profile: 'aviation',
  rows: { read: 1000, blank: 20, quarantined: 8, attached: 300, merged: 72, published: 600 },
  reasons: [],
  notes: [],
  released: null,
  failure: null,
  sources: [{ source: 'reachout', file: 'Reachout Database.xlsx', bytes: 48_213 }],
  unmatched: [],
  readmitted: 0,
  datasets: [],
  expectations,
  history: [],
  quarantine: [],
  setAside: [],
  cells: null,
  changes: [],
  links: [],
  ...more,
})
