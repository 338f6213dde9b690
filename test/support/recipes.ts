import { execFile } from 'node:child_process'
import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { basename, dirname, join, relative } from 'node:path'
import { promisify } from 'node:util'
import { temporaryFolder } from './landing.ts'

const ROOT = join(import.meta.dirname, '..', '..')
const PATH = `${join(ROOT, 'node_modules', '.bin')}:${process.env.PATH ?? ''}`
const run = promisify(execFile)

/** What a checkout does not have, and what is linked. */
const LEFT = new Set(['.git', 'node_modules', '.hotpass', 'coverage', 'cdk.out', 'sandbox'])

/** A copy of the repository in which the recipes of ARCHITECTURE.md were followed. */
export interface FollowedRecipes {
  readonly root: string
  /** The files that the page names, new ones and tables, from the root. */
  readonly files: readonly string[]
  /** Runs a program there; one that fails says why, with what it printed. */
  tool(program: string, ...args: readonly string[]): Promise<{ readonly stdout: string; readonly stderr: string }>
  /** `hotpass …` there, with `input` on its stdin. */
  hotpass(args: readonly string[], input?: string): Promise<{ readonly stdout: string; readonly stderr: string }>
}

/** Does what the page says and nothing besides, then has imports put in order, and written what is generated. */
export async function followRecipes(name: string): Promise<FollowedRecipes> {
  const root = join(temporaryFolder(name), 'repository')
  for (const entry of readdirSync(ROOT))
    if (!LEFT.has(entry))
      cpSync(join(ROOT, entry), join(root, entry), { recursive: true, filter: (path) => !LEFT.has(basename(path)) })
  symlinkSync(join(ROOT, 'node_modules'), join(root, 'node_modules'))
  const files = follow(root, readFileSync(join(ROOT, 'ARCHITECTURE.md'), 'utf8'))

  const tool: FollowedRecipes['tool'] = (program, ...args) => call(program, args)
  const call = (program: string, args: readonly string[], input?: string) => {
    const options = {
      cwd: root,
      env: { PATH, HOTPASS_LOG_LEVEL: 'info', TMPDIR: dirname(root) },
      maxBuffer: 64 * 1024 * 1024,
    }
    const called = run(program, args, options)
    called.child.stdin?.end(input)
    return called.catch((error: { stdout?: string; stderr?: string }) => {
      throw new Error(`${program} ${args.join(' ')}: ${error.stdout}${error.stderr}`)
    })
  }
  await tool('biome', 'check', '--write', '--vcs-enabled=false', ...files)
  await tool(process.execPath, 'scripts/generate-state-machine.ts')
  await tool(process.execPath, 'bin/hotpass.ts', 'contracts', 'export')
  return { root, files, tool, hotpass: (args, input) => call(process.execPath, ['bin/hotpass.ts', ...args], input) }
}

function follow(root: string, page: string): string[] {
  const files: string[] = []
  const exporters = new Map<string, string>()
  for (const [, verb, path = '', after = '', text = ''] of page.matchAll(
    /^```ts (file|line)=(\S+)(?: after=(\S+))?\n(.*?)^```$/gms,
  )) {
    const target = join(root, path)
    files.push(path)
    if (verb === 'file') {
      mkdirSync(dirname(target), { recursive: true })
      writeFileSync(target, text, { flag: 'wx' })
      for (const [, exported = ''] of text.matchAll(/^export const (\w+)/gm)) exporters.set(exported, path)
    } else writeFileSync(target, withLine(readFileSync(target, 'utf8'), path, after, text, exporters))
  }
  return files
}

/** A table's text with a line after the only one that begins with `after`; what the line names is imported. */
function withLine(
  table: string,
  path: string,
  after: string,
  text: string,
  exporters: ReadonlyMap<string, string>,
): string {
  const lines = table.split('\n')
  const places = lines.flatMap((line, at) => (/^ /.test(line) && line.trimStart().startsWith(after) ? [at] : []))
  const [place] = places
  if (place === undefined || places.length > 1)
    throw new Error(`${path}: ${places.length} lines begin with ${after}, and the recipe means one`)
  const indent = /^ */.exec(lines[place] ?? '')?.[0] ?? ''
  const added = text.trimEnd().split('\n')
  lines.splice(place + 1, 0, ...added.map((line) => indent + line))
  const named = /^(\w+),$/.exec(added.join('\n'))?.[1]
  const exporter = exporters.get(named ?? '')
  if (exporter === undefined) return lines.join('\n')
  const from = relative(dirname(path), exporter).replace(/^(?!\.)/, './')
  return [`import { ${named} } from '${from}'`, ...lines].join('\n')
}
