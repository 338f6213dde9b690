import { setTimeout as sleep } from 'node:timers/promises'
import { glueTableName } from '../contracts/glue-table-name.ts'
import type { ObjectStore } from '../storage/object-store.ts'
import { CommitContentionError, GlueTableForeignError } from './errors.ts'
import type { GlueCatalog, GlueTable } from './glue-catalog.ts'
import { readTable } from './table-head.ts'
import { tableKeys, versionOfKey } from './table-keys.ts'
import { currentColumns } from './table-schema.ts'

/** `current`: the catalogue stood at this version or a later one already. */
export type FollowOutcome = 'created' | 'moved' | 'current'

const mostTries = 50

/**
 * Points the Glue table of a dataset at a version, forward only; may be done by anyone at any time, again and again. It follows the
 * release and is never part of it: no reader of ours asks Glue, and a failure here unpublishes nothing.
 * @throws GlueTableForeignError, CommitContentionError, and what Glue says (access denied, throttled, no such database).
 */
export async function followGlue(
  store: ObjectStore,
  catalog: GlueCatalog,
  dataset: string,
  version: number,
): Promise<FollowOutcome> {
  const table = await describeTable(store, dataset, version)
  const root = store.uri(tableKeys.root(dataset))
  const name = glueTableName(dataset)
  for (let attempt = 1; attempt <= mostTries; attempt++) {
    const held = await catalog.get(name)
    if (held === undefined) {
      if (await catalog.create(table)) return 'created'
    } else {
      const location = held.metadataLocation
      const known = location?.startsWith(`${root}/`) ? versionOfKey(location.slice(store.uri('').length)) : undefined
      if (location === undefined || known === undefined)
        throw new GlueTableForeignError(catalog.database, name, location, root)
      if (known >= version) return 'current'
      if (await catalog.update({ ...table, previousMetadataLocation: location }, held.versionId)) return 'moved'
    }
    await sleep(Math.random() * 20 * Math.min(attempt, 10))
  }
  throw new CommitContentionError(`the Glue table ${catalog.database}.${name}`, mostTries)
}

async function describeTable(store: ObjectStore, dataset: string, version: number): Promise<GlueTable> {
  const { metadata } = await readTable(store, dataset, version)
  return {
    name: glueTableName(dataset),
    location: store.uri(tableKeys.root(dataset)),
    metadataLocation: store.uri(tableKeys.metadata(dataset, version)),
    columns: currentColumns(metadata),
  }
}
