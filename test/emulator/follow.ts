import { readFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { pythonVenv } from '../support/python-venv.ts'
import { execute, type Finished, PROJECT } from './hotpass.ts'

/** What a page writes for the reader to fill in → what it is here. */
export type Placeholders = Readonly<Record<string, string>>

/**
 * Does what one section of a how-to page says: runs its `sh emulator` blocks in order, each as one shell script that stops at the first
 * command that fails. Questions, which nobody is there to answer, are answered by the flags that the page names for it.
 * @returns everything that was printed. @throws Error with the script and what it said, or when the section has no such block.
 */
export async function follow(
  page: string,
  heading: string,
  placeholders: Placeholders,
  env: NodeJS.ProcessEnv,
): Promise<string> {
  const scripts = blocksBelow(readFileSync(join(PROJECT, page), 'utf8'), heading)
  if (scripts.length === 0) throw new Error(`${page} has no "sh emulator" block below "${heading}"`)
  const path = [join(PROJECT, 'node_modules', '.bin'), await pythonVenv('emulator'), env.PATH].join(delimiter)
  let printed = ''
  for (const script of scripts) {
    const done: Finished = await execute(
      'bash',
      ['-euo', 'pipefail', '-c', filledIn(script, placeholders)],
      { ...env, PATH: path },
      290_000,
    )
    if (done.code !== 0)
      throw new Error(`${page}, "${heading}", ended with ${done.code}:\n${script}\n${done.out}${done.err}`)
    printed += done.out
  }
  return printed
}

function blocksBelow(text: string, heading: string): string[] {
  const section = text.split(/^(?=#+ )/m).find((part) => part.split('\n', 1)[0]?.replace(/^#+ /, '') === heading) ?? ''
  return [...section.matchAll(/^ *```sh emulator\n(.*?)^ *```/gms)].map(([, script = '']) => script)
}

function filledIn(script: string, placeholders: Placeholders): string {
  const filled = Object.entries(placeholders).reduce((text, [name, value]) => text.replaceAll(name, value), script)
  return filled.replace(/hotpass -- deploy .*/g, '$& --yes').replace(/cdk destroy .*/g, '$& --force')
}
