import { glueTableName } from '../../contracts/glue-table-name.ts'
import type { CatalogFollowing } from '../../ledger/catalog-following.ts'
import type { ObjectStore } from '../../storage/object-store.ts'
import { followGlue } from '../../versions/follow-glue.ts'
import { type GlueCatalog, openGlueCatalog } from '../../versions/glue-catalog.ts'

/**
 * Points tables of a Glue database at released versions, one after the other. What Glue refuses is told and never
 * thrown: the release stands, and following can be done again.
 */
export async function followCatalog(
  store: ObjectStore,
  database: string,
  /** By table, as `tableKeys` takes it. */
  versions: Readonly<Record<string, number>>,
  open: (database: string) => Promise<GlueCatalog> = openGlueCatalog,
): Promise<CatalogFollowing[]> {
  const catalog = await open(database)
  const done: CatalogFollowing[] = []
  for (const [dataset, version] of Object.entries(versions)) {
    const table = `${database}.${glueTableName(dataset)}`
    try {
      done.push({ table, version, outcome: await followGlue(store, catalog, dataset, version) })
    } catch (error) {
      const said = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
      const problem = `The Glue table ${table} does not show version ${version} (${said}). The release stands; move the table with: hotpass repair glue`
      done.push({ table, version, outcome: 'failed', problem })
    }
  }
  return done
}
