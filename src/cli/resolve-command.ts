import { mkdir, readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { Engine } from '../engine/engine.ts'
import { engineMemoryMb, memoryGivenMb } from '../engine/engine-memory.ts'
import { sqlName, sqlText } from '../engine/sql.ts'
import { analyseBlocking } from '../resolve/blocking/analyse-blocking.ts'
import { clusterFunction } from '../resolve/clusters/cluster-function.ts'
import { clusterPairs } from '../resolve/clusters/cluster-pairs.ts'
import { clusterInput } from '../resolve/clusters/cluster-scores.ts'
import { comparePairs } from '../resolve/comparing/compare-pairs.ts'
import type { ClusterInput } from '../resolve/index.ts'
import { prepareRecords } from '../resolve/records/prepare-records.ts'
import { gatherReport } from '../resolve/report/gather-report.ts'
import { renderReport } from '../resolve/report/render-report.ts'
import { scoredPairsSql, scorePairs, thresholdBits } from '../resolve/scoring/score-pairs.ts'
import { type LinkageSettings, parseLinkageSettings } from '../resolve/settings/parse-linkage-settings.ts'
import { refuseUnsafeSql } from '../resolve/settings/refuse-unsafe-sql.ts'
import { modelText } from '../resolve/training/linkage-model.ts'
import { trainModel } from '../resolve/training/train-model.ts'
import { type TruthMetrics, truthMetrics } from '../resolve/truth-metrics.ts'
import type { CliIo } from './cli-io.ts'
import { UsageError } from './errors.ts'
import { EXIT } from './exit-codes.ts'
import { jsonText, plainText } from './plain-text.ts'
import { readAnyFile, stem } from './read-any-file.ts'
import { readTruth } from './read-truth.ts'
import { table } from './table.ts'
import { type LabelSummary, labelLines, taughtByLabels } from './taught-by-labels.ts'
import { filesReach, withEngine } from './with-engine.ts'
import { clearPlace, replaceFile } from './write-file.ts'

export interface ResolveOptions {
  readonly settings: string
  readonly out: string
  readonly truth?: string
  readonly truthKey: string
  readonly threshold?: string
  readonly memory?: string
  readonly sheet?: string
  /** A table of labels, and a column that says the entity of some rows: what the model is taught by. */
  readonly labels?: string
  readonly labelColumn?: string
  readonly json: boolean
}

/** A terabyte: more is a slip of the hand. */
const MOST_MEMORY_MB = 1_048_576
const THRESHOLDS = [0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.999]

/** `hotpass resolve`: links the rows of any files, and writes clusters.parquet, pairs.parquet, model.json and report.html. */
export async function resolveCommand(files: readonly string[], options: ResolveOptions, io: CliIo): Promise<number> {
  const settings = parseLinkageSettings(await readSettings(options.settings), basename(options.settings))
  const threshold = thresholdOf(options, settings)
  const memoryLimitMb = options.memory === undefined ? engineMemoryMb(memoryGivenMb()) : Number(options.memory)
  if (!Number.isInteger(memoryLimitMb) || memoryLimitMb < 64 || memoryLimitMb > MOST_MEMORY_MB)
    throw new UsageError(`--memory is "${options.memory}"; give whole megabytes, from 64 to ${MOST_MEMORY_MB}.`)
  await mkdir(options.out, { recursive: true })
  const given = [...files, ...[options.truth, options.labels].filter((path) => path !== undefined)]
  return withEngine(
    await filesReach(given, options.out),
    async (engine) => {
      const say = (text: string): void => io.err(`${plainText(text)}\n`)
      await refuseUnsafeSql(engine, settings)
      const rows = await readFiles(engine, files, settings, options.sheet, say)
      say(`Read ${count(rows, 'row')} from ${count(files.length, 'file')}.`)
      const records = await prepareRecords(engine, settings, 'input')
      await engine.run('DROP VIEW input')
      for (const at of files.keys()) await engine.run(`DROP TABLE input_${at}`)
      const analysis = await analyseBlocking(engine, settings, records)
      say(`Blocking makes at most ${count(analysis.bound, 'pair')}.`)
      const rulePairs = await comparePairs(engine, settings, records, {}, (at) =>
        say(`Comparing pairs of rule ${at + 1} of ${settings.rules.length} …`),
      )
      const taught = await taughtByLabels(
        engine,
        settings,
        records,
        await trainModel(engine, settings, records),
        options,
      )
      const { model } = taught
      await scorePairs(engine, settings, records, model)
      const accuracy = await taught.accuracy(threshold)
      for (const note of taught.notes) say(`Note: ${note}`)
      say('Clustering …')
      const lowest = options.truth === undefined ? threshold : Math.min(threshold, THRESHOLDS[0] as number)
      const input = await clusterInput(engine, taught.settings, records, {
        threshold: thresholdBits(lowest),
        ...taught.held,
      })
      const clusters = clusterPairs({ ...input, threshold: thresholdBits(threshold) })
      const ids = options.truth === undefined ? [] : await rowIds(engine)
      const linked = { model, analysis, rulePairs, clusters, threshold, accuracy }
      const title = `Linkage of ${files.map((file) => basename(file)).join(', ')}`
      const data = await gatherReport(engine, settings, records, linked, { title })
      const truth = options.truth === undefined ? undefined : await againstTruth(engine, options, ids, input, threshold)
      const [clustersPath, pairsPath] = ['clusters.parquet', 'pairs.parquet'].map((name) => join(options.out, name))
      await clearPlace(clustersPath as string)
      await writeClusters(engine, records.hasSource, clusters.clusterOf, clustersPath as string)
      await clearPlace(pairsPath as string)
      await engine.writeParquet(scoredPairsSql(settings, records), pairsPath as string)
      await replaceFile(join(options.out, 'model.json'), modelText(model))
      await replaceFile(join(options.out, 'report.html'), renderReport({ ...data, ...(truth ? { truth } : {}) }))
      for (const warning of data.warnings) say(`Note: ${warning}`)
      const summary = {
        rows: data.rows,
        pairs: data.pairs,
        clusters: data.clusters,
        threshold,
        ...taught.summary(accuracy),
        ...(truth ? { truth } : {}),
      }
      io.out(options.json ? `${jsonText(summary)}\n` : report(summary, options.out, io.outColumns))
      return EXIT.ok
    },
    memoryLimitMb,
  )
}

const count = (value: number, what: string): string => `${value.toLocaleString('en')} ${what}${value === 1 ? '' : 's'}`

async function readSettings(path: string): Promise<unknown> {
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch {
    throw new UsageError(`The settings file ${path} cannot be read. Give --settings the path of a JSON file.`)
  }
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new UsageError(
      `The settings file ${path} is no JSON: ${error instanceof Error ? error.message : String(error)}`,
    )
  }
}

function thresholdOf(options: ResolveOptions, settings: LinkageSettings): number {
  if (options.threshold === undefined) return settings.options.match_threshold
  const threshold = Number(options.threshold)
  if (!(threshold > 0 && threshold < 1))
    throw new UsageError(`--threshold is "${options.threshold}"; give a probability between 0 and 1, such as 0.9.`)
  return threshold
}

/** View `input` over tables `input_0`, `input_1` …: the rows of all files, columns by name. With several files the source column says which file a row is from. */
async function readFiles(
  engine: Engine,
  files: readonly string[],
  settings: LinkageSettings,
  sheet: string | undefined,
  say: (text: string) => void,
): Promise<number> {
  let rows = 0
  const selects: string[] = []
  for (const [at, file] of files.entries()) {
    const name = `input_${at}`
    const read = await readAnyFile(engine, file, name, { sheet })
    for (const note of read.notes) say(`Note: ${note}`)
    rows += read.rows
    const columns = await engine.rows<{ column_name: string }>(`DESCRIBE ${sqlName(name)}`)
    const hasSource = columns.some(
      ({ column_name }) => column_name.toLowerCase() === settings.sourceColumn.toLowerCase(),
    )
    const source = hasSource ? '' : `, ${sqlText(stem(file))} AS ${sqlName(settings.sourceColumn)}`
    selects.push(`SELECT *${source} FROM ${sqlName(name)}`)
  }
  await engine.run(`CREATE VIEW input AS ${selects.join(' UNION ALL BY NAME ')}`)
  return rows
}

async function rowIds(engine: Engine): Promise<string[]> {
  const ids: string[] = []
  for await (const { columns } of engine.columns('SELECT link_row_id FROM link_record ORDER BY link_position'))
    for (const id of columns[0] as string[]) ids.push(id)
  return ids
}

async function againstTruth(
  engine: Engine,
  options: ResolveOptions,
  ids: readonly string[],
  input: ClusterInput,
  threshold: number,
): Promise<TruthMetrics & { thresholds: ({ threshold: number } & TruthMetrics)[] }> {
  const { truth } = await readTruth(engine, options.truth as string, options.truthKey, ids)
  const at = (probability: number): TruthMetrics =>
    truthMetrics(clusterPairs({ ...input, threshold: thresholdBits(probability) }).clusterOf, truth)
  return {
    ...at(threshold),
    thresholds: THRESHOLDS.map((probability) => ({ threshold: probability, ...at(probability) })),
  }
}

/** Each row's id and the id of the least row of its cluster. */
async function writeClusters(engine: Engine, hasSource: boolean, clusterOf: Int32Array, path: string): Promise<void> {
  const cluster = clusterFunction(engine, clusterOf)
  const entity = hasSource ? "f.link_source || '/' || f.link_row_id" : 'f.link_row_id'
  await engine.writeParquet(
    `SELECT r.link_row_id AS row_id${hasSource ? ', r.link_source AS source_dataset' : ''}, ${entity} AS entity_id
     FROM link_record r JOIN link_record f ON f.link_position = ${cluster}(r.link_position)::INTEGER ORDER BY r.link_position`,
    path,
  )
}

interface Summary {
  readonly rows: number
  readonly pairs: number
  readonly clusters: number
  readonly threshold: number
  readonly labels?: LabelSummary
  readonly truth?: TruthMetrics & { readonly thresholds: readonly ({ threshold: number } & TruthMetrics)[] }
}

function report(
  { rows, pairs, clusters, threshold, labels, truth }: Summary,
  out: string,
  columns: number | undefined,
): string {
  const lines = [
    `${count(rows, 'row')} became ${count(clusters, 'entity').replace('entitys', 'entities')} at a match probability of ${threshold}; ${count(pairs, 'pair')} compared.`,
    ...labelLines(labels),
  ]
  if (truth) {
    const cells = (metrics: TruthMetrics): string[] =>
      [metrics.pairwise, metrics.clusterwise].flatMap(({ precision, recall, f1 }) =>
        [precision, recall, f1].map((value) => value.toFixed(4)),
      )
    lines.push(
      '',
      ...table(
        [
          ['threshold', 'pairs: precision', 'recall', 'F1', 'clusters: precision', 'recall', 'F1'],
          [`${threshold} (used)`, ...cells(truth)],
          ...truth.thresholds.map((metrics) => [String(metrics.threshold), ...cells(metrics)]),
        ],
        columns,
      ),
    )
  }
  lines.push(
    '',
    ...['clusters.parquet', 'pairs.parquet', 'model.json', 'report.html'].map(
      (name) => `  ${plainText(join(out, name))}`,
    ),
  )
  return `${lines.join('\n')}\n`
}
