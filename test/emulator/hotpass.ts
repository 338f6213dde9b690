import { spawn } from 'node:child_process'
import { join } from 'node:path'

export const PROJECT = join(import.meta.dirname, '..', '..')

export interface Finished {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

/** Runs a program to its end in the project's folder. `timeout` in milliseconds ends it by its process id. */
export function execute(
  program: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  timeout = 240_000,
): Promise<Finished> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd: PROJECT, env, stdio: ['ignore', 'pipe', 'pipe'], timeout })
    let out = ''
    let err = ''
    child.stdout.on('data', (chunk: Buffer) => {
      out += chunk
    })
    child.stderr.on('data', (chunk: Buffer) => {
      err += chunk
    })
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, out, err }))
  })
}

/** Runs the command line as a person would. */
export const hotpass = (args: readonly string[], env: NodeJS.ProcessEnv, timeout?: number): Promise<Finished> =>
  execute(process.execPath, ['bin/hotpass.ts', ...args], env, timeout)

/** As `hotpass`, and reads the answer of `--json`. Throws what the command said when it ends with another code than `code`. */
export async function hotpassJson<T>(args: readonly string[], env: NodeJS.ProcessEnv, code = 0): Promise<T> {
  const finished = await hotpass([...args, '--json'], env)
  if (finished.code !== code)
    throw new Error(`hotpass ${args.join(' ')} ended with ${finished.code}:\n${finished.out}\n${finished.err}`)
  return JSON.parse(finished.out) as T
}
