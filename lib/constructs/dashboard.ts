import { Duration } from 'aws-cdk-lib'
import {
  Dashboard as CloudWatchDashboard,
  GraphWidget,
  type IMetric,
  MathExpression,
  Metric,
  TextWidget,
} from 'aws-cdk-lib/aws-cloudwatch'
import { Construct } from 'constructs'
import type { MetricName } from '../../src/config/metric-names.ts'
import { isPricedRegion, PRICES, USUAL_REGION } from '../../src/stages/plan/prices.ts'
import type { Environment } from '../environment.ts'
import { FUNCTIONS, STAGE_FUNCTIONS } from '../functions.ts'
import { hotpassMetric } from '../hotpass-metric.ts'
import type { PublishingPipeline } from '../load-pipelines.ts'
import type { Functions } from './functions.ts'

export interface DashboardProps {
  readonly environment: Environment
  readonly pipelines: readonly PublishingPipeline[]
  readonly functions: Functions
  readonly stateMachineArn: string
}

const HOUR = Duration.hours(1)
const DAY = Duration.days(1)

/** One page that answers: does it run, how long does it take, what comes out, and what does it cost. */
export class Dashboard extends Construct {
  constructor(scope: Construct, id: string, props: DashboardProps) {
    super(scope, id)
    const { environment, pipelines } = props
    const dashboard = new CloudWatchDashboard(this, 'Dashboard', {
      dashboardName: `hotpass-${environment.name}`,
      defaultInterval: Duration.days(14),
    })
    dashboard.addWidgets(
      new TextWidget({
        markdown: `# Hotpass ${environment.name}\nWhat each alarm means and what to do: docs/how-to/operate.md`,
        width: 24,
        height: 2,
      }),
    )
    for (const pipeline of pipelines) dashboard.addWidgets(...pipelineWidgets(environment.name, pipeline))
    dashboard.addWidgets(...platformWidgets(props))
  }
}

function pipelineWidgets(
  environment: string,
  { id: pipeline, guardrails, datasets }: PublishingPipeline,
): GraphWidget[] {
  const run = (name: MetricName, label: string, period = DAY) =>
    hotpassMetric(name, { environment, pipeline }, { label, period })
  const ofDatasets = (name: MetricName) =>
    datasets.map((dataset) => hotpassMetric(name, { environment, pipeline, dataset }, { label: dataset, period: DAY }))
  const graph = (title: string, left: IMetric[], more: { stacked?: boolean; right?: IMetric[] } = {}) =>
    new GraphWidget({ title: `${pipeline}: ${title}`, left, width: 8, height: 6, ...more })
  return [
    graph(
      'runs a day',
      [
        run('RunsPublished', 'published'),
        run('RunsUnchanged', 'unchanged'),
        run('RunsBlocked', 'blocked'),
        run('RunsFailed', 'failed'),
        run('RunsTimedOut', 'timed out'),
        run('RunsCancelled', 'cancelled'),
        run('RunsBusy', 'stood back'),
      ],
      { stacked: true },
    ),
    graph('duration of each state', [
      run('RunDuration', 'whole run', HOUR),
      ...Object.keys(STAGE_FUNCTIONS).map((stage) =>
        hotpassMetric('StateDuration', { environment, pipeline, stage }, { label: stage, period: HOUR }),
      ),
    ]),
    graph('gate', [run('GatePassed', 'passed'), run('GateWarned', 'warned'), run('GateBlocked', 'blocked')], {
      stacked: true,
      right: ofDatasets('QualityScore'),
    }),
    graph('rows', [
      run('RowsRead', 'read'),
      run('RowsMerged', 'merged'),
      run('RowsQuarantined', 'quarantined'),
      ...ofDatasets('RowsPublished'),
    ]),
    new GraphWidget({
      title: `${pipeline}: quarantined, in each hundred rows`,
      left: [run('QuarantineRate', 'quarantined')],
      leftAnnotations: [{ value: guardrails.quarantine_rate * 100, label: 'alarm' }],
      leftYAxis: { min: 0 },
      width: 8,
      height: 6,
    }),
    graph('lineage events not delivered', [run('LineageEventsUndelivered', 'waiting')]),
  ]
}

function platformWidgets({ environment, functions, stateMachineArn }: DashboardProps): GraphWidget[] {
  const states = (metricName: string, label: string) =>
    new Metric({
      namespace: 'AWS/States',
      metricName,
      dimensionsMap: { StateMachineArn: stateMachineArn },
      statistic: 'Sum',
      period: DAY,
      label,
    })
  const each = [...functions.all]
  const gbSeconds = each.map(([name], index) => `FILL(d${index},0)/1000*${FUNCTIONS[name].memoryMb / 1024}`).join('+')
  return [
    new GraphWidget({
      title: 'Executions a day',
      left: [
        states('ExecutionsSucceeded', 'succeeded'),
        states('ExecutionsFailed', 'failed or blocked'),
        states('ExecutionsTimedOut', 'timed out'),
        states('ExecutionsAborted', 'aborted'),
      ],
      stacked: true,
      width: 8,
      height: 6,
    }),
    new GraphWidget({
      title: 'Functions: errors and throttles',
      left: each.map(([name, made]) => made.function.metricErrors({ label: name, period: HOUR })),
      right: each.map(([name, made]) => made.function.metricThrottles({ label: `${name} throttled`, period: HOUR })),
      width: 8,
      height: 6,
    }),
    new GraphWidget({
      title: 'Cost of the functions, estimated, dollars a day',
      left: [
        new MathExpression({
          label: 'Lambda (before the free tier)',
          expression: `(${gbSeconds})*${gbSecondPrice(environment)}`,
          usingMetrics: Object.fromEntries(
            each.map(([, made], index) => [
              `d${index}`,
              made.function.metricDuration({ statistic: 'Sum', period: DAY }),
            ]),
          ),
          period: DAY,
        }),
      ],
      width: 8,
      height: 6,
    }),
  ]
}

/** Dollars a GB-second; a region that is not in the price list, or not pinned, is priced as the usual one. */
function gbSecondPrice({ region, architecture }: Environment): number {
  const priced = region !== undefined && isPricedRegion(region) ? region : USUAL_REGION
  return PRICES[priced].lambdaGbSecond[architecture]
}
