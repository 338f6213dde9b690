import { keys } from '../ledger/keys.ts'
import { pipelineInRunId } from '../runtime/run-id.ts'
import type { ObjectStore } from '../storage/object-store.ts'
import { UsageError } from './errors.ts'
import { at, listRuns, type RunDocuments, readRun } from './run-documents.ts'

/** The pipeline of a run, as its plan says; of one that has pinned none, as its id says. */
export async function pipelineOfRun(store: ObjectStore, run: string): Promise<string> {
  return ownerOf(await readRun(store, run, [keys.plan(run)]))
}

/** The same of documents that were read. */
export function ownerOf({ run, plan }: Pick<RunDocuments, 'run' | 'plan'>): string {
  const id = at(plan, 'pipelineId')
  return typeof id === 'string' ? id : (pipelineInRunId(run) ?? run)
}

export interface MeantRun {
  readonly run: string
  readonly pipeline: string
}

/**
 * The run that a person means: by its id, or with `latest` (or nothing) the newest that is among `left`. Where those are runs of several
 * pipelines, one has to be named. Nothing when there is none.
 * @param left whether the run left what is asked for
 * @throws UsageError
 */
export async function meantRun(
  store: ObjectStore,
  asked: string | undefined,
  pipeline: string | undefined,
  left: (run: string, documents: readonly string[]) => boolean,
): Promise<MeantRun | undefined> {
  if (asked !== undefined && asked !== 'latest') {
    const owner = await pipelineOfRun(store, asked)
    if (pipeline !== undefined && owner !== pipeline)
      throw new UsageError(`${asked} is a run of the pipeline ${owner}, and --pipeline says ${pipeline}.`)
    return { run: asked, pipeline: owner }
  }
  const runs: MeantRun[] = []
  for (const [run, documents] of await listRuns(store)) {
    if (!left(run, documents)) continue
    // The id says it in general, without a request for each run.
    const named = pipelineInRunId(run)
    const said = named !== undefined && (pipeline === undefined || named === pipeline)
    runs.push({ run, pipeline: said ? named : await pipelineOfRun(store, run) })
    if (pipeline !== undefined && runs.at(-1)?.pipeline === pipeline) return runs.at(-1)
  }
  if (pipeline !== undefined) return undefined
  const owners = [...new Set(runs.map((one) => one.pipeline))]
  if (owners.length > 1)
    throw new UsageError(`There are runs of several pipelines: ${owners.join(', ')}. Say whose with --pipeline.`)
  return runs[0]
}
