import { join } from 'node:path'
import type { LandingFilter } from '../../ledger/landing.ts'
import type { PinnedDomain } from '../../ledger/pinned-domain.ts'
import type { StageContext } from '../../ledger/stage.ts'
import { eraseFile } from './erase-file.ts'
import { readSuppressions } from './suppression.ts'

/** Keeps forgotten people out of the copies that a run with `--landing` makes: what is stored is a copy without them. */
export async function landingFilter(
  context: Pick<StageContext, 'store' | 'scratch' | 'engine'>,
  sources: PinnedDomain,
): Promise<LandingFilter> {
  const { suppressions } = await readSuppressions(context.store)
  let copies = 0
  return async (path, source, name) => {
    const out = join(context.scratch, `landing-${copies++}`)
    const done = await eraseFile({
      path,
      out,
      name,
      source,
      sources: [sources],
      suppressions,
      engine: () => context.engine(),
    })
    return done.outcome === 'erased' ? out : path
  }
}
