import { z } from 'zod'
import { exportFormats } from './export-formats.ts'

/** What is known of one key besides its type. */
export interface KeyMeta {
  readonly description: string
  /** False for keys that change how fast a run is, never what it publishes; they stay out of the configuration's hash. */
  readonly affectsOutput: boolean
}

const known = z.registry<KeyMeta>()

function key<S extends z.ZodType>(schema: S, description: string, affectsOutput = true): S {
  known.add(schema, { description, affectsOutput })
  return schema
}

/** The metadata of a key's type, or undefined for groups. */
export const keyMeta = (schema: z.ZodType): KeyMeta | undefined => known.get(schema)

const count = z.int().min(0)
const atLeastOne = z.int().min(1)

/** Every key there is, with its type, default and description. This table is the only place that lists them. */
export const configurationSchema = z.strictObject({
  gate: z.strictObject({
    min_rows: z.strictObject({
      organizations: key(count.default(1), 'Fewest organizations a publication may have; fewer block it.'),
      contacts: key(count.default(0), 'Fewest contacts a publication may have; fewer block it.'),
      entity_links: key(count.default(1), 'Fewest entity links a publication may have; fewer block it.'),
    }),
    max_quarantine_rate: key(
      z.number().min(0).max(1).default(1),
      'Largest share of read rows that may be quarantined, 0 to 1; more block a publication once a profile, pipeline or run sets this.',
    ),
    max_age_days: key(
      z.int().min(0).nullable().default(null),
      'Oldest the latest interaction may be, in days before the run’s nominal time; null asks nothing.',
    ),
  }),
  resolve: z.strictObject({
    switchboard_names: key(
      atLeastOne.default(3),
      'A phone number used by more distinct names than this is a switchboard and no evidence.',
    ),
  }),
  ingest: z.strictObject({
    part_rows: key(atLeastOne.default(50_000), 'Rows in one part of an intermediate result.'),
    max_cell_characters: key(
      atLeastOne.default(32_767),
      'Longest text a cell may hold, in characters; a longer one is quarantined with its row.',
    ),
    max_columns: key(atLeastOne.default(500), 'Most columns a sheet may have.'),
    max_entry_bytes: key(
      atLeastOne.default(1_073_741_824),
      'Largest a zip entry of a workbook may be once unpacked, in bytes; larger is refused unread.',
    ),
    max_compression_ratio: key(
      atLeastOne.default(200),
      'Most a zip entry of a workbook may grow when unpacked; more is refused as a zip bomb.',
    ),
  }),
  engine: z.strictObject({
    memory_limit_mb: key(
      z.int().min(64).default(512),
      'Memory the data engine may use before it spills to disk, in MB.',
      false,
    ),
  }),
  run: z.strictObject({
    concurrency: key(z.int().min(1).max(64).default(2), 'Shards worked on at the same time.', false),
  }),
  publish: z.strictObject({
    exports: key(
      z.array(z.enum(exportFormats)).default([]),
      'Files to write next to each publication: csv, jsonl, xlsx, parquet.',
    ),
  }),
})

/** The resolved configuration, for example `values.gate.min_rows.organizations`. */
export type Configuration = z.output<typeof configurationSchema>
