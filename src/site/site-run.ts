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

/** What a version changed against the one before it; of a blocked run what it would have changed. */
export interface SiteChange {
  readonly dataset: string
  readonly from: number | null
  /** Null of a blocked run: nothing was published. */
  readonly to: number | null
  /** Null of a blocked run. */
  readonly semanticVersion: string | null
  readonly impact?: 'none' | 'small' | 'large'
  /** Rows of the version before. */
  readonly before?: number
  readonly rows: number
  readonly added: number
  readonly removed: number
  readonly changed: number
  /** Rows whose value differs, by column; and of those the ones that had none, or have none now. */
  readonly columns: Readonly<Record<string, number>>
  readonly filled?: Readonly<Record<string, number>>
  readonly emptied?: Readonly<Record<string, number>>
  readonly addedColumns: readonly string[]
  readonly removedColumns: readonly string[]
  readonly retypedColumns?: readonly { readonly name: string; readonly from: string; readonly to: string }[]
  /** The columns that tell a row. */
  readonly key?: readonly string[]
  /** Entities that several became, and entities that became several; the first of both. */
  readonly merged?: number
  readonly split?: number
  readonly moves?: readonly {
    readonly change: 'merged' | 'split'
    readonly entity: string
    readonly entities: readonly string[]
  }[]
  /** The first rows of each kind, a line a field; of a row that came or went one field. Masked. */
  readonly examples?: readonly {
    readonly change: 'added' | 'removed' | 'changed'
    readonly key: readonly string[]
    readonly field: string
    readonly before: string | null
    readonly after: string | null
  }[]
}

interface CellClasses {
  readonly read: number
  readonly published: number
  readonly merged: number
  readonly set_aside: number
  readonly quarantined: number
}

/** What became of every filled cell, once for each attribute that it feeds. */
export interface SiteCells extends CellClasses {
  readonly attributes: readonly (CellClasses & {
    readonly table: string
    readonly entity: string
    readonly attribute: string
  })[]
  /** Columns of which nothing is published or used. */
  readonly notPublished: readonly {
    readonly file: string
    readonly sheet: string
    readonly column: string
    readonly cells: number
  }[]
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
export interface SiteRun extends Omit<IndexEntry, 'changed' | 'waiting'> {
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
  /** Null for a run that did not count. */
  readonly cells: SiteCells | null
  readonly changes: readonly SiteChange[]
  /** The linkage models behind what was published; absent where nothing was, and in documents of before they were registered. */
  readonly models?: readonly {
    readonly dataset: string
    readonly id: string
    /** In the registry; null where it is in none. */
    readonly version: number | null
    readonly origin: string
  }[]
  /** Pairs that wait for a decision, by dataset; absent where the run did not get so far. */
  readonly review?: readonly { readonly dataset: string; readonly pairs: number }[]
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
  ...(run.impact === undefined ? {} : { impact: run.impact }),
  versions: run.versions,
  changed: run.changes.map(({ dataset, added, removed, changed, impact }) => ({
    ...{ dataset, added, removed, changed },
    ...(impact === undefined ? {} : { impact }),
  })),
  waiting: {
    review: (run.review ?? []).reduce((sum, { pairs }) => sum + pairs, 0),
    setAside: run.setAside.reduce((sum, one) => sum + one.count, 0),
  },
})
