import { followCatalog } from '../stages/publish/follow-catalog.ts'
import { releasedVersions } from '../versions/released-versions.ts'
import type { CliIo } from './cli-io.ts'
import type { CommonOptions } from './common-options.ts'
import { EXIT } from './exit-codes.ts'
import { openExistingStore } from './open-existing-store.ts'
import { jsonText, plainText } from './plain-text.ts'
import { type EnvironmentOptions, environmentOf } from './use-environment.ts'

/** `hotpass repair glue`: points every Glue table at what is released now. Exit code 1 when one could not be moved. */
export async function repairGlueCommand(options: CommonOptions & EnvironmentOptions, io: CliIo): Promise<number> {
  const { deployed } = environmentOf(options, 'repair glue')
  const store = await openExistingStore(options.store)
  const tables = await followCatalog(
    store,
    deployed.glueDatabase,
    Object.fromEntries((await releasedVersions(store)).map(({ table, version }) => [table, version])),
  )
  if (options.json) io.out(`${jsonText({ tables })}\n`)
  else if (tables.length === 0) io.out('Nothing was released yet, so there is no table to move.\n')
  else
    for (const { table, version, outcome, problem } of tables)
      io.out(
        `${plainText(problem ?? `${table}: version ${version}, ${outcome === 'current' ? 'as it was' : outcome}`)}\n`,
      )
  return tables.some(({ outcome }) => outcome === 'failed') ? EXIT.failed : EXIT.ok
}
