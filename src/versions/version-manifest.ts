import { z } from 'zod'
import { contractDocument } from '../contracts/contract-document.ts'
import { canonicalJson } from '../storage/canonical-json.ts'
import type { ObjectStore } from '../storage/object-store.ts'
import { parseDocument } from './parse-document.ts'
import { tableKeys } from './table-keys.ts'
import { describeVersion } from './version-files.ts'

const digest = z.string().regex(/^[0-9a-f]{64}$/)
const count = z.int().nonnegative()

/** Every source row ends in exactly one class: read = blank + quarantined + attached + merged + published. */
export const rowAccounting = z
  .strictObject({ read: count, blank: count, quarantined: count, attached: count, merged: count, published: count })
  .refine((rows) => rows.read === rows.blank + rows.quarantined + rows.attached + rows.merged + rows.published, {
    message: 'read must equal blank + quarantined + attached + merged + published',
  })

/** A source file a version stands on. */
export const sourceFile = z.strictObject({ source: z.string(), key: z.string(), sha256: digest, bytes: count })

/** Rows that stewards corrected and that stand in the version in place of the originals, and the decisions that say so. */
export const readmittedRows = z.strictObject({
  rows: count,
  decisions: z.array(z.strictObject({ key: z.string(), sha256: digest })).readonly(),
})

/** What the gate said of the version, and who let it through when it had said no. */
export const gateOutcome = z.strictObject({
  verdict: z.enum(['passed', 'warned']),
  /** Masked sentences. */
  reasons: z.array(z.string()).readonly(),
  released: z
    .strictObject({ decision: z.string(), by: z.string(), at: z.string(), why: z.string(), blockedRun: z.string() })
    .nullable(),
})

/** A linkage model behind a version. */
export const linkageModel = z.strictObject({
  /** The dataset whose records it links. */
  dataset: z.string(),
  /** The document is `models/<id>.json`. */
  id: z.string(),
  /** In the registry; null where it is in none. */
  version: z.int().positive().nullable(),
  origin: z.enum(['shipped', 'trained', 'promoted']),
})
export type VersionModel = z.infer<typeof linkageModel>

/** What a version is and proves: `datasets/<dataset>/versions/<N>/manifest.json`. */
const versionManifest = z.strictObject({
  format: z.literal(1),
  dataset: z.string(),
  version: z.int().positive(),
  semanticVersion: z.string(),
  commitId: z.string(),
  contentHash: z.string(),
  rows: count,
  /** Paths are relative to the dataset's root. */
  files: z.array(z.strictObject({ path: z.string(), sha256: digest, bytes: count, rows: count })).readonly(),
  schemaHash: digest,
  metadataSha256: digest,
  contract: contractDocument,
  verdict: z.enum(['passed', 'warned']),
  /** Absent in manifests of before it was kept. */
  gate: gateOutcome.optional(),
  sources: z.array(sourceFile).readonly(),
  accounting: rowAccounting,
  readmitted: readmittedRows.optional(),
  configHash: z.string(),
  codeVersion: z.string(),
  modelId: z.string().nullable(),
  /** The same, with their versions; absent in manifests of before models were registered. */
  models: z.array(linkageModel).readonly().optional(),
  lineageRunId: z.string(),
  run: z.string(),
  nominalTime: z.iso.datetime(),
  /** Wall clock. */
  createdAt: z.iso.datetime(),
})
export type VersionManifest = z.infer<typeof versionManifest>

/** The run's part of a manifest; the rest is read from the committed table. */
export type ManifestFacts = Pick<
  VersionManifest,
  | 'dataset'
  | 'version'
  | 'contract'
  | 'verdict'
  | 'gate'
  | 'sources'
  | 'accounting'
  | 'readmitted'
  | 'configHash'
  | 'codeVersion'
  | 'modelId'
  | 'models'
  | 'lineageRunId'
  | 'run'
  | 'createdAt'
>

/**
 * Writes the manifest of a committed version, once. A version that has one keeps it (a repeated run, or a second run that adopted
 * the version), and the one in the store is returned.
 * @throws VersionNotFoundError when the version was not committed; ZodError when the facts break the schema (a bug).
 */
export async function publishManifest(store: ObjectStore, facts: ManifestFacts): Promise<VersionManifest> {
  const { fields: _, contractVersion: __, ...described } = await describeVersion(store, facts.dataset, facts.version)
  const manifest = versionManifest.parse({
    format: 1,
    ...described,
    ...facts,
  })
  const key = tableKeys.manifest(facts.dataset, facts.version)
  const outcome = await store.create(key, canonicalJson(manifest))
  return outcome === 'exists' ? ((await readManifest(store, facts.dataset, facts.version)) ?? manifest) : manifest
}

/** The manifest of a version, or undefined when its run died before writing one. @throws VersionDamagedError */
export async function readManifest(
  store: ObjectStore,
  dataset: string,
  version: number,
): Promise<VersionManifest | undefined> {
  const key = tableKeys.manifest(dataset, version)
  const held = await store.get(key)
  return held && parseDocument(versionManifest, held.body, store.uri(key))
}
