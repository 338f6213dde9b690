/** Where each document of a run lives in the store (see docs/explanation/store-layout.md). */
export const keys = {
  plan: (run: string) => `runs/${run}/plan.json`,
  /** What the plan pinned, named by its content. */
  domain: (run: string, hash: string) => `runs/${run}/domain/${hash}.json`,
  /** The item list of a Map, by the name that its stage's definition gives it. */
  items: (run: string, map: string) => `runs/${run}/items/${map}.json`,
  stage: (run: string, state: string, shard?: number) =>
    `runs/${run}/stages/${state}${shard === undefined ? '' : `/${String(shard).padStart(5, '0')}`}.json`,
  /** `phase` sorts a state's events: `0-start`, `5-running-0001`, `9-end`. */
  lineagePart: (run: string, order: number, state: string, phase: string) =>
    `runs/${run}/lineage/${String(order).padStart(3, '0')}-${state}-${phase}.ndjson`,
  lineageParts: (run: string) => `runs/${run}/lineage/`,
  /** What each back end has of the run's events. */
  deliveries: (run: string) => `runs/${run}/delivery/`,
  delivery: (run: string, backEnd: string) => `runs/${run}/delivery/${backEnd}.json`,
  events: (run: string) => `runs/${run}/events.ndjson`,
  /** Pairs that wait for a person. */
  review: (run: string) => `runs/${run}/review.parquet`,
  /** Pairs whose answers teach the model most. */
  questions: (run: string) => `runs/${run}/questions.parquet`,
  verdict: (run: string) => `runs/${run}/verdict.json`,
  /** Whether the run publishes or stops: created once, by whoever is first. */
  commit: (run: string) => `runs/${run}/commit.json`,
  failure: (run: string) => `runs/${run}/failure.json`,
  shardFailures: (run: string) => `runs/${run}/failures/`,
  shardFailure: (run: string, state: string, shard: number) =>
    `runs/${run}/failures/${state}-${String(shard).padStart(5, '0')}.json`,
  result: (run: string) => `runs/${run}/result.json`,
  quarantineSummary: (run: string) => `runs/${run}/quarantine.json`,
  /** Values that the run does not use, each with its place; and by field, in numbers. */
  setAside: (run: string) => `runs/${run}/set-aside.parquet`,
  setAsideSummary: (run: string) => `runs/${run}/set-aside.json`,
  /** What became of every filled cell, by source and attribute. */
  cells: (run: string) => `runs/${run}/cells.json`,
  changes: (run: string) => `runs/${run}/changes.json`,
  sourceIndex: 'sources/index.json',
  /** The same memory for the copies that runs with a landing folder made. */
  copyIndex: 'sources/copies.json',
  leases: 'leases/',
  lease: (pipeline: string) => `leases/${pipeline}.json`,
  /** A linkage model by its id, `<linkage>/<hash>`. */
  model: (id: string) => `models/${id}.json`,
  /** Scored pairs that joined records or nearly did: what `hotpass explain` reads. */
  links: (run: string) => `runs/${run}/links.parquet`,
  /** How the challengers would have linked the same pairs. */
  challengers: (run: string) => `runs/${run}/challengers.json`,
  /** What a tracking server was told of the run's models. */
  toldModels: (run: string) => `runs/${run}/mlflow.json`,
  /** The linkage report of the run: the site takes it over when the run ends. */
  linkagePage: (run: string, entity?: string) => `runs/${run}/linkage${entity === undefined ? '' : `-${entity}`}.html`,
  work: (stage: string, fingerprint: string) => `work/${stage}/${fingerprint}`,
  quarantineOf: (pipeline: string) => `quarantine/${pipeline}/`,
  quarantine: (pipeline: string, run: string, stage: string) => `${keys.quarantineOf(pipeline)}${run}/${stage}.parquet`,
} as const
