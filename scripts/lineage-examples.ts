const run = { runId: '8c030388-b5b3-5430-aefc-f7a58340872e' }
const job = { namespace: 'aws-sfn://eu-west-1/123456789012', name: 'hotpass-refine' }
const metrics = {
  rowCount: 66,
  columnMetrics: {
    website: { nullCount: 12, count: 54, distinctCount: 52 },
    quality_score: { count: 66, min: 0.1, max: 1 },
  },
}
const owners = [{ name: 'team:data-stewardship', type: 'MAINTAINER' }]
const assertion = {
  severity: 'error',
  description: 'website is null in at most 40% of the rows',
  actual: '18.2% of 66 rows',
}

/** One example a facet, by the name of its schema: what its builder is given. */
export const lineageExamples: Readonly<Record<string, object>> = {
  ParentRunFacet: { run, job: { ...job, name: 'hotpass-refine.Ingest' }, root: { run, job } },
  NominalTimeRunFacet: { nominalStartTime: '2026-01-31T06:00:00Z' },
  ProcessingEngineRunFacet: { version: '1.5.5', name: 'DuckDB', openlineageAdapterVersion: '0.1.0' },
  ErrorMessageRunFacet: { message: 'The quality gate blocked the publication.', programmingLanguage: 'TypeScript' },
  ExecutionParametersRunFacet: {
    parameters: [{ key: 'gate.min_rows.organizations', value: '100', description: 'from pipeline' }],
  },
  JobDependenciesRunFacet: {
    upstream: [
      {
        job: { ...job, name: 'hotpass-refine.Gate' },
        run,
        dependency_type: 'DIRECT_INVOCATION',
        sequence_trigger_rule: 'FINISH_TO_START',
        status_trigger_rule: 'EXECUTE_ON_SUCCESS',
      },
    ],
    trigger_rule: 'ALL_SUCCESS',
  },
  TagsRunFacet: { tags: [{ key: 'environment', value: 'prod', source: 'HOTPASS' }] },
  TestRunFacet: {
    tests: [
      {
        name: 'organizations.website_present',
        status: 'pass',
        type: 'expect_column_values_to_not_be_null',
        ...assertion,
      },
    ],
  },
  HotpassTraceRunFacet: { traceId: '697d9c80a1b2c3d4e5f60718293a4b5c', spanId: '0102030405060708' },
  JobTypeJobFacet: {
    processingType: 'BATCH',
    integration: 'HOTPASS',
    jobType: 'TASK',
    emissionPattern: { eventTrigger: 'EVENT_BASED', eventContentMode: 'ACCUMULATIVE' },
  },
  OwnershipJobFacet: { owners },
  SourceCodeLocationJobFacet: {
    type: 'git',
    url: 'https://hotpass.example.org/source/blob/v0.1.0/src/stages/publish/publish.ts',
    path: 'src/stages/publish/publish.ts',
    version: 'v0.1.0',
  },
  DocumentationJobFacet: {
    description: 'Commits one version of each dataset and releases them together.',
    contentType: 'text/plain',
  },
  TagsJobFacet: { tags: [{ key: 'tier', value: '1' }] },
  SchemaDatasetFacet: {
    fields: [
      { name: 'website', type: 'string', description: 'Canonical address, always https.', ordinal_position: 11 },
    ],
  },
  DatasourceDatasetFacet: { name: 's3://bucket', uri: 's3://bucket/' },
  DatasetVersionDatasetFacet: { datasetVersion: '7' },
  ColumnLineageDatasetFacet: {
    fields: {
      website: {
        inputFields: [
          {
            namespace: 's3://bucket',
            name: 'work/refine/organization',
            field: 'website',
            transformations: [
              {
                type: 'DIRECT',
                subtype: 'IDENTITY',
                description: 'survivorship: the first row, in order of trust, that has it',
              },
            ],
          },
        ],
      },
    },
    dataset: [
      {
        namespace: 's3://bucket',
        name: 'work/refine/organization',
        field: '_trust',
        transformations: [{ type: 'INDIRECT', subtype: 'SORT', description: 'the order of trust' }],
      },
    ],
  },
  StorageDatasetFacet: { storageLayer: 'iceberg', fileFormat: 'parquet' },
  DatasetTypeDatasetFacet: { datasetType: 'TABLE' },
  SymlinksDatasetFacet: {
    identifiers: [
      { namespace: 'aws-glue://eu-west-1/123456789012', name: 'hotpass_prod.refinement_organizations', type: 'TABLE' },
    ],
  },
  LifecycleStateChangeDatasetFacet: { lifecycleStateChange: 'OVERWRITE' },
  DocumentationDatasetFacet: { description: 'One golden record per organization.' },
  OwnershipDatasetFacet: { owners },
  TagsDatasetFacet: { tags: [{ key: 'pii', value: 'personal', source: 'HOTPASS', field: 'contact_primary_email' }] },
  DataQualityMetricsDatasetFacet: metrics,
  DataQualityMetricsInputDatasetFacet: metrics,
  DataQualityAssertionsDatasetFacet: {
    assertions: [
      {
        assertion: 'expect_column_values_to_not_be_null',
        success: true,
        column: 'website',
        name: 'website_present',
        ...assertion,
      },
    ],
  },
  InputStatisticsInputDatasetFacet: { rowCount: 248, size: 61440, fileCount: 1 },
  OutputStatisticsOutputDatasetFacet: { rowCount: 66 },
  InputSubsetInputDatasetFacet: {
    inputCondition: { type: 'location', locations: ['s3://bucket/landing/reachout/Reachout Database.xlsx'] },
  },
  OutputSubsetOutputDatasetFacet: {
    outputCondition: {
      type: 'partition',
      partitions: [{ identifier: 'source=reachout', dimensions: { source: 'reachout' } }],
    },
  },
}
