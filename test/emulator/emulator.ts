import { type ChildProcess, spawn } from 'node:child_process'
import { createWriteStream, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { pythonVenv } from '../support/python-venv.ts'

/** The account every emulated call belongs to. */
export const EMULATED_ACCOUNT = '000000000000'
export const EMULATED_REGION = 'us-east-1'

export interface Emulator {
  readonly endpoint: string
  /** What a program needs to talk to it: endpoint, region and credentials that are worth nothing. */
  readonly environment: NodeJS.ProcessEnv
  /** Everything it printed. */
  readonly log: string
  /** Ends it and all it started, by process group. */
  stop(): Promise<void>
}

/** A port nothing listens on, as the system gives it. */
async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (address === null || typeof address === 'string') throw new Error('no port was given')
  return address.port
}

/**
 * Starts the AWS emulator on loopback and waits until it answers. Its functions run on this process's Node.
 * @throws PythonMissingError; Error with the end of its log when it does not come up within a minute.
 */
export async function startEmulator(): Promise<Emulator> {
  const bin = await pythonVenv('emulator')
  const port = await freePort()
  const endpoint = `http://127.0.0.1:${port}`
  const folder = mkdtempSync(join(tmpdir(), 'hotpass-emulator-'))
  const log = join(folder, 'emulator.log')
  const environment: NodeJS.ProcessEnv = {
    ...process.env,
    PATH: `${join(process.execPath, '..')}:${process.env.PATH}`,
    AWS_ENDPOINT_URL: endpoint,
    AWS_ENDPOINT_URL_S3: endpoint,
    AWS_REGION: EMULATED_REGION,
    AWS_DEFAULT_REGION: EMULATED_REGION,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_EC2_METADATA_DISABLED: 'true',
    CDK_DISABLE_VERSION_CHECK: '1',
    CDK_DISABLE_CLI_TELEMETRY: 'true',
    NO_COLOR: '1',
  }
  for (const name of ['AWS_PROFILE', 'AWS_SESSION_TOKEN', 'NODE_OPTIONS', 'VITEST', 'NODE_V8_COVERAGE'])
    delete environment[name]
  const output = createWriteStream(log)
  // A group of its own, so that ending it ends the functions it started.
  const server = spawn(join(bin, 'ministack'), [], {
    cwd: folder,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...environment,
      // Its functions share a disk, and that with nobody else.
      TMPDIR: folder,
      BIND_HOST: '127.0.0.1',
      GATEWAY_PORT: String(port),
      IOT_MTLS_ENABLED: '0',
      MINISTACK_REGION: EMULATED_REGION,
    },
  })
  let tail = ''
  for (const stream of [server.stdout, server.stderr])
    stream?.on('data', (chunk: Buffer) => {
      output.write(chunk)
      tail = `${tail}${chunk}`.slice(-4000)
    })
  // A test process that dies takes its emulator along.
  const last = () => signalGroup(server, 'SIGKILL')
  process.once('exit', last)
  const stop = async () => {
    process.off('exit', last)
    await endGroup(server)
    await new Promise((resolve) => output.end(resolve))
    rmSync(folder, { recursive: true, force: true })
  }
  for (let tries = 0; tries < 600; tries++) {
    if (server.exitCode !== null) break
    const up = await fetch(`${endpoint}/_ministack/health`).then(
      (reply) => reply.ok,
      () => false,
    )
    if (up) return { endpoint, environment, log, stop }
    await sleep(100)
  }
  await stop()
  throw new Error(`The AWS emulator did not start. It last said:\n${tail}`)
}

function signalGroup({ pid }: ChildProcess, name: NodeJS.Signals): void {
  if (pid === undefined) return
  try {
    process.kill(-pid, name)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

async function endGroup(server: ChildProcess): Promise<void> {
  if (server.exitCode === null && server.signalCode === null) {
    const ended = new Promise((resolve) => server.once('exit', resolve))
    signalGroup(server, 'SIGTERM')
    const late = setTimeout(() => signalGroup(server, 'SIGKILL'), 5000)
    await ended
    clearTimeout(late)
  }
  signalGroup(server, 'SIGKILL')
}
