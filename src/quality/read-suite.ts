import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { SuiteError } from './errors.ts'
import { parseSuite, type Suite } from './parse-suite.ts'

/**
 * Reads a suite from a file.
 * @throws SuiteError when the file is missing or is no suite.
 */
export async function readSuite(path: string): Promise<Suite> {
  const file = basename(path)
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw new SuiteError({ file }, 'the suite cannot be read', 'Check that the file is there and readable.', error)
  })
  return parseSuite(text, file)
}
