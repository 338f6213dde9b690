import { keys } from '../ledger/keys.ts'
import type { AliasMove, ModelVersion, TrainingRecord } from '../models/index.ts'
import { readAliases } from '../models/model-aliases.ts'
import { readTraining } from '../models/training-record.ts'
import type { ObjectStore } from '../storage/object-store.ts'
import type { CliIo } from './cli-io.ts'
import type { CommonOptions, PipelineOption } from './common-options.ts'
import { EXIT } from './exit-codes.ts'
import { fitText } from './fit-text.ts'
import { meantModel } from './meant-model.ts'
import { openExistingStore } from './open-existing-store.ts'
import { jsonText, plainLines } from './plain-text.ts'
import { table } from './table.ts'

/** `hotpass models show`: all that is known of one version. */
export async function modelsShowCommand(
  said: string,
  options: CommonOptions & PipelineOption,
  io: CliIo,
): Promise<number> {
  const store = await openExistingStore(options.store)
  const { of, model } = await meantModel(store, said, options.pipeline)
  const training = await readTraining(store, of, model.run)
  const { aliases, history } = await readAliases(store, of)
  const named = Object.keys(aliases).filter((alias) => aliases[alias] === model.version)
  const moves = history.filter(({ from, to }) => from === model.version || to === model.version)
  if (options.json) io.out(`${jsonText({ ...model, aliases: named, history: moves, training: training ?? null })}\n`)
  else io.out(`${fitText(plainLines(describe(store, model, training, named, moves, io.outColumns)), io.outColumns)}\n`)
  return EXIT.ok
}

function describe(
  store: ObjectStore,
  { pipeline, dataset, version, modelId, origin, run, registeredAt }: ModelVersion,
  training: TrainingRecord | undefined,
  aliases: readonly string[],
  moves: readonly AliasMove[],
  columns: number | undefined,
): string {
  const lines = [
    `${dataset}/${version}${aliases.length === 0 ? '' : ` (${aliases.join(', ')})`}, pipeline ${pipeline}`,
    `Model: ${store.uri(keys.model(modelId))} (${origin})`,
    `Registered: ${registeredAt} by run ${run}`,
  ]
  if (training === undefined) lines.push('', `The training record of run ${run} is not in the store any more.`)
  else {
    const { lineage, artifacts, parameters, metrics } = training
    lines.push(
      `Report: ${store.uri(artifacts.page)}`,
      `Stands on: ${lineage.baseRelease === null ? 'no release before it' : `release ${lineage.baseRelease}`}, Hotpass ${lineage.codeVersion}`,
      ...lineage.sources.map(({ source, file, sha256 }) => `Source: ${source} from ${file} (${sha256.slice(0, 12)}…)`),
      '',
      ...table([['metric', 'value'], ...Object.entries(metrics).map(([name, value]) => [name, shown(value)])], columns),
      '',
      ...table(
        [['parameter', 'value'], ...Object.entries(parameters).map(([name, value]) => [name, String(value)])],
        columns,
      ),
    )
  }
  if (moves.length > 0) lines.push('', ...moves.map(moveLine))
  return lines.join('\n')
}

const shown = (value: number): string => (Number.isInteger(value) ? String(value) : value.toPrecision(6))

const moveLine = ({ alias, how, from, to, by, at, why }: AliasMove): string =>
  `${alias} ${how === 'promoted' ? 'promoted' : 'rolled back'} from ${from === null ? 'nothing' : `version ${from}`} to ${to === null ? 'nothing' : `version ${to}`} by ${by} on ${at}: ${why}`
