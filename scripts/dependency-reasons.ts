/** What a dependency does for us, and, where there was a choice, why it and not the next. One entry a package of package.json. */
export interface DependencyReason {
  readonly for: string
  readonly why: string
}

const ownClient = (use: string): DependencyReason => ({ for: use, why: "AWS's own client; loaded on first use" })

export const DEPENDENCY_REASONS: Readonly<Record<string, DependencyReason>> = {
  '@aws-cdk/toolkit-lib': {
    for: '`hotpass deploy`',
    why: "CDK's own, as a library: no CLI to find, and its messages as data",
  },
  '@aws-lambda-powertools/logger': {
    for: 'log lines of functions',
    why: "AWS's own; knows the invocation, the formats and their limits. Loaded in functions only",
  },
  '@aws-lambda-powertools/metrics': { for: 'embedded metrics of functions', why: 'as the logger' },
  '@aws-lambda-powertools/tracer': { for: 'X-Ray segments of functions', why: 'as the logger' },
  '@aws-sdk/client-cloudformation': ownClient('the state of stacks after a deployment that failed'),
  '@aws-sdk/client-cloudwatch': {
    for: "the daily check for a pipeline's last success, and alarms for `hotpass doctor`",
    why: 'an alarm looks back seven days; metrics are kept for fifteen months',
  },
  '@aws-sdk/client-cloudwatch-logs': ownClient('`hotpass logs`'),
  '@aws-sdk/client-glue': ownClient('tables that follow a release'),
  '@aws-sdk/client-lambda': ownClient("the account's limit on functions, for `hotpass doctor`"),
  '@aws-sdk/client-s3': {
    for: 'the S3 store',
    why: 'conditional writes (`If-Match`, `If-None-Match`); loaded only for `s3://`',
  },
  '@aws-sdk/client-scheduler': ownClient('runs that start when files stop arriving'),
  '@aws-sdk/client-sfn': ownClient('runs on Step Functions'),
  '@aws-sdk/client-ssm': ownClient('the parameters that a deployment publishes'),
  '@aws-sdk/client-sts': ownClient('who is signed in, for `hotpass doctor`'),
  '@aws-sdk/credential-provider-node': {
    for: 'credentials to sign OTLP requests with',
    why: 'in the tree already; `aws4` knows no credential sources',
  },
  '@clack/prompts': {
    for: 'questions of `hotpass init` and `hotpass add`, answered with arrow keys',
    why: '280 kB with all it needs, where `@inquirer/prompts` is some twenty packages; loaded when something is asked',
  },
  '@duckdb/node-api': {
    for: 'joins, sorting, Parquet',
    why: 'spills to disk under a memory limit; no server. Pinned, see [decision](../adr/0006-duckdb-pinned.md)',
  },
  '@opentelemetry/api': { for: 'spans and contexts as the exporters take them', why: "the standard's own" },
  '@opentelemetry/exporter-metrics-otlp-http': {
    for: 'OTLP metrics: the settings of temporality',
    why: "the standard's own. 0.301 wants `sdk-trace`, `sdk-metrics` and `resources` 3.1.0 exactly, so these are pinned to it and each is installed once",
  },
  '@opentelemetry/otlp-exporter-base': { for: 'OTLP: batches and settings', why: "the standard's own" },
  '@opentelemetry/otlp-transformer': { for: 'OTLP: the wire format', why: "the standard's own" },
  '@opentelemetry/propagator-aws-xray': { for: "X-Ray's trace header", why: "the standard's own" },
  '@opentelemetry/resources': { for: 'OTLP: what a process is', why: "the standard's own" },
  '@opentelemetry/sdk-metrics': { for: 'OTLP: kinds of metrics', why: "the standard's own" },
  '@opentelemetry/sdk-trace': { for: 'OTLP: sampler and batches of spans', why: "the standard's own" },
  '@smithy/signature-v4': { for: 'signs OTLP requests to AWS', why: 'what the AWS SDK itself signs with' },
  ajv: {
    for: 'the check of every row',
    why: 'compiled from the JSON Schema; zod is asked only about rows that fail, for its messages',
  },
  'aws-local-stepfunctions': {
    for: 'runs the state machine file on this machine',
    why: 'local Task functions, Retry, Catch, Choice, Map; no Docker. It has no ItemReader, so maps get their items inlined before the run',
  },
  commander: {
    for: 'the command line',
    why: 'help, choices and conflicts declared in one place, from which the [reference](../reference/cli.md) is written',
  },
  chardet: {
    for: 'the encoding of East Asian text files',
    why: 'knows how often which characters stand in such texts; what it says is confirmed by reading the whole file and writing it back',
  },
  'csv-parse': {
    for: 'CSV of reviews that come back',
    why: 'small files of our own form; sources are read by a reader that mends quotes',
  },
  cytoscape: {
    for: 'the graph of the lineage page',
    why: 'draws 500 nodes on a canvas, no dependencies; it adds no style by attribute, so the page keeps its policy. Positions are ours, so no layout package is needed',
  },
  hyparquet: {
    for: 'Parquet files as sources',
    why: 'JavaScript that reads column chunks by range, so hostile files meet no native code',
  },
  'hyparquet-compressors': { for: 'compressed Parquet files', why: 'goes with hyparquet' },
  'iconv-lite': { for: 'text that is not UTF-8', why: 'Windows code pages without a native module' },
  'i18n-iso-countries': {
    for: 'names of countries in thirty languages',
    why: 'plain JSON a language, each taken by itself; `Intl` knows one name a country, and another one with each version of Node',
  },
  'iso-3166': {
    for: 'regions of every country, and countries that are no more',
    why: 'the standard as data, 5,070 subdivisions with their parents; other spellings are files of ours, or vocabularies',
  },
  'libphonenumber-js': { for: 'phone numbers', why: "Google's metadata; the `max` set knows number types" },
  fflate: {
    for: 'workbooks that cells are erased from, or that are written for corrections',
    why: 'small; writes reproducible bytes',
  },
  picocolors: { for: 'colour', why: 'small; colour is decided per stream, so a pipe never gets any' },
  stdnum: {
    for: 'checksums and shapes of VAT, company and national numbers, by country',
    why: '80 countries, no dependencies, released this year; `jsvat` and `jsvat-next` know VAT numbers alone. What is one rule for all countries (LEI, IBAN, GTIN, ISBN) is ours',
  },
  tldts: { for: 'registered domains', why: 'carries the public suffix list, no network' },
  uplot: {
    for: 'the trends of the run index',
    why: '51 kB, no dependencies; the SVG of the linkage report is [drawn here](../adr/0041-linkage-charts-drawn-here.md)',
  },
  yaml: { for: 'domains, pipelines, suites', why: 'YAML 1.2, alias limit against expansion attacks' },
  zod: {
    for: 'contracts, configuration, documents',
    why: 'one declaration gives the type, the check and the JSON Schema',
  },
  '@biomejs/biome': { for: 'formats and lints', why: 'one fast tool' },
  '@e965/xlsx': { for: 'another writer and reader to compare workbooks with', why: 'SheetJS from the registry' },
  '@types/node': { for: 'types', why: "Node's own" },
  '@vitest/coverage-v8': { for: 'coverage', why: 'goes with vitest' },
  'ajv-formats': { for: 'formats of the OpenLineage schemas in tests', why: 'goes with ajv' },
  'asl-validator': {
    for: 'checks the state machine file against the language',
    why: 'the published schema, without an account',
  },
  'aws-cdk': {
    for: 'deploys by hand, bootstraps',
    why: "pinned: the registry's `latest` tag is a stray version that rejects today's assemblies",
  },
  'aws-cdk-lib': { for: 'the templates', why: 'TypeScript like the rest, and typed against CloudFormation' },
  'aws-sdk-client-mock': { for: 'AWS clients in tests', why: 'answers by command, with the client as it is' },
  'axe-core': { for: 'accessibility of the pages', why: 'the engine that browsers’ own tools use' },
  'cdk-nag': {
    for: 'AwsSolutions and Serverless rules, as a test',
    why: "rules of AWS's own reviewers; each accepted finding has its reason beside the construct",
  },
  constructs: { for: 'the templates', why: 'goes with aws-cdk-lib' },
  esbuild: {
    for: 'bundles of functions',
    why: "code splitting and plugins in one call; CDK's own bundling needs Docker or a global install",
  },
  '@faker-js/faker': {
    for: 'clean names in many languages for tests',
    why: 'shows what a rule changes that must stay',
  },
  'fast-check': { for: 'property tests for laws that are claimed', why: 'shrinks what it finds' },
  hucre: { for: 'writes and reads workbooks in tests', why: 'a second opinion on our own reader' },
  icebird: { for: 'reads published tables in tests', why: 'an Iceberg reader that is not ours' },
  node: { for: 'Node 24 in front of every npm script', why: 'whatever the machine has' },
  '@xterm/headless': {
    for: 'replays what a command writes on a terminal, so that tests look at the screen it leaves',
    why: 'the emulator of a terminal that people use; no window, no native build',
  },
  'playwright-core': {
    for: 'looks at the pages in Chromium',
    why: 'drives the browser that is installed; downloads none',
  },
  typescript: { for: 'checks types', why: 'nothing is compiled' },
  vitest: { for: 'tests', why: 'runs TypeScript as it is' },
}

/** What stands below the tables of the page. */
export const WRITTEN_INSTEAD = `## What we wrote instead

- **Workbook reader.** Our own streaming zip and XML reader. hucre parses ahead of a slow consumer (254 MB and 3.1 CPU seconds, against 133 MB and
  1.1 CPU seconds on 100,000 rows of 12 columns) and returns error cells as text. See [decision](../adr/0003-own-workbook-reader.md).
- **Workbook export.** hucre's streaming writer has no autofilter, no header style and no second sheet.
- **Import arrows.** dependency-cruiser cannot read TypeScript 7; \`scripts/check-arrows.ts\`, \`check-circles.ts\` and \`check-doors.ts\` need
  250 lines.
- **Charts of the linkage report.** See [decision](../adr/0041-linkage-charts-drawn-here.md).
- **Iceberg writer.** See [decision](../adr/0001-iceberg-without-a-catalog.md).
- **Sketches.** Quantiles (DDSketch) and counts of different values (HyperLogLog) in about 150 lines over counts that DuckDB makes: libraries on
  npm take values one by one in JavaScript; \`@datadog/sketches-js\` also overflows the stack when values span many magnitudes, \`bloom-filters\`
  brings eight packages. See [decision](../adr/0030-expectations-from-mergeable-states.md).
`
