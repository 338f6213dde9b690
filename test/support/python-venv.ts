import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { sha256 } from '../../src/storage/sha256.ts'

const run = promisify(execFile)
const root = join(import.meta.dirname, '..', '..')

/** Python, or its venv module, is not on this machine. The message says what to install. */
class PythonMissingError extends Error {
  override readonly name = 'PythonMissingError'
}

/**
 * A virtual environment with exactly the packages of `test/python/<name>.txt`, made when first asked for and again when that
 * file changes. It lives in `.hotpass/venv/<name>`, which git ignores. @returns the folder of its programs.
 * @throws PythonMissingError
 */
export async function pythonVenv(name: string, python = 'python3'): Promise<string> {
  const requirements = join(root, 'test', 'python', `${name}.txt`)
  const folder = join(root, '.hotpass', 'venv', name)
  const bin = join(folder, 'bin')
  const stamp = join(folder, 'requirements.sha256')
  const wanted = sha256(readFileSync(requirements))
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return bin
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(dirname(folder), { recursive: true })
  try {
    await run(python, ['-m', 'venv', folder])
  } catch (cause) {
    throw new PythonMissingError(
      `This needs Python 3.10 or later with its venv module, and "${python} -m venv" did not work. ` +
        'Install them (Debian: apt-get install python3 python3-venv) and try again.',
      { cause },
    )
  }
  await run(join(bin, 'pip'), ['install', '--quiet', '--disable-pip-version-check', '--requirement', requirements], {
    timeout: 600_000,
    maxBuffer: 64 * 1024 * 1024,
  })
  writeFileSync(stamp, wanted)
  return bin
}
