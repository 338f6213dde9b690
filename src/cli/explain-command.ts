import { join } from 'node:path'
import type { Engine } from '../engine/engine.ts'
import { parquetFiles, sqlText } from '../engine/sql.ts'
import { keys } from '../ledger/keys.ts'
import type { WaterfallStep } from '../resolve/review/index.ts'
import { describeDecision } from '../resolve/review/judge-decisions.ts'
import { decisionsInForce } from '../resolve/review/resolution-decision.ts'
import { toldKey } from '../resolve/review/told-key.ts'
import type { ObjectStore } from '../storage/object-store.ts'
import { findDataset, type PublishedDataset } from '../versions/find-dataset.ts'
import { localDataFiles } from '../versions/pull-version.ts'
import { resolveVersion } from '../versions/resolve-version.ts'
import { describeVersion } from '../versions/version-files.ts'
import { readManifest } from '../versions/version-manifest.ts'
import type { CliIo } from './cli-io.ts'
import type { CommonOptions, PipelineOption } from './common-options.ts'
import { count } from './describe-state.ts'
import { UsageError } from './errors.ts'
import { EXIT } from './exit-codes.ts'
import { fitText } from './fit-text.ts'
import { openExistingStore } from './open-existing-store.ts'
import { jsonText, plainLines } from './plain-text.ts'
import { decisionsAbout } from './review-queue.ts'
import { table } from './table.ts'
import { readerFlags } from './use-environment.ts'
import { weightBars } from './weight-bars.ts'
import { storeReach, withEngine } from './with-engine.ts'

interface RecordRow {
  readonly source_record_id: string
  readonly record_key: string
  readonly row_class: string
  readonly linked_by: string
  readonly evidence: string | null
  readonly match_weight: number | null
  readonly file: string
  readonly sheet: string
  readonly row_number: number
}

interface LinkRow {
  readonly left_record: string
  readonly right_record: string
  readonly match_weight: number | null
  readonly match_probability: number | null
  readonly is_path: boolean
  readonly decision: string | null
  readonly waterfall: readonly WaterfallStep[]
}

interface ChangeRow {
  readonly base_version: number
  readonly entity_id: string
  readonly change: string
  readonly related_entity_id: string | null
  readonly records: number
  readonly cause: string
  readonly evidence: string | null
}

/** Everything behind one entity. Holds no personal values. */
export interface Explanation {
  readonly pipeline: string
  readonly entity_id: string
  readonly version: number
  readonly run: string
  readonly model: string | null
  readonly records: readonly RecordRow[]
  readonly attached: number
  /** Null when the run's links are not in the store. */
  readonly links: readonly LinkRow[] | null
  readonly decisions: readonly string[]
  readonly history: readonly ChangeRow[]
}

const ENTITY = /^[a-z][a-z0-9_]*_[a-z2-7]{20}$/

/** `hotpass explain ENTITY|RECORD`: why these records are one. */
export async function explainCommand(
  asked: string,
  options: CommonOptions & PipelineOption,
  io: CliIo,
): Promise<number> {
  const store = await openExistingStore(options.store)
  const explanation = await withEngine(storeReach(store), (engine, scratch) =>
    explain(store, engine, scratch, asked, options.pipeline),
  )
  if (options.json) io.out(`${jsonText(explanation)}\n`)
  else io.out(`${fitText(plainLines(describe(explanation, options, io.outColumns)), io.outColumns)}\n`)
  return EXIT.ok
}

async function explain(
  store: ObjectStore,
  engine: Engine,
  scratch: string,
  asked: string,
  owner: string | undefined,
): Promise<Explanation> {
  const current = await findDataset(store, 'entity_links', owner)
  const changed = await findDataset(store, 'entity_changes', current.pipeline)
  const version = await resolveVersion(store, current, {})
  const files = async ({ dataset, table }: PublishedDataset, of: number) =>
    localDataFiles(store, await describeVersion(store, table, of), join(scratch, dataset))
  const links = parquetFiles(await files(current, version), 'union_by_name = true')
  const history = parquetFiles(await files(changed, await resolveVersion(store, changed, {})))
  const entity = ENTITY.test(asked) ? asked : await entityOf(engine, links, asked, version)
  const rows = await engine.rows<RecordRow & { attached: boolean }>(
    `SELECT source_record_id, record_key, row_class, linked_by, evidence, match_weight, file, sheet, row_number,
       row_class = 'attached' OR linked_by IN ('duplicate_row', 'same_key') AS attached
     FROM ${links} WHERE entity_id = ${sqlText(entity)} ORDER BY row_class <> 'published', record_key, file, sheet, row_number`,
  )
  const changes = await engine.rows<ChangeRow>(
    `SELECT base_version, entity_id, change, related_entity_id, records, cause, evidence FROM ${history}
     WHERE entity_id = ${sqlText(entity)} OR related_entity_id = ${sqlText(entity)} ORDER BY base_version, change, entity_id`,
  )
  if (rows.length === 0) throw new UsageError(whereItWent(asked, version, changes))
  const manifest = await readManifest(store, current.table, version)
  const run = manifest?.run ?? ''
  const records = rows.filter(({ attached }) => !attached).map(({ attached: _, ...row }) => row)
  const keysOf = new Set(records.map(({ record_key }) => record_key))
  const decisions = decisionsInForce(await decisionsAbout(store, current.pipeline)).filter(
    ({ left, right }) => keysOf.has(left) || keysOf.has(right),
  )
  return {
    pipeline: current.pipeline,
    entity_id: entity,
    version,
    run,
    model: manifest?.modelId ?? null,
    records: records.map((record) => ({ ...record, record_key: toldKey(record.record_key) })),
    attached: rows.length - records.length,
    links: await linksOf(store, engine, scratch, run, entity),
    decisions: decisions.map(describeDecision),
    history: changes,
  }
}

async function entityOf(engine: Engine, links: string, asked: string, version: number): Promise<string> {
  const found = await engine.rows<{ entity_id: string }>(
    `SELECT DISTINCT entity_id FROM ${links}
     WHERE source_record_id = ${sqlText(asked)} OR record_key = ${sqlText(asked)} ORDER BY ALL LIMIT 3`,
  )
  if (found.length === 1 && found[0] !== undefined) return found[0].entity_id
  throw new UsageError(
    found.length === 0
      ? `Version ${version} of entity_links has no entity and no record "${asked}". Give an id such as org_… or reachout:12; hotpass pull entity_links lists them.`
      : `Several entities have a record "${asked}": ${found.map(({ entity_id }) => entity_id).join(', ')}. Give one of these.`,
  )
}

function whereItWent(asked: string, version: number, changes: readonly ChangeRow[]): string {
  const ended = changes.findLast(
    ({ change, entity_id }) => entity_id === asked && (change === 'merged' || change === 'died'),
  )
  if (ended?.change === 'merged')
    return `${asked} was merged into ${ended.related_entity_id} after version ${ended.base_version}. Next: hotpass explain ${ended.related_entity_id}`
  if (ended !== undefined)
    return `${asked} has died: none of its records is in version ${version}; the last that had one is ${ended.base_version}.`
  return `Version ${version} of entity_links has no entity ${asked}. hotpass pull entity_links lists them.`
}

async function linksOf(
  store: ObjectStore,
  engine: Engine,
  scratch: string,
  run: string,
  entity: string,
): Promise<LinkRow[] | null> {
  const key = keys.links(run)
  for await (const object of store.list(key)) {
    if (object.key !== key) continue
    const rows = await engine.rows<Omit<LinkRow, 'waterfall'> & { waterfall: string }>(
      `SELECT left_record, right_record, match_weight, match_probability, is_path, decision, waterfall
       FROM ${parquetFiles(await store.fetchFile(key, join(scratch, 'links')))}
       WHERE entity_id = ${sqlText(entity)} ORDER BY is_path DESC, match_weight DESC NULLS FIRST, left_record, right_record`,
    )
    return rows.map((row) => ({ ...row, waterfall: JSON.parse(row.waterfall) as WaterfallStep[] }))
  }
  return null
}

const bits = (value: number): string => `${value > 0 ? '+' : ''}${value.toFixed(2)}`

function describe(found: Explanation, options: CommonOptions & PipelineOption, columns: number | undefined): string {
  const lines = [
    `${found.entity_id}: ${count(found.records.length, 'record')}${found.attached > 0 ? `, ${count(found.attached, 'row')} attached` : ''}, version ${found.version} of entity_links`,
    '',
    ...table(
      found.records.map((row) => [
        row.source_record_id,
        `${row.file}, ${row.sheet}, row ${row.row_number}`,
        row.linked_by === 'own_record'
          ? 'the record it is named after'
          : `${row.linked_by} through ${row.evidence ?? '?'}${row.match_weight === null ? '' : ` (${row.match_weight.toFixed(2)} bits)`}`,
      ]),
      columns,
    ),
  ]
  if (found.links === null) lines.push('', `The links of run ${found.run} are not in the store any more.`)
  for (const link of found.links ?? []) {
    if (!link.is_path) continue
    lines.push('')
    if (link.decision !== null) {
      lines.push(`${link.left_record} and ${link.right_record}: decision ${link.decision}`)
      continue
    }
    const steps = link.waterfall.filter((step) => step.bits + step.tfBits !== 0)
    const bars = weightBars(steps.map((step) => step.bits + step.tfBits))
    lines.push(
      `${link.left_record} and ${link.right_record}: ${(link.match_weight ?? 0).toFixed(2)} bits, probability ${(link.match_probability ?? 0).toFixed(4)}`,
      ...table(
        steps.map((step, at) => [
          `  ${step.comparison}`,
          step.label,
          bits(step.bits + step.tfBits),
          bars[at] as string,
        ]),
        columns,
      ),
    )
  }
  const others = (found.links ?? []).filter(({ is_path }) => !is_path).length
  if (others > 0) lines.push('', `${count(others, 'more pair')} of these records agree (--json shows them).`)
  if (found.decisions.length > 0) lines.push('', ...found.decisions.map((decision) => `Decision ${decision}`))
  if (found.history.length > 0)
    lines.push(
      '',
      ...found.history.map(
        (change) =>
          `After version ${change.base_version}: ${change.entity_id} ${change.change}${change.related_entity_id === null ? '' : ` ${change.change === 'merged' ? 'into' : 'from'} ${change.related_entity_id}`}, ${count(change.records, 'record')}, ${change.cause.replaceAll('_', ' ')}${change.evidence === null ? '' : ` ${change.evidence}`}`,
      ),
    )
  const [first, second] = found.records
  if (first !== undefined && second !== undefined)
    lines.push(
      '',
      `Wrong? hotpass review reject ${first.source_record_id}~${second.source_record_id} --why '…'${readerFlags(options)}`,
    )
  return lines.join('\n')
}
