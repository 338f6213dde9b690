import { join } from 'node:path'
import { loadPipeline } from '../../config/index.ts'
import type { LandingFilter } from '../../ledger/landing.ts'
import { plannedSources } from '../../ledger/planned-sources.ts'
import type { StageContext } from '../../ledger/stage.ts'
import { eraseFile } from './erase-file.ts'
import { readSuppressions } from './suppression.ts'

/** Keeps forgotten people out of the copies that a run with `--landing` makes: what is stored is a copy without them. */
export async function landingFilter(
  context: Pick<StageContext, 'store' | 'scratch' | 'engine'>,
  asked: { readonly pipeline: string; readonly profile?: string | null | undefined; readonly set: string[] },
): Promise<LandingFilter> {
  const { suppressions } = await readSuppressions(context.store)
  const pipeline = await loadPipeline(asked.pipeline)
  const profile = asked.profile ?? pipeline.profile
  const sources = await plannedSources({ pipeline: asked.pipeline, profile, set: asked.set })
  let copies = 0
  return async (path, source, name) => {
    const out = join(context.scratch, `landing-${copies++}`)
    const done = await eraseFile({ path, out, name, source, sources, suppressions, engine: () => context.engine() })
    return done.outcome === 'erased' ? out : path
  }
}
