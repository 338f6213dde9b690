import type { ModelAliases, ModelVersion, RegistryName, TrainingRecord } from '../models/index.ts'
import { readAliases } from '../models/model-aliases.ts'
import { listModels, listRegistries } from '../models/model-version.ts'
import { readTraining } from '../models/training-record.ts'
import type { ObjectStore } from '../storage/object-store.ts'
import type { CliIo } from './cli-io.ts'
import type { CommonOptions, PipelineOption } from './common-options.ts'
import { EXIT } from './exit-codes.ts'
import { meantRegistry } from './meant-model.ts'
import { openExistingStore } from './open-existing-store.ts'
import { jsonText } from './plain-text.ts'
import { table } from './table.ts'

const HEADINGS = ['model', 'alias', 'origin', 'records', 'links', 'expected precision', 'registered', 'run']

interface ListedModel extends ModelVersion {
  readonly aliases: readonly string[]
  readonly training: TrainingRecord | undefined
}

/** `hotpass models list`: the registered versions of a dataset, or of all, newest first. */
export async function modelsListCommand(
  dataset: string | undefined,
  options: CommonOptions & PipelineOption,
  io: CliIo,
): Promise<number> {
  const store = await openExistingStore(options.store)
  const registries =
    dataset === undefined
      ? (await listRegistries(store)).filter(({ pipeline }) => (options.pipeline ?? pipeline) === pipeline)
      : [await meantRegistry(store, dataset, options.pipeline)]
  const listed = await Promise.all(registries.map((of) => registryListed(store, of)))
  if (options.json) io.out(`${jsonText({ registries: listed })}\n`)
  else if (listed.length === 0) io.out('No models are registered yet. A run registers what it trains: hotpass run\n')
  else io.out(`${table([HEADINGS, ...listed.flatMap(({ models }) => models.map(cells))], io.outColumns).join('\n')}\n`)
  return EXIT.ok
}

async function registryListed(
  store: ObjectStore,
  of: RegistryName,
): Promise<
  RegistryName & { models: ListedModel[]; aliases: ModelAliases['aliases']; history: ModelAliases['history'] }
> {
  const { aliases, history } = await readAliases(store, of)
  const models = await Promise.all(
    (await listModels(store, of)).reverse().map(async (model) => ({
      ...model,
      aliases: Object.keys(aliases).filter((alias) => aliases[alias] === model.version),
      training: await readTraining(store, of, model.run),
    })),
  )
  return { ...of, aliases, history, models }
}

const cells = ({ dataset, version, aliases, origin, training, registeredAt, run }: ListedModel) => [
  `${dataset}/${version}`,
  aliases.join(' '),
  origin,
  training?.metrics.records ?? '-',
  training?.metrics.links ?? '-',
  training?.metrics.expected_precision?.toFixed(4) ?? '-',
  registeredAt.slice(0, 19).replace('T', ' '),
  run,
]
