import { execFileSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { reachoutSheets, temporaryFolder, writeSheets } from '../support/landing.ts'

const folder = temporaryFolder('loaded')
const landing = join(folder, 'landing')
mkdirSync(landing)
writeSheets(join(landing, 'Reachout Database.xlsx'), reachoutSheets(3))

const root = join(import.meta.dirname, '..', '..')
const PROGRAM = `
import { registerHooks } from 'node:module'
const packages = new Set()
registerHooks({
  load(url, context, next) {
    const name = /.*\\/node_modules\\/((?:@[^/]+\\/)?[^/]+)\\//.exec(url)?.[1]
    if (name) packages.add(name)
    return next(url, context)
  },
})
const { stageHandler } = await import(${JSON.stringify(join(root, 'src/run/lambda-handler.ts'))})
await stageHandler('Plan')({ run: 'loaded', pipeline: 'refinement', nominalTime: '2026-01-31T00:00:00Z', landing: ${JSON.stringify(landing)} })
process.stderr.write(JSON.stringify([...packages].sort()))
`

let count = 0
/** The packages that a function of the Plan state loads under these variables, and what it prints. */
function planLoads(env: Record<string, string>): { packages: string[]; printed: string } {
  const marker = join(folder, `packages-${count++}`)
  const printed = execFileSync(
    'sh',
    ['-c', `"$0" --input-type=module -e "$1" 2>"$2"`, process.execPath, PROGRAM, marker],
    {
      cwd: root,
      encoding: 'utf8',
      env: { PATH: process.env.PATH ?? '', TMPDIR: folder, HOTPASS_STORE: join(folder, `store-${count}`), ...env },
    },
  )
  const packages = JSON.parse(execFileSync('tail', ['-n', '1', marker], { encoding: 'utf8' })) as string[]
  return { packages, printed }
}

const telemetry = (packages: readonly string[]) =>
  packages.filter((name) => /^@opentelemetry|^@aws-lambda-powertools|xray|signature-v4|credential-provider/.test(name))

const LAMBDA = {
  AWS_LAMBDA_FUNCTION_NAME: 'plan',
  AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '1024',
  AWS_REGION: 'eu-west-1',
  HOTPASS_ENVIRONMENT: 'dev',
}

describe('a function pays only for the telemetry it uses', () => {
  test('with everything off no telemetry package is loaded', () => {
    const off = { HOTPASS_TRACING: 'off', HOTPASS_METRICS: 'off', HOTPASS_LOG_LEVEL: 'off' }
    expect(telemetry(planLoads({ ...LAMBDA, ...off }).packages)).toEqual([])
  })

  test('an invocation whose trace X-Ray does not keep never loads its SDK, nor OpenTelemetry', () => {
    const header = 'Root=1-697d3d37-0123456789abcdef01234567;Parent=53995c3f42cd8ad8;Sampled=0'
    const { packages, printed } = planLoads({ ...LAMBDA, _X_AMZN_TRACE_ID: header })
    expect(packages.filter((name) => /xray|powertools\/tracer|exporter|sdk-/.test(name))).toEqual([
      '@opentelemetry/propagator-aws-xray',
    ])
    const lines = printed
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>)
    expect(lines.filter((line) => 'event' in line).map((line) => line.event)).toEqual([
      'state.started',
      'state.finished',
    ])
  })

  test('OTLP without AWS loads no signer and no credentials', () => {
    const { packages } = planLoads({
      HOTPASS_TRACING: 'otlp',
      OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9',
      HOTPASS_METRICS: 'off',
    })
    expect(packages).toContain('@opentelemetry/sdk-trace')
    expect(packages.filter((name) => /powertools|signature|credential|exporter-metrics/.test(name))).toEqual([])
  })
})
