import { findDataset } from '../versions/find-dataset.ts'
import { resolveVersion } from '../versions/resolve-version.ts'
import { verifyVersion } from '../versions/verify-version.ts'
import type { CliIo } from './cli-io.ts'
import type { CommonOptions, PipelineOption } from './common-options.ts'
import { EXIT } from './exit-codes.ts'
import { fitText } from './fit-text.ts'
import { openExistingStore } from './open-existing-store.ts'
import { jsonText, plainText } from './plain-text.ts'
import { versionNumber } from './version-number.ts'
import { storeReach, withEngine } from './with-engine.ts'

/**
 * `hotpass verify`: recomputes what a version claims, the latest released one unless told otherwise. Exit code 1 when a
 * check fails. A version asked for by number may be staged: that is one of the checks.
 */
export async function verifyCommand(
  name: string,
  options: CommonOptions & PipelineOption & { readonly version?: string },
  io: CliIo,
): Promise<number> {
  const asked = versionNumber(options.version)
  const store = await openExistingStore(options.store)
  const found = await findDataset(store, name, options.pipeline)
  const { pipeline, dataset, table } = found
  const version = asked ?? (await resolveVersion(store, found, {}))
  const verification = await withEngine(storeReach(store), (engine, scratch) =>
    verifyVersion(store, engine, table, version, scratch),
  )
  if (options.json) io.out(`${jsonText({ ...verification, pipeline, dataset })}\n`)
  else {
    for (const { check, ok, detail } of verification.checks) {
      io.out(fitText(`${ok ? 'ok    ' : 'FAILED'}  ${plainText(check)}: ${plainText(detail)}\n`, io.outColumns))
    }
    io.out(`${plainText(name)} version ${version}: ${verification.ok ? 'verified' : 'does not prove itself'}\n`)
  }
  return verification.ok ? EXIT.ok : EXIT.failed
}
