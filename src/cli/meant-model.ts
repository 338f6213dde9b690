import type { ModelVersion, RegistryName } from '../models/index.ts'
import { readAliases } from '../models/model-aliases.ts'
import { listRegistries, readModel } from '../models/model-version.ts'
import type { ObjectStore } from '../storage/object-store.ts'
import { UsageError } from './errors.ts'
import { didYouMean } from './nearest.ts'

/**
 * The registry that a person means: by its dataset, or `<pipeline>/<dataset>`; the only one without a name.
 * @throws UsageError naming what there is
 */
export async function meantRegistry(
  store: ObjectStore,
  name: string | undefined,
  pipeline: string | undefined,
): Promise<RegistryName> {
  const all = (await listRegistries(store)).filter((one) => pipeline === undefined || one.pipeline === pipeline)
  if (all.length === 0)
    throw new UsageError(
      `${store.uri('')} has no registered models${pipeline === undefined ? '' : ` of pipeline ${pipeline}`}. A run registers what it trains: hotpass run`,
    )
  const fits = ({ pipeline: of, dataset }: RegistryName) =>
    name === undefined || name === dataset || name === `${of}/${dataset}`
  const [found, ...others] = all.filter(fits)
  if (found !== undefined && others.length === 0) return found
  const known = all.map(({ pipeline: of, dataset }) => `${of}/${dataset}`)
  if (found === undefined)
    throw new UsageError(
      `No model of "${name}" is registered.${didYouMean(
        name ?? '',
        all.map(({ dataset }) => dataset),
      )} There are models of: ${known.join(', ')}.`,
    )
  throw new UsageError(
    `${name === undefined ? 'The store has models of several datasets' : `Several pipelines have models of ${name}`}: ${known.join(', ')}. Say which is meant.`,
  )
}

/** The version that a person means: `<dataset>/<number>`, `<dataset>@<alias>`, or either without the dataset. @throws UsageError, ModelsError */
export async function meantModel(
  store: ObjectStore,
  said: string,
  pipeline: string | undefined,
): Promise<{ readonly of: RegistryName; readonly model: ModelVersion }> {
  const byAlias = /^(.*)@([a-z][a-z0-9_-]*)$/.exec(said)
  if (byAlias !== null) {
    const of = await meantRegistry(store, byAlias[1] || undefined, pipeline)
    const alias = byAlias[2] as string
    const { aliases } = await readAliases(store, of)
    const version = aliases[alias]
    if (version === undefined)
      throw new UsageError(
        `${of.dataset} has no ${alias}.${didYouMean(alias, Object.keys(aliases))} See what there is: hotpass models list ${of.dataset}`,
      )
    return { of, model: await readModel(store, of, version) }
  }
  const byNumber = /^(?:(.+)\/)?([1-9]\d{0,8})$/.exec(said)
  if (byNumber === null)
    throw new UsageError(
      `"${said}" names no model version. Write it as <dataset>/<number> or <dataset>@<alias>; hotpass models list shows them.`,
    )
  const of = await meantRegistry(store, byNumber[1], pipeline)
  return { of, model: await readModel(store, of, Number(byNumber[2])) }
}
