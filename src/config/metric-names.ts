/** The CloudWatch namespace, and the OpenTelemetry meter's name, of everything in `METRICS`. */
export const METRIC_NAMESPACE = 'Hotpass'

/**
 * `environment`: `HOTPASS_ENVIRONMENT`, or `local`. `pipeline`: its id. `dataset`: a published dataset. `stage`: a state of the
 * state machine. The run id is metadata and never a dimension: each of its values would be a metric of its own.
 */
export type MetricDimension = 'environment' | 'pipeline' | 'dataset' | 'stage'

/** Units by CloudWatch's names. */
export type MetricUnit = 'Count' | 'Bytes' | 'Milliseconds' | 'Percent' | 'None'

export interface MetricDefinition {
  readonly unit: MetricUnit
  /** Each metric has exactly these dimensions, so there is one series to graph or to alarm on. */
  readonly dimensions: readonly MetricDimension[]
  /** The statistic that says something. */
  readonly statistic: 'Sum' | 'Average' | 'Maximum' | 'Minimum'
  readonly description: string
}

const RUN = ['environment', 'pipeline'] as const
const STATE = ['environment', 'pipeline', 'stage'] as const
const DATASET = ['environment', 'pipeline', 'dataset'] as const

/** Every metric there is: what is emitted, the dashboard, the alarms and the reference all come from this table. */
export const METRICS = {
  RunsSucceeded: {
    unit: 'Count',
    dimensions: RUN,
    statistic: 'Sum',
    description: 'Runs that published, or found nothing new to do: what an alarm waits for.',
  },
  RunsPublished: {
    unit: 'Count',
    dimensions: RUN,
    statistic: 'Sum',
    description: 'Runs that ended with a new release.',
  },
  RunsUnchanged: {
    unit: 'Count',
    dimensions: RUN,
    statistic: 'Sum',
    description: 'Runs that found nothing new to do.',
  },
  RunsBlocked: {
    unit: 'Count',
    dimensions: RUN,
    statistic: 'Sum',
    description: 'Runs that the quality gate blocked: the current release stays.',
  },
  RunsFailed: {
    unit: 'Count',
    dimensions: RUN,
    statistic: 'Sum',
    description: 'Runs that failed by themselves, or whose process ended without a word.',
  },
  RunsCancelled: {
    unit: 'Count',
    dimensions: RUN,
    statistic: 'Sum',
    description: 'Runs that somebody stopped before they published.',
  },
  RunsTimedOut: {
    unit: 'Count',
    dimensions: RUN,
    statistic: 'Sum',
    description: 'Runs that took longer than the state machine allows.',
  },
  RunsBusy: {
    unit: 'Count',
    dimensions: RUN,
    statistic: 'Sum',
    description: 'Runs that stood back because another run of the pipeline was under way.',
  },
  RunsOverdue: {
    unit: 'Count',
    dimensions: RUN,
    statistic: 'Maximum',
    description:
      'Said daily of a pipeline watched for more than seven days: 1 when no run succeeded in its time, else 0.',
  },
  RunDuration: {
    unit: 'Milliseconds',
    dimensions: RUN,
    statistic: 'Maximum',
    description: 'From the start of the plan to the end of the last state.',
  },
  RowsRead: {
    unit: 'Count',
    dimensions: RUN,
    statistic: 'Sum',
    description: 'Rows of all mapped sheets that the run accounts for, blank ones included.',
  },
  RowsQuarantined: {
    unit: 'Count',
    dimensions: RUN,
    statistic: 'Sum',
    description: 'Rows that the run set aside with a reason, over all states.',
  },
  RowsMerged: {
    unit: 'Count',
    dimensions: RUN,
    statistic: 'Sum',
    description: "Organization rows folded into another row's golden record.",
  },
  RowsPublished: {
    unit: 'Count',
    dimensions: DATASET,
    statistic: 'Maximum',
    description: 'Rows of the published version.',
  },
  QuarantineRate: {
    unit: 'Percent',
    dimensions: RUN,
    statistic: 'Maximum',
    description: 'Quarantined rows in each hundred that are not blank.',
  },
  QualityScore: {
    unit: 'Percent',
    dimensions: DATASET,
    statistic: 'Minimum',
    description: 'Expectations of the dataset that hold, in each hundred, as the gate judged them.',
  },
  GatePassed: { unit: 'Count', dimensions: RUN, statistic: 'Sum', description: 'Verdicts of the gate: passed.' },
  GateWarned: {
    unit: 'Count',
    dimensions: RUN,
    statistic: 'Sum',
    description: 'Verdicts of the gate: passed with warnings.',
  },
  GateBlocked: { unit: 'Count', dimensions: RUN, statistic: 'Sum', description: 'Verdicts of the gate: blocked.' },
  LineageEventsUndelivered: {
    unit: 'Count',
    dimensions: RUN,
    statistic: 'Maximum',
    description: 'Lineage events of the run that the back end has not taken; `hotpass lineage resend` delivers them.',
  },
  StateDuration: {
    unit: 'Milliseconds',
    dimensions: STATE,
    statistic: 'Maximum',
    description: 'One call of a state: the whole of it, or one shard of a Map.',
  },
  StateErrors: {
    unit: 'Count',
    dimensions: STATE,
    statistic: 'Sum',
    description: 'Calls of a state that threw; each may be tried again.',
  },
  RowsIn: { unit: 'Count', dimensions: STATE, statistic: 'Sum', description: 'Rows that a call of a state was given.' },
  RowsOut: {
    unit: 'Count',
    dimensions: STATE,
    statistic: 'Sum',
    description: 'Rows that a call of a state passed on or published.',
  },
  BytesIn: {
    unit: 'Bytes',
    dimensions: STATE,
    statistic: 'Sum',
    description: 'Bytes that a call of a state fetched from the store.',
  },
  BytesOut: {
    unit: 'Bytes',
    dimensions: STATE,
    statistic: 'Sum',
    description: 'Bytes that a call of a state put into the store.',
  },
} as const satisfies Readonly<Record<string, MetricDefinition>>

export type MetricName = keyof typeof METRICS
