import type { IndexEntry } from './site-index.ts'

/** One expectation of a run, as its page shows it. Examples come masked. */
export interface SiteExpectation {
  readonly dataset: string
  readonly id: string
  readonly type: string
  readonly columns: readonly string[]
  readonly severity: string
  readonly outcome: 'passed' | 'failed' | 'uncertain'
  readonly owner: string | null
  readonly because: string | null
  /** What is expected, and what was found, as sentences. */
  readonly expected: string
  readonly found: string
  readonly checked: number
  readonly failed: number
  readonly observed: string | number | null
  readonly error: number | null
  readonly examples: readonly string[]
  readonly places: readonly Readonly<Record<string, string | number | undefined>>[]
  /** The number that a history is drawn of: the observed one, else the percentage of rows that failed. */
  readonly value: number | null
  /** That number in earlier runs, in step with the document's `history`. */
  readonly past: readonly (number | null)[]
}

/** Rejected rows of one kind. */
export interface SiteQuarantine {
  readonly stage: string
  readonly file: string
  readonly sheet: string
  readonly rule: string
  readonly field: string | null
  readonly rows: number
  readonly message: string
  /** Masked. */
  readonly example: string | null
}

/** Values of one field of a source that are not used for one reason. Examples come masked. */
export interface SiteSetAside {
  readonly table: string
  readonly entity: string
  readonly field: string
  /** Values of the field that cells gave, used or not. */
  readonly said: number
  readonly code: string
  readonly message: string
  readonly count: number
  readonly examples: readonly string[]
  readonly places: readonly { readonly file: string; readonly sheet: string; readonly row: number }[]
}

/** What a version changed against the one before it. */
export interface SiteChange {
  readonly dataset: string
  readonly from: number | null
  readonly to: number
  readonly semanticVersion: string
  readonly rows: number
  readonly added: number
  readonly removed: number
  readonly changed: number
  /** Rows whose value differs, by column. */
  readonly columns: Readonly<Record<string, number>>
  readonly addedColumns: readonly string[]
  readonly removedColumns: readonly string[]
}

export interface SiteDataset {
  readonly id: string
  readonly title: string
  readonly kind: string
  readonly owner: string | null
  readonly rows: number
  readonly verdict: string
  readonly checks: readonly {
    readonly id: string
    readonly severity: string
    readonly outcome: string
    readonly expected: string
    readonly found: string
  }[]
}

/** Everything the page of a run shows: `site/runs/<run>.json`, one file a run. */
export interface SiteRun extends IndexEntry {
  readonly format: 1
  readonly startedAt: string
  readonly profile: string | null
  readonly rows: Readonly<Record<string, number>> | null
  readonly reasons: readonly string[]
  readonly released: Readonly<Record<string, string>> | null
  readonly failure: { readonly error: string; readonly message: string } | null
  readonly sources: readonly { readonly source: string; readonly file: string; readonly bytes: number }[]
  readonly unmatched: readonly string[]
  /** What was noticed of the sources, and of the plan. */
  readonly notes: readonly string[]
  /** Rows that a steward corrected and that this run read in place of the originals. */
  readonly readmitted: number
  readonly datasets: readonly SiteDataset[]
  readonly expectations: readonly SiteExpectation[]
  /** The runs that `past` speaks of, oldest first. */
  readonly history: readonly { readonly run: string; readonly at: string }[]
  readonly quarantine: readonly SiteQuarantine[]
  readonly setAside: readonly SiteSetAside[]
  readonly changes: readonly SiteChange[]
  /** Other pages about this run, relative to `site/`. */
  readonly links: readonly { readonly title: string; readonly href: string }[]
}

/** The part of a run that its line in the index says. */
export const indexEntryOf = (run: SiteRun): IndexEntry => ({
  run: run.run,
  pipeline: run.pipeline,
  status: run.status,
  at: run.at,
  nominalTime: run.nominalTime,
  verdict: run.verdict,
  read: run.read,
  quarantined: run.quarantined,
  published: run.published,
  release: run.release,
  versions: run.versions,
})
