import { z } from 'zod'
import { METRIC_NAMESPACE, METRICS } from '../src/config/metric-names.ts'
import { LOG_EVENTS } from '../src/telemetry/log-record.ts'
import { otlpMetricName } from '../src/telemetry/otlp-metrics.ts'
import { TELEMETRY_VARIABLES } from '../src/telemetry/telemetry-variables.ts'

const row = (cells: readonly string[]): string => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
const table = (header: readonly string[], rows: readonly (readonly string[])[]): string =>
  [row(header), row(header.map(() => '---')), ...rows.map(row)].join('\n')

/** Every metric, from the table that emits them. */
export function metricsReference(notice: string): string {
  const rows = Object.entries(METRICS).map(([name, { unit, dimensions, statistic, description }]) => [
    `\`${name}\``,
    `\`${otlpMetricName(name)}\``,
    unit,
    dimensions.join(', '),
    statistic,
    description,
  ])
  return [
    '# Metrics',
    notice,
    `CloudWatch namespace \`${METRIC_NAMESPACE}\`; OpenTelemetry meter \`hotpass\`. A metric has exactly the dimensions named here, so there is one series to graph or to alarm on. The run id is metadata of the log line that carries the metric, and never a dimension. Percentages are 0 to 100.`,
    table(['CloudWatch', 'OTLP', 'Unit', 'Dimensions', 'Look at', 'Meaning'], rows),
    'Where they go is set by [variables of the environment](settings-of-telemetry.md); why it is so: [Telemetry](../explanation/telemetry.md).',
    '',
  ].join('\n\n')
}

interface Property {
  readonly type?: string
  readonly const?: string
  readonly enum?: readonly string[]
  readonly pattern?: string
  readonly format?: string
  readonly description?: string
}
interface ObjectSchema {
  readonly description?: string
  readonly properties: Readonly<Record<string, Property>>
  readonly required?: readonly string[]
}

const schemas = Object.entries(LOG_EVENTS).map(
  ([event, schema]) => [event, z.toJSONSchema(schema) as unknown as ObjectSchema] as const,
)

const typeOf = ({ type, const: constant, enum: values, pattern, format }: Property): string => {
  if (constant !== undefined) return `\`"${constant}"\``
  if (values !== undefined) return values.map((value) => `\`"${value}"\``).join(', ')
  if (format !== undefined) return `${type}, ${format}`
  return pattern === undefined || type !== 'string' ? (type ?? '') : `${type} \`${pattern}\``
}

const fields = (schema: ObjectSchema, names: readonly string[]): string =>
  table(
    ['Field', 'Type', 'Always', 'Meaning'],
    names.map((name) => {
      const property = schema.properties[name] as Property
      return [`\`${name}\``, typeOf(property), schema.required?.includes(name) ? 'yes' : '', property.description ?? '']
    }),
  )

/** Every kind of log line, from the schemas that they are typed by. */
export function logsReference(notice: string): string {
  const [first] = schemas
  const everywhere = Object.keys(first?.[1].properties ?? {}).filter(
    (name) => name !== 'event' && schemas.every(([, { properties }]) => name in properties),
  )
  return [
    '# Log lines',
    notice,
    'One JSON object a line, one schema on every host. `event` says which kind of line it is. Text is names of our own things and sentences with personal values masked; never the content of a cell.',
    '## In every line',
    first === undefined ? '' : fields(first[1], everywhere),
    'In a function Powertools Logger adds `cold_start`, `function_arn`, `function_memory_size`, `function_name`, `function_request_id`, `xray_trace_id`, and writes `level` in capitals.',
    ...schemas.flatMap(([event, schema]) => {
      const own = Object.keys(schema.properties).filter((name) => name !== 'event' && !everywhere.includes(name))
      return [`## ${event}`, schema.description ?? '', ...(own.length === 0 ? [] : [fields(schema, own)])]
    }),
    '',
  ].join('\n\n')
}

/** Every variable that steers telemetry. */
export function telemetrySettingsReference(notice: string): string {
  return [
    '# Settings of telemetry',
    notice,
    'Variables of the environment, read once by a process. A value that nobody can follow ends the command with exit code 2 before anything is done.',
    table(
      ['Variable', 'Values', 'Unset', 'Meaning'],
      TELEMETRY_VARIABLES.map(({ name, values, default: unset, meaning }) => [
        name
          .split(', ')
          .map((one) => `\`${one}\``)
          .join(', '),
        values,
        unset,
        meaning,
      ]),
    ),
    '',
  ].join('\n\n')
}
