import { z } from 'zod'
import { defineFacet } from './define-facet.ts'
import { name, uri } from './field-types.ts'

/** A column of `facets.schema` (`SchemaDatasetFacetFields`). */
export interface SchemaField {
  /** The column's name. */
  readonly name: string
  /** Its type, in the words of the store. */
  readonly type?: string | undefined
  readonly description?: string | undefined
  /** Its place, from 1. */
  readonly ordinal_position?: number | undefined
  /** The fields of a nested column. */
  readonly fields?: readonly SchemaField[] | undefined
}

const schemaField: z.ZodType<SchemaField, SchemaField> = z.lazy(() =>
  z.object({
    name: name.describe("The column's name."),
    type: z.string().optional().describe('Its type.'),
    description: z.string().optional().describe('What it holds.'),
    ordinal_position: z.int().optional().describe('Its place, from 1.'),
    fields: z.array(schemaField).optional().describe('Nested columns.'),
  }),
)

/** `facets.schema` (SchemaDatasetFacet): the columns. */
export const schemaFacet = defineFacet({
  name: 'SchemaDatasetFacet',
  key: 'schema',
  place: 'dataset',
  version: '1-2-0',
  purpose: 'The columns of the dataset, in order.',
  shape: z.object({ fields: z.array(schemaField).optional().describe('The columns.') }),
})

/** `facets.dataSource` (DatasourceDatasetFacet): the store a dataset lives in. */
export const dataSourceFacet = defineFacet({
  name: 'DatasourceDatasetFacet',
  key: 'dataSource',
  place: 'dataset',
  version: '1-0-1',
  purpose: 'The store that holds the dataset.',
  shape: z.object({
    name: z.string().optional().describe('The name of the store.'),
    uri: uri.optional().describe('Its address.'),
  }),
})

/** `facets.version` (DatasetVersionDatasetFacet): which version of the dataset this event speaks of. */
export const versionFacet = defineFacet({
  name: 'DatasetVersionDatasetFacet',
  key: 'version',
  place: 'dataset',
  version: '1-0-1',
  purpose: 'The version of the dataset that was read or written.',
  shape: z.object({ datasetVersion: name.describe("A table's version number, an object's content hash.") }),
})

/** `facets.storage` (StorageDatasetFacet). */
export const storageFacet = defineFacet({
  name: 'StorageDatasetFacet',
  key: 'storage',
  place: 'dataset',
  version: '1-0-1',
  purpose: 'How the dataset is laid out in its store.',
  shape: z.object({
    storageLayer: name.describe('The table format, as in `iceberg`, or the kind of store.'),
    fileFormat: z.string().optional().describe('The format of the files, as in `parquet`.'),
  }),
})

/** `facets.datasetType` (DatasetTypeDatasetFacet). */
export const datasetTypeFacet = defineFacet({
  name: 'DatasetTypeDatasetFacet',
  key: 'datasetType',
  place: 'dataset',
  version: '1-0-1',
  purpose: 'What kind of dataset this is.',
  shape: z.object({
    datasetType: name.describe('`TABLE`, `FILE`, `JOB_OUTPUT` …'),
    subType: z.string().optional().describe('A kind within that.'),
  }),
})

/** `facets.symlinks` (SymlinksDatasetFacet): the other names of the same data, as in a catalogue. */
export const symlinksFacet = defineFacet({
  name: 'SymlinksDatasetFacet',
  key: 'symlinks',
  place: 'dataset',
  version: '1-0-1',
  purpose: 'Other names of the same data.',
  shape: z.object({
    identifiers: z
      .array(
        z.object({
          namespace: name.describe('The other namespace.'),
          name: name.describe('The other name.'),
          type: name.describe('What kind of name, as in `TABLE`.'),
        }),
      )
      .optional()
      .describe('The other names.'),
  }),
})

/** `facets.lifecycleStateChange` (LifecycleStateChangeDatasetFacet). */
export const lifecycleStateChangeFacet = defineFacet({
  name: 'LifecycleStateChangeDatasetFacet',
  key: 'lifecycleStateChange',
  place: 'dataset',
  version: '1-0-1',
  purpose: 'What the run did to the dataset as a whole.',
  shape: z.object({
    lifecycleStateChange: z
      .enum(['ALTER', 'CREATE', 'DROP', 'OVERWRITE', 'RENAME', 'TRUNCATE'])
      .describe('The change.'),
    previousIdentifier: z
      .object({ namespace: name.describe('The earlier namespace.'), name: name.describe('The earlier name.') })
      .optional()
      .describe('The earlier name, for RENAME.'),
  }),
})

/** `facets.documentation` (DocumentationDatasetFacet). */
export const datasetDocumentationFacet = defineFacet({
  name: 'DocumentationDatasetFacet',
  key: 'documentation',
  place: 'dataset',
  version: '1-1-0',
  purpose: 'What the dataset holds, in words.',
  shape: z.object({
    description: z.string().describe('The description.'),
    contentType: z.string().optional().describe('Its MIME type.'),
  }),
})

/** `facets.ownership` (OwnershipDatasetFacet). */
export const datasetOwnershipFacet = defineFacet({
  name: 'OwnershipDatasetFacet',
  key: 'ownership',
  place: 'dataset',
  version: '1-0-1',
  purpose: 'Who answers for the dataset.',
  shape: z.object({
    owners: z
      .array(
        z.object({
          name: name.describe('Who, best as `team:…`, `user:…` or `application:…`.'),
          type: z.string().optional().describe('The kind of ownership.'),
        }),
      )
      .optional()
      .describe('The owners.'),
  }),
})

/** `facets.tags` (TagsDatasetFacet): tags of the dataset, or of one of its columns. */
export const datasetTagsFacet = defineFacet({
  name: 'TagsDatasetFacet',
  key: 'tags',
  place: 'dataset',
  version: '1-0-0',
  purpose: 'Tags of the dataset or of one column.',
  shape: z.object({
    tags: z
      .array(
        z.object({
          key: name.describe('The key of the tag.'),
          value: z.string().describe('Its value.'),
          source: z.string().optional().describe('Who tagged.'),
          field: z.string().optional().describe('The column, when the tag is for one.'),
        }),
      )
      .optional()
      .describe('The tags.'),
  }),
})
