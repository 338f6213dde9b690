import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync, openSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { pythonVenv } from './python-venv.ts'

export interface MlflowProcess {
  readonly url: string
  /** Ends the server and everything that it started. */
  stop(): Promise<void>
}

const PATIENCE_MS = 180_000

/**
 * A real MLflow on 127.0.0.1, of the version in `test/python/mlflow.txt`, with its database and artifacts in `folder`. It starts workers,
 * so it is the leader of a process group of its own, which is ended as a group.
 */
export async function startMlflow(folder: string): Promise<MlflowProcess> {
  const bin = await pythonVenv('mlflow')
  mkdirSync(folder, { recursive: true })
  const port = await freePort()
  const log = openSync(join(folder, 'mlflow.log'), 'a')
  const url = `http://127.0.0.1:${port}`
  const child = spawn(
    join(bin, 'mlflow'),
    [
      'server',
      ...['--host', '127.0.0.1', '--port', String(port), '--workers', '1'],
      ...['--backend-store-uri', `sqlite:///${join(folder, 'mlflow.db')}`],
      ...['--artifacts-destination', join(folder, 'artifacts'), '--serve-artifacts'],
    ],
    {
      detached: true,
      stdio: ['ignore', log, log],
      cwd: folder,
      env: { ...process.env, MLFLOW_DISABLE_TELEMETRY: 'true' },
    },
  )
  const stop = () => endGroup(child)
  try {
    await answers(url, child)
  } catch (error) {
    await stop()
    throw error
  }
  return { url, stop }
}

async function answers(url: string, child: ChildProcess): Promise<void> {
  const until = Date.now() + PATIENCE_MS
  while (Date.now() < until && child.exitCode === null) {
    const response = await fetch(`${url}/health`, { signal: AbortSignal.timeout(2000) }).catch(() => undefined)
    if (response?.ok) return
    await sleep(250)
  }
  throw new Error(`MLflow did not answer at ${url}/health; its log lies beside its database.`)
}

async function endGroup({ pid, exitCode }: ChildProcess): Promise<void> {
  if (pid === undefined) return
  const signal = (name: NodeJS.Signals | 0): boolean => {
    try {
      return process.kill(-pid, name)
    } catch {
      return false
    }
  }
  if (exitCode === null) signal('SIGTERM')
  for (let tries = 0; tries < 40 && signal(0); tries++) await sleep(250)
  signal('SIGKILL')
}

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer()
    server.on('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() =>
        typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no port')),
      )
    })
  })
