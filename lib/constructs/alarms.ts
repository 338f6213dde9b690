import { Duration } from 'aws-cdk-lib'
import { Alarm, ComparisonOperator, type IMetric, Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch'
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions'
import type { ITopic } from 'aws-cdk-lib/aws-sns'
import type { IQueue } from 'aws-cdk-lib/aws-sqs'
import { Construct } from 'constructs'
import type { Pipeline } from '../../src/config/index.ts'
import type { MetricName } from '../../src/config/metric-names.ts'
import type { Environment } from '../environment.ts'
import { hotpassMetric } from '../hotpass-metric.ts'
import { needsHeartbeat, watchedHours } from '../watched-hours.ts'

/** Every kind of alarm: its section of docs/how-to/operate.md → what it says, and the command that shows more. */
export const ALARM_KINDS = {
  'run-failed': {
    says: 'A run failed, ran out of time or was stopped; a run that the gate blocked ends so too.',
    command: 'hotpass doctor',
  },
  'gate-blocked': {
    says: 'The quality gate blocked a run: nothing was published and the current release stays.',
    command: 'hotpass doctor',
  },
  'no-success': { says: 'No run succeeded in the time that the pipeline allows.', command: 'hotpass schedules' },
  'quarantine-rate': {
    says: 'More rows of a run went to quarantine than the pipeline allows.',
    command: 'hotpass quarantine list',
  },
  'run-slow': { says: 'A run took longer than the pipeline allows.', command: 'hotpass status' },
  'dead-letters': {
    says: 'A schedule, an arrival or the end of a run was not acted upon; the event is kept in the queue.',
    command: 'hotpass doctor',
  },
  throttles: {
    says: 'Functions were throttled: the account allows fewer at once than are asked for.',
    command: 'hotpass doctor',
  },
} as const
export type AlarmKind = keyof typeof ALARM_KINDS

export interface AlarmsProps {
  readonly environment: Environment
  readonly pipelines: readonly Pipeline[]
  readonly topic: ITopic
  readonly deadLetters: IQueue
  readonly stateMachineArn: string
}

interface AlarmOptions {
  readonly metric: IMetric
  readonly threshold: number
  readonly comparison?: ComparisonOperator
  readonly evaluationPeriods?: number
  readonly missing?: TreatMissingData
}

/** What wakes somebody. */
export class Alarms extends Construct {
  readonly #topic: ITopic
  readonly #environment: string

  constructor(scope: Construct, id: string, props: AlarmsProps) {
    super(scope, id)
    const { environment, deadLetters, stateMachineArn } = props
    this.#topic = props.topic
    this.#environment = environment.name
    // Counted by Step Functions itself, so that it is told even when no code of ours ran.
    for (const metricName of ['ExecutionsFailed', 'ExecutionsTimedOut', 'ExecutionsAborted'])
      this.#alarm(
        'run-failed',
        undefined,
        {
          metric: new Metric({
            namespace: 'AWS/States',
            metricName,
            dimensionsMap: { StateMachineArn: stateMachineArn },
            statistic: 'Sum',
          }),
          threshold: 1,
        },
        metricName,
      )
    this.#alarm('dead-letters', undefined, {
      metric: deadLetters.metricApproximateNumberOfMessagesVisible({ statistic: 'Maximum' }),
      threshold: 1,
    })
    this.#alarm('throttles', undefined, {
      // Without a dimension: all functions of the account here, which share what is allowed.
      metric: new Metric({ namespace: 'AWS/Lambda', metricName: 'Throttles', statistic: 'Sum' }),
      threshold: 10,
      evaluationPeriods: 3,
    })
    for (const pipeline of props.pipelines) this.#ofPipeline(pipeline)
  }

  #ofPipeline(pipeline: Pipeline): void {
    const environment = this.#environment
    const { guardrails } = pipeline
    const run = (name: MetricName, period?: Duration) =>
      hotpassMetric(name, { environment, pipeline: pipeline.id }, period === undefined ? {} : { period })
    this.#alarm('gate-blocked', pipeline, { metric: run('RunsBlocked'), threshold: 1 })
    this.#alarm('quarantine-rate', pipeline, {
      metric: run('QuarantineRate'),
      threshold: guardrails.quarantine_rate * 100,
      comparison: ComparisonOperator.GREATER_THAN_THRESHOLD,
    })
    if (guardrails.run_minutes !== undefined)
      this.#alarm('run-slow', pipeline, {
        metric: run('RunDuration'),
        threshold: guardrails.run_minutes * 60_000,
        comparison: ComparisonOperator.GREATER_THAN_THRESHOLD,
      })
    const hours = watchedHours(pipeline, environment)
    if (hours === undefined) return
    if (needsHeartbeat(pipeline, environment))
      // The check speaks once a day; when it is silent for two, that is an alarm too.
      this.#alarm('no-success', pipeline, {
        metric: run('RunsOverdue', Duration.days(1)),
        threshold: 1,
        evaluationPeriods: 2,
        missing: TreatMissingData.BREACHING,
      })
    else
      this.#alarm('no-success', pipeline, {
        metric: run('RunsSucceeded', Duration.hours(1)),
        threshold: 1,
        comparison: ComparisonOperator.LESS_THAN_THRESHOLD,
        evaluationPeriods: hours,
        missing: TreatMissingData.BREACHING,
      })
  }

  /** What happened, what to type, where to look, and where it is written what to do: all that a mail shows. */
  #description(kind: AlarmKind, pipeline: Pipeline | undefined): string {
    const of = pipeline === undefined ? this.#environment : `${this.#environment}, ${pipeline.id}`
    const { says, command } = ALARM_KINDS[kind]
    const dashboard = `https://console.aws.amazon.com/cloudwatch/home#dashboards/dashboard/hotpass-${this.#environment}`
    return `Hotpass ${of}: ${says} Type: ${command} --env ${this.#environment}. Look: ${dashboard} What to do: docs/how-to/operate.md#${kind}`
  }

  #alarm(kind: AlarmKind, pipeline: Pipeline | undefined, options: AlarmOptions, part?: string): void {
    const alarm = new Alarm(this, [kind, pipeline?.id, part].filter((name) => name !== undefined).join('-'), {
      alarmDescription: this.#description(kind, pipeline),
      metric: options.metric,
      threshold: options.threshold,
      comparisonOperator: options.comparison ?? ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      evaluationPeriods: options.evaluationPeriods ?? 1,
      treatMissingData: options.missing ?? TreatMissingData.NOT_BREACHING,
    })
    alarm.addAlarmAction(new SnsAction(this.#topic))
    if (options.missing === TreatMissingData.BREACHING) alarm.addOkAction(new SnsAction(this.#topic))
  }
}
