import { z } from 'zod'

export interface Setting {
  readonly schema: z.ZodType
  readonly default: unknown
  /** What a valid value is, to end "Give …" with. */
  readonly expected: string
  readonly description: string
  /** False for what cannot change a published byte: left out of the configuration's hash. */
  readonly affectsData: boolean
}

const formats = ['csv', 'jsonl', 'xlsx', 'parquet'] as const

const count = (least: number) => z.int().min(least)

/** A list, one format, or several with commas between (as `--set` gives them); one spelling per set, so order never matters. */
const exportFormats = z
  .preprocess(
    (value) => (typeof value === 'string' ? value.split(',').map((part) => part.trim()) : value),
    z.array(z.enum(formats)),
  )
  .transform((chosen) => formats.filter((format) => chosen.includes(format)))

const rate = z.number().min(0).max(1)

/** Every setting but the row floors. The typed configuration, the checks and the reference all come from this table. */
export const SETTINGS = {
  'gate.max_quarantine_rate': {
    schema: rate,
    default: 1,
    expected: 'a share from 0 to 1',
    description: 'Share of rows read that may go to quarantine before the gate warns.',
    affectsData: true,
  },
  'gate.max_loss_rate': {
    schema: rate,
    default: 0.2,
    expected: 'a share from 0 to 1',
    description:
      'Share of the last release that may be gone, of the records of a dataset or of the values of a column, before the gate blocks; 1 for never.',
    affectsData: true,
  },
  'gate.warn_loss_rate': {
    schema: rate,
    default: 0.05,
    expected: 'a share from 0 to 1',
    description: 'The same share from which on the gate warns.',
    affectsData: true,
  },
  'gate.max_age_days': {
    schema: z.number().positive().nullable(),
    default: null,
    expected: 'a number of days above 0, or null for no limit',
    description:
      'Most days since the latest day in the data, of the first attribute that keeps its latest; null asks nothing.',
    affectsData: true,
  },
  'resolve.switchboard_names': {
    schema: count(1),
    default: 10,
    expected: 'a whole number of names, 1 or more',
    description: 'An e-mail address, phone number or domain used under more different names than this links nothing.',
    affectsData: true,
  },
  'resolve.match_probability': {
    schema: z.number().gt(0).lt(1),
    default: 0.9,
    expected: 'a probability between 0 and 1',
    description:
      'Where a domain says its own linkage settings: records are one when a pair of them reaches this probability. Where types make them, `resolve.match_precision` says it.',
    affectsData: true,
  },
  'resolve.match_precision': {
    schema: z.number().gt(0.5).lt(1),
    default: 0.99,
    expected: 'a share between 0.5 and 1',
    description:
      'Where types make the linkage settings: records are linked from the lowest weight on from which this share of links is expected to be right.',
    affectsData: true,
  },
  'resolve.review_probability': {
    schema: z.number().gt(0).lt(1),
    default: 0.2,
    expected: 'a probability between 0 and 1, at most resolve.match_probability',
    description:
      'Pairs from this probability up to the match probability wait for a person, and are not one until then.',
    affectsData: true,
  },
  'resolve.linkage_model': {
    schema: z.enum(['shipped', 'trained', 'retrained', 'champion']),
    default: 'shipped',
    expected: 'shipped, trained, retrained or champion',
    description:
      "Where the linkage model comes from. shipped: that of the domain's settings, or of its types; trained: the trained one that the current release was made with, else a new one; retrained: a new one; champion: the registered one that people promoted (hotpass models), as trained while there is none. Fewer records than resolve.train_records are too few to train on: then the shipped one is used.",
    affectsData: true,
  },
  'resolve.train_records': {
    schema: count(2),
    default: 5000,
    expected: 'a whole number of records, 2 or more',
    description: 'Least records of an entity to train a model on.',
    affectsData: true,
  },
  'resolve.shard_pairs': {
    schema: count(1),
    default: 4_000_000,
    expected: 'a whole number of pairs, 1 or more',
    description: 'Pairs compared by one call; decides how many calls there are, never what is found.',
    affectsData: false,
  },
  'ingest.part_rows': {
    schema: count(1),
    default: 50_000,
    expected: 'a whole number of rows, 1 or more',
    description: 'Rows to one part file; bounds what ingesting holds in memory.',
    affectsData: true,
  },
  'ingest.max_cell_characters': {
    schema: count(1),
    default: 32_767,
    expected: 'a whole number of characters, 1 or more',
    description: 'Longest cell; a row with a longer one goes to quarantine. The default is what Excel allows.',
    affectsData: true,
  },
  'ingest.max_columns': {
    schema: count(1),
    default: 500,
    expected: 'a whole number of columns, 1 or more',
    description: 'Most columns a sheet may have.',
    affectsData: true,
  },
  'ingest.max_entry_bytes': {
    schema: count(1),
    default: 1_073_741_824,
    expected: 'a whole number of bytes, 1 or more',
    description: 'Most bytes one part of a workbook, or one row group of a Parquet file, may unpack to.',
    affectsData: true,
  },
  'ingest.max_compression_ratio': {
    schema: z.number().min(1),
    default: 1000,
    expected: 'a number, 1 or more',
    description:
      'Most times larger a part of a workbook, a page of a Parquet file (from 16 MiB) or all of a Parquet file (from 64 MiB) may unpack to: a guard against bombs.',
    affectsData: true,
  },
  'ingest.max_held_bytes': {
    schema: count(1),
    default: 536_870_912,
    expected: 'a whole number of bytes, 1 or more',
    description:
      'Most bytes of a file that may have to be held at once: the shared texts of a workbook; of Parquet a page of each column, with the dictionaries (smaller row groups need less).',
    affectsData: true,
  },
  'engine.memory_limit_mb': {
    schema: count(64).nullable(),
    default: null,
    expected: 'a whole number of megabytes, 64 or more, or null for what the machine gives',
    description:
      'Memory that the query engines of a run may hold together before they spill to disk; null is half of what the machine, container or function gives, less what Node needs.',
    affectsData: false,
  },
  'run.concurrency': {
    schema: count(1),
    default: 2,
    expected: 'a whole number of workers, 1 or more',
    description: 'Files or shards worked on at once on a laptop.',
    affectsData: false,
  },
  'run.simultaneous_runs': {
    schema: count(1),
    default: 1,
    expected: 'a whole number of runs, 1 or more',
    description: 'Runs of one pipeline that may be under way at once; one more ends as "busy" or waits for its turn.',
    affectsData: false,
  },
  'run.map_concurrency': {
    schema: count(1).max(10_000),
    default: 40,
    expected: 'a whole number of functions, 1 to 10000',
    description: 'Files or shards worked on at once on AWS; keep it below what the account allows its functions.',
    affectsData: false,
  },
  'run.tolerated_failure_percentage': {
    schema: z.int().min(0).max(100),
    default: 0,
    expected: 'a whole number from 0 to 100',
    description:
      'On AWS: share of files or shards that may fail before the others are called off. Nothing is published without them.',
    affectsData: false,
  },
  'run.over_limit': {
    schema: z.enum(['refuse', 'try']),
    default: 'refuse',
    expected: 'refuse or try',
    description: 'What a run on AWS does when it is estimated to break a hard limit: end in Plan, or try all the same.',
    affectsData: false,
  },
  'run.domain_changes': {
    schema: z.enum(['refuse', 'take']),
    default: 'refuse',
    expected: 'refuse or take',
    description:
      'What a run does when the domain changed since the current release so that published data would break: end in Plan, or take the change.',
    affectsData: false,
  },
  'publish.exports': {
    schema: exportFormats,
    default: [],
    expected: `a list of ${formats.join(', ')}, such as csv,xlsx; [] for none`,
    description: 'Formats to write beside the published tables.',
    affectsData: true,
  },
} as const satisfies Readonly<Record<string, Setting>>

export type SettingKey = keyof typeof SETTINGS

type Flat = { readonly [Key in SettingKey]: z.output<(typeof SETTINGS)[Key]['schema']> }

type Head<Key> = Key extends `${infer Group}.${string}` ? Group : Key

type Nested<Values> = {
  readonly [Part in Head<keyof Values> & string]: Part extends keyof Values
    ? Values[Part]
    : Nested<{ readonly [Key in keyof Values as Key extends `${Part}.${infer Rest}` ? Rest : never]: Values[Key] }>
}

/** How many rows each dataset of a domain must have at the least, by dataset. */
export type RowFloors = Readonly<Record<string, number>>

type Fixed = Nested<Flat>

/** Every setting's value, nested by the dots of its key: `values.gate.max_age_days`, `values.gate.min_rows.<dataset>`. */
export type Configuration = Omit<Fixed, 'gate'> & { readonly gate: Fixed['gate'] & { readonly min_rows: RowFloors } }

export const settingKeys = Object.keys(SETTINGS) as SettingKey[]

/** `gate.min_rows.<dataset>` of a dataset that a domain publishes. */
export const rowFloor = (dataset: string, least: 0 | 1): Setting => ({
  schema: count(0),
  default: least,
  expected: 'a whole number of rows, 0 or more',
  description: `Least ${dataset} that a run may publish; fewer blocks it.`,
  affectsData: true,
})
