import { pinnedLinkage } from '../ledger/pinned-linkage.ts'
import { fittingModel } from '../ledger/promoted-model.ts'
import { domainPinnedBy } from '../ledger/store-domains.ts'
import { tellAliasMoved } from '../ledger/tell-models.ts'
import type { ModelVersion, RegistryName } from '../models/index.ts'
import { type AliasOutcome, aliasName, promoteModel, rollBackModel } from '../models/model-aliases.ts'
import type { ObjectStore } from '../storage/object-store.ts'
import type { CliIo } from './cli-io.ts'
import type { CommonOptions, PipelineOption } from './common-options.ts'
import { UsageError } from './errors.ts'
import { EXIT } from './exit-codes.ts'
import { meantModel, meantRegistry } from './meant-model.ts'
import { openExistingStore } from './open-existing-store.ts'
import { jsonText, plainLines } from './plain-text.ts'
import { meantRun } from './run-meant.ts'
import { whoDecides } from './who-decides.ts'

export interface ModelsMoveOptions extends CommonOptions, PipelineOption {
  readonly alias: string
  readonly why: string
  readonly by?: string
}

/** `hotpass models promote`: points an alias to a version. A model that the pipeline's settings cannot weigh by is refused. */
export async function modelsPromoteCommand(said: string, options: ModelsMoveOptions, io: CliIo): Promise<number> {
  const decision = decisionOf(options, io)
  const store = await openExistingStore(options.store)
  const { of, model } = await meantModel(store, said, options.pipeline)
  await proveFits(store, of, model)
  return tell(store, of, options, await promoteModel(store, of, options.alias, model.version, decision), io)
}

/** `hotpass models rollback`: takes the last promotion of an alias back. */
export async function modelsRollbackCommand(
  said: string | undefined,
  options: ModelsMoveOptions,
  io: CliIo,
): Promise<number> {
  const decision = decisionOf(options, io)
  const store = await openExistingStore(options.store)
  const of = await meantRegistry(store, said, options.pipeline)
  return tell(store, of, options, await rollBackModel(store, of, options.alias, decision), io)
}

/** @throws UsageError */
function decisionOf({ alias, why, by }: ModelsMoveOptions, io: CliIo) {
  if (!aliasName.safeParse(alias).success)
    throw new UsageError(
      `"${alias}" cannot be an alias: it begins with a small letter, goes on with letters, digits, - or _, and is neither latest nor v and a number. Use champion or challenger.`,
    )
  const reason = why.trim()
  if (reason === '') throw new UsageError('Say why in --why: it is kept with the move, for whoever asks later.')
  return { by: whoDecides(by, io).slice(0, 200), at: new Date().toISOString(), why: reason.slice(0, 2000) }
}

/** Against what the pipeline's newest run had pinned: what runs next is checked again when it is planned. @throws UsageError */
async function proveFits(store: ObjectStore, { pipeline, dataset }: RegistryName, model: ModelVersion): Promise<void> {
  const newest = await meantRun(store, undefined, pipeline, () => true)
  const domain = newest && (await domainPinnedBy(store, newest.run))
  const entity = domain?.compiled.entities.find((one) => one.dataset === dataset)
  if (newest === undefined || domain === undefined) return
  if (entity === undefined)
    throw new UsageError(
      `The domain that ${newest.run} ran with has no dataset ${dataset} any more, so its models link nothing. Nothing was changed.`,
    )
  const found = await fittingModel(store, pinnedLinkage(domain, entity.id), model)
  if (found.kind === 'misfit')
    throw new UsageError(
      `${dataset}/${model.version} ${found.reason}, so it cannot be promoted. Choose another (hotpass models list ${dataset}), or train one for the settings as they are: hotpass run ${pipeline} --set resolve.linkage_model=retrained`,
    )
}

async function tell(
  store: ObjectStore,
  of: RegistryName,
  { alias, json }: ModelsMoveOptions,
  outcome: AliasOutcome,
  io: CliIo,
): Promise<number> {
  const to = outcome.kind === 'moved' ? outcome.move.to : outcome.version
  const problem = await tellAliasMoved(store, of, alias, to, io.env)
  if (problem !== undefined) io.err(`${plainLines(problem)}\n`)
  if (json) io.out(`${jsonText({ ...of, alias, ...outcome })}\n`)
  else io.out(`${plainLines(sentence(of, alias, outcome))}\n`)
  return EXIT.ok
}

function sentence({ pipeline, dataset }: RegistryName, alias: string, outcome: AliasOutcome): string {
  if (outcome.kind === 'unchanged') return `${dataset}@${alias} is version ${outcome.version} already: nothing to do.`
  const { from, to } = outcome.move
  const place = (version: number | null) => (version === null ? 'no version' : `version ${version}`)
  const next =
    alias === 'champion'
      ? ` The next run of ${pipeline} links by it where resolve.linkage_model is champion.`
      : alias === 'challenger'
        ? ` The next run of ${pipeline} scores it beside the model in use: hotpass models compare`
        : ''
  return `${dataset}@${alias} is ${place(to)} now, and was ${place(from)}.${to === null ? '' : next}`
}
