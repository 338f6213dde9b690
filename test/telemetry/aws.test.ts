import { execFile } from 'node:child_process'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { mkdirSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import { awsOtlpEndpoint } from '../../src/telemetry/aws-otlp-endpoint.ts'
import { logRecordSchema } from '../../src/telemetry/log-record.ts'
import { OtlpTransport } from '../../src/telemetry/otlp-transport.ts'
import { otlpSigner } from '../../src/telemetry/sign-otlp.ts'
import { reachoutSheets, temporaryFolder, writeSheets } from '../support/landing.ts'

const folder = temporaryFolder('aws-telemetry')
const landing = join(folder, 'landing')
mkdirSync(landing)
writeSheets(join(landing, 'Reachout Database.xlsx'), reachoutSheets(3))
const root = join(import.meta.dirname, '..', '..')

const PROGRAM = `
const { stageHandler } = await import(${JSON.stringify(join(root, 'src/run/lambda-handler.ts'))})
const context = { awsRequestId: 'request-1', functionName: 'plan', functionVersion: '7', memoryLimitInMB: '1024',
  invokedFunctionArn: 'arn:aws:lambda:eu-west-1:123456789012:function:plan' }
const input = { run: 'on-aws', pipeline: 'refinement', nominalTime: '2026-01-31T00:00:00Z', landing: process.env.LANDING }
await stageHandler('Plan')(input, context).catch((error) => console.error(error.name))
// The daemon's datagrams leave in the next turns.
await new Promise((resolve) => setTimeout(resolve, 100))
`

/** Runs the Plan state's function in a process of its own, as Lambda's variables make it; gives the JSON lines of its log, which has both streams. */
async function planFunction(env: Record<string, string>): Promise<Record<string, unknown>[]> {
  const { stdout, stderr } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', PROGRAM], {
    cwd: root,
    env: {
      PATH: process.env.PATH ?? '',
      TMPDIR: folder,
      HOTPASS_STORE: join(folder, `store-${Math.random()}`),
      HOTPASS_ENVIRONMENT: 'dev',
      AWS_LAMBDA_FUNCTION_NAME: 'plan',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '1024',
      AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
      AWS_REGION: 'eu-west-1',
      LAMBDA_TASK_ROOT: root,
      LANDING: landing,
      ...env,
    },
  })
  return `${stdout}${stderr}`
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Record<string, unknown>)
}

interface Subsegment {
  readonly name: string
  readonly id: string
  readonly trace_id?: string
  readonly parent_id?: string
  readonly fault?: boolean
  readonly annotations?: Record<string, unknown>
  readonly metadata?: { readonly hotpass?: Record<string, unknown> }
  readonly subsegments?: Subsegment[]
}

describe('a function in AWS', () => {
  test('logs lines of the one schema, with what Powertools knows of the invocation, and its trace', async () => {
    const header = 'Root=1-697d3d37-0123456789abcdef01234567;Parent=53995c3f42cd8ad8;Sampled=0'
    const lines = await planFunction({ _X_AMZN_TRACE_ID: header, HOTPASS_METRICS: 'off' })
    expect(lines.map(({ event }) => event)).toEqual(['state.started', 'state.finished'])
    for (const line of lines) {
      expect(logRecordSchema.safeParse({ ...line, level: String(line.level).toLowerCase() }).error).toBeUndefined()
      expect(line).toMatchObject({
        run: 'on-aws',
        state: 'Plan',
        environment: 'dev',
        function_request_id: 'request-1',
        function_name: 'plan',
        xray_trace_id: '1-697d3d37-0123456789abcdef01234567',
      })
    }
  })

  test('says in its log what an OTLP back end did not take', async () => {
    const lines = await planFunction({
      HOTPASS_TRACING: 'otlp',
      HOTPASS_METRICS: 'off',
      OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9',
    })
    const told = lines.at(-1)
    expect(logRecordSchema.safeParse({ ...told, level: 'warn' }).error).toBeUndefined()
    expect(told).toMatchObject({
      level: 'WARN',
      event: 'telemetry.undelivered',
      signal: 'traces',
      run: 'on-aws',
      reason: expect.stringMatching(/^http:\/\/127\.0\.0\.1:9\/v1\/traces: (ECONNREFUSED|no answer in time)$/),
    })
  })

  test('traces to X-Ray by default: the state under Lambda’s segment, found by its run', async () => {
    const daemon = createSocket('udp4')
    const documents: Subsegment[] = []
    daemon.on('message', (message) => {
      const [, document] = message.toString('utf8').split('\n')
      documents.push(JSON.parse(document ?? '') as Subsegment)
    })
    daemon.bind(0, '127.0.0.1')
    await once(daemon, 'listening')
    try {
      await planFunction({
        _X_AMZN_TRACE_ID: 'Root=1-697d3d37-0123456789abcdef01234567;Parent=53995c3f42cd8ad8;Sampled=1',
        AWS_XRAY_DAEMON_ADDRESS: `127.0.0.1:${(daemon.address() as AddressInfo).port}`,
        HOTPASS_TRACING_SLOW_MS: '0',
      })
    } finally {
      daemon.close()
    }
    const state = documents.find(({ name }) => name === 'hotpass.Plan')
    expect(state).toMatchObject({
      trace_id: '1-697d3d37-0123456789abcdef01234567',
      parent_id: '53995c3f42cd8ad8',
      annotations: { run: 'on-aws', state: 'Plan', pipeline: 'refinement' },
      metadata: { hotpass: { trace_id: '697d3d370123456789abcdef01234567', reused: false } },
    })
    expect(state?.annotations?.openlineage_run_id).toMatch(/^[0-9a-f-]{36}$/)
    const inside = documents.filter(({ parent_id }) => parent_id === state?.id)
    expect(inside.map(({ name }) => name)).toContain('storage put')
  })
})

describe('the OTLP endpoint of AWS', () => {
  test('is known by its name, in any region and partition', () => {
    expect(awsOtlpEndpoint('https://xray.eu-west-1.amazonaws.com/v1/traces')).toEqual({
      service: 'xray',
      region: 'eu-west-1',
    })
    expect(awsOtlpEndpoint('https://xray.cn-north-1.amazonaws.com.cn/v1/traces')?.region).toBe('cn-north-1')
    for (const other of [
      'http://127.0.0.1:4318/v1/traces',
      'https://xray.eu-west-1.amazonaws.com.evil.example/v1/traces',
    ])
      expect(awsOtlpEndpoint(other)).toBeUndefined()
  })

  test('gets requests with a Signature Version 4 over what is really sent, compressed body and session token included', async () => {
    const seen: { headers: Record<string, unknown>; body: Buffer }[] = []
    const server = createServer(async (request, response) => {
      const chunks: Buffer[] = []
      for await (const chunk of request) chunks.push(chunk as Buffer)
      seen.push({ headers: request.headers, body: Buffer.concat(chunks) })
      response.end()
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret', sessionToken: 'token' }
    const transport = new OtlpTransport({
      url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/traces`,
      headers: async () => ({ 'Content-Type': 'application/x-protobuf' }),
      agent: async () => undefined,
      compression: 'gzip',
      sign: otlpSigner({ service: 'xray', region: 'eu-west-1' }, credentials),
      undelivered: (reason) => {
        throw new Error(reason)
      },
    })
    expect(await transport.send(Buffer.from('spans'), 5000)).toMatchObject({ status: 'success' })
    server.close()
    const [{ headers, body } = { headers: {}, body: Buffer.alloc(0) }] = seen
    expect(headers.authorization).toMatch(
      /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/\d{8}\/eu-west-1\/xray\/aws4_request, SignedHeaders=[^,]*host[^,]*, Signature=[0-9a-f]{64}$/,
    )
    expect(headers['x-amz-security-token']).toBe('token')
    const { createHash } = await import('node:crypto')
    expect(headers['x-amz-content-sha256']).toBe(createHash('sha256').update(body).digest('hex'))
    expect(headers['content-encoding']).toBe('gzip')
  })
})
