import { GLUE_TYPE } from '../contracts/glue-types.ts'
import type { ColumnType } from '../engine/column-types.ts'

/** A table as the catalogue knows it. */
export interface GlueTable {
  readonly name: string
  readonly location: string
  readonly metadataLocation: string
  /** The pointer before this one, for whoever wants to go back. */
  readonly previousMetadataLocation?: string
  readonly columns: readonly {
    readonly id: number
    readonly name: string
    readonly type: ColumnType
    readonly doc: string
    readonly required: boolean
  }[]
}

/** The part of the Glue Data Catalog that following needs. `false`: somebody else changed the table meanwhile. */
export interface GlueCatalog {
  readonly database: string
  get(name: string): Promise<{ readonly versionId: string; readonly metadataLocation: string | undefined } | undefined>
  create(table: GlueTable): Promise<boolean>
  /** Replaces the table when it is still at this version. */
  update(table: GlueTable, versionId: string): Promise<boolean>
}

// Following must not eat the function's time: the next publication or a person can do it again.
const limits = { maxAttempts: 4, requestHandler: { connectionTimeout: 3000, requestTimeout: 10_000 } }

/** Opens a Glue database; the SDK is loaded here. @param region default: the SDK's own */
export async function openGlueCatalog(database: string, region?: string): Promise<GlueCatalog> {
  const sdk = await import('@aws-sdk/client-glue')
  const client = new sdk.GlueClient({ ...limits, ...(region === undefined ? {} : { region }) })
  const input = (table: GlueTable) => ({
    Name: table.name,
    TableType: 'EXTERNAL_TABLE',
    Parameters: {
      table_type: 'ICEBERG',
      metadata_location: table.metadataLocation,
      ...(table.previousMetadataLocation === undefined
        ? {}
        : { previous_metadata_location: table.previousMetadataLocation }),
    },
    StorageDescriptor: {
      Location: table.location,
      Columns: table.columns.map(({ id, name, type, doc, required }) => ({
        Name: name,
        Type: GLUE_TYPE[type],
        // Glue refuses longer ones.
        ...(doc === '' ? {} : { Comment: doc.slice(0, 255) }),
        Parameters: {
          'iceberg.field.current': 'true',
          'iceberg.field.id': String(id),
          'iceberg.field.optional': String(!required),
        },
      })),
    },
  })
  const unlessNamed = (error: unknown, names: readonly string[]): void => {
    if (!(error instanceof Error && names.includes(error.name))) throw error
  }
  return {
    database,
    async get(name) {
      try {
        const { Table } = await client.send(new sdk.GetTableCommand({ DatabaseName: database, Name: name }))
        return Table && { versionId: Table.VersionId ?? '', metadataLocation: Table.Parameters?.metadata_location }
      } catch (error) {
        unlessNamed(error, ['EntityNotFoundException'])
        return undefined
      }
    },
    async create(table) {
      try {
        await client.send(new sdk.CreateTableCommand({ DatabaseName: database, TableInput: input(table) }))
        return true
      } catch (error) {
        unlessNamed(error, ['AlreadyExistsException'])
        return false
      }
    },
    async update(table, versionId) {
      try {
        await client.send(
          new sdk.UpdateTableCommand({
            DatabaseName: database,
            TableInput: input(table),
            VersionId: versionId,
            SkipArchive: true,
          }),
        )
        return true
      } catch (error) {
        // A table that was dropped in between is created on the next turn.
        unlessNamed(error, ['ConcurrentModificationException', 'EntityNotFoundException'])
        return false
      }
    },
  }
}
