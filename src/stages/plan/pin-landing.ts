import { statSync } from 'node:fs'
import { join, resolve as resolvePath } from 'node:path'
import { NothingLandedError } from '../../ledger/errors.ts'
import { type Landing, type LandingFilter, pinFolder, pinStoreLanding } from '../../ledger/landing.ts'
import type { PinnedDomain } from '../../ledger/pinned-domain.ts'
import type { StageContext } from '../../ledger/stage.ts'

/** What has landed: in the folder the run was given, else in the store's own. @throws NothingLandedError */
export async function pinLanding(
  context: Pick<StageContext, 'store' | 'scratch'>,
  domain: PinnedDomain['compiled'],
  given: string | null | undefined,
  redact: LandingFilter | undefined,
): Promise<Landing> {
  const patterns = domain.sources.flatMap((source) => source.files)
  const folder = given ? resolvePath(given) : undefined
  const found = folder === undefined ? undefined : statSync(folder, { throwIfNoEntry: false })
  if (folder !== undefined && !found?.isDirectory())
    throw new NothingLandedError(`${folder} (${found ? 'not a folder' : 'no such folder'})`, undefined, patterns)
  const landing =
    folder === undefined
      ? await pinStoreLanding(context.store, domain, join(context.scratch, 'landing'))
      : await pinFolder(context.store, domain, folder, join(context.scratch, 'landing'), redact)
  if (landing.sources.length === 0)
    throw new NothingLandedError(
      folder ?? "the store's landing folder",
      [...landing.unmatched, ...landing.irregular],
      patterns,
    )
  return landing
}
