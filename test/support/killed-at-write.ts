import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { type S3Stub, STUB_SECRET } from './s3-stub.ts'

const program = join(import.meta.dirname, '..', '..', 'bin', 'hotpass.ts')

export interface Ended {
  readonly exit: number | null
  readonly out: string
  readonly err: string
  /** Keys in the order in which they were written, the one that was killed for included. */
  readonly writes: readonly string[]
}

/** Whether a process is killed right before its write reaches the bucket, or right after, with no answer. */
export type Moment = 'before' | 'after'

/** A command line as a process of its own, on a bucket of the stub; killed at the first write of a key like `at`. */
export async function hotpassProcess(
  stub: S3Stub,
  args: readonly string[],
  at?: { readonly key: RegExp; readonly moment: Moment },
): Promise<Ended> {
  const child = spawn(process.execPath, [program, ...args], {
    env: {
      ...process.env,
      NODE_OPTIONS: '',
      AWS_REGION: 'eu-west-1',
      AWS_ACCESS_KEY_ID: 'stub',
      AWS_SECRET_ACCESS_KEY: STUB_SECRET,
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_ENDPOINT_URL_S3: stub.endpoint,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const writes: string[] = []
  let isKilled = false
  stub.fault = ({ method, path }) => {
    if (isKilled) return 'drop'
    if (method !== 'PUT' && method !== 'DELETE') return undefined
    writes.push(path.slice(path.indexOf('/') + 1))
    if (at?.key.test(path) !== true) return undefined
    isKilled = true
    child.kill('SIGKILL')
    return at.moment === 'before' ? 'drop' : 'lost-ack'
  }
  let out = ''
  let err = ''
  child.stdout.on('data', (part) => {
    out += String(part)
  })
  child.stderr.on('data', (part) => {
    err += String(part)
  })
  const exit = await new Promise<number | null>((done) => child.once('close', done))
  stub.fault = () => undefined
  return { exit, out, err, writes }
}
