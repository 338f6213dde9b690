import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve, sep } from 'node:path'

/** Room → rooms of `src` it may import besides itself (ARCHITECTURE.md). */
const GROUND = ['contracts', 'config', 'engine', 'storage']
const NOUNS = ['sources', 'refine', 'resolve', 'models', 'consolidate', 'quality', 'versions', 'site']
const LEDGER = [...GROUND, 'types', 'domain', ...NOUNS, 'lineage', 'telemetry', 'mlflow', 'ledger']
const RUN = [...LEDGER, 'stages', 'stewardship', 'run']
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  ...Object.fromEntries(GROUND.map((room) => [room, GROUND])),
  types: [...GROUND, 'types'],
  domain: [...GROUND, 'types', 'domain'],
  ...Object.fromEntries(NOUNS.map((room) => [room, [...GROUND, 'types', 'domain']])),
  drafting: [...GROUND, 'types', 'domain', 'sources', 'drafting'],
  lineage: [],
  telemetry: [],
  mlflow: [...GROUND, 'telemetry', 'models'],
  ledger: LEDGER,
  stages: LEDGER.filter((room) => room !== 'config'),
  stewardship: LEDGER,
  run: RUN,
  runtime: [...RUN, 'runtime'],
  cli: [...RUN, 'drafting', 'runtime', 'cli'],
  // The front of the installable package.
  'index.ts': [...RUN, 'runtime'],
}
/** Folders beside `src`. */
const OUTSIDE: Readonly<Record<string, readonly string[]>> = {
  bin: [...RUN, 'drafting', 'runtime', 'cli'],
  lambdas: [...RUN, 'runtime'],
  lib: ['contracts', 'config', 'domain', 'ledger', 'stages'],
}

/** Of these rooms the CDK app reads only the table of stages, and what things cost. */
const LIB_READS: Readonly<Record<string, readonly string[]>> = {
  ledger: ['src/ledger/stage-facts.ts', 'src/ledger/domain-contracts.ts'],
  stages: ['src/stages/stage-table.ts', 'src/stages/plan/prices.ts'],
}

/** Every import that goes against an arrow, and every relative import of a file that is not there. */
export function wrongArrows(root: string): string[] {
  const wrong: string[] = []
  const files = new Set(['src', 'bin', 'lambdas', 'lib'].flatMap((folder) => listTypeScript(join(root, folder))))
  for (const file of files) {
    const parts = relative(root, file).split(sep)
    const room = parts[0] === 'src' ? (parts[1] ?? '') : (parts[0] ?? '')
    const allowed = parts[0] === 'src' ? ALLOWED[room] : OUTSIDE[room]
    if (allowed === undefined) {
      wrong.push(`${relative(root, file)}: the room "${room}" has no rule in scripts/check-arrows.ts`)
      continue
    }
    for (const specifier of importsOf(readFileSync(file, 'utf8'))) {
      if (!specifier.startsWith('.')) continue
      const target = resolve(dirname(file), specifier)
      const [top, targetRoom = ''] = relative(root, target).split(sep)
      if (top === 'src' && !files.has(target))
        wrong.push(`${relative(root, file)}: imports ${specifier}, which does not exist`)
      else if (top === 'src' && targetRoom !== room && !allowed.includes(targetRoom))
        wrong.push(`${relative(root, file)}: ${room} may not import ${targetRoom} (${specifier})`)
      else if (room === 'lib' && LIB_READS[targetRoom]?.includes(relative(root, target)) === false)
        wrong.push(`${relative(root, file)}: lib reads the table of ${targetRoom}, not ${specifier}`)
      else if (room === 'stages' && targetRoom === room && isOtherStage(relative(root, file), relative(root, target)))
        wrong.push(`${relative(root, file)}: a stage may not import another (${specifier})`)
    }
  }
  return wrong.sort()
}

/** Each folder of `src/stages` is a stage, or the stages of one step; what passes between them is in the ledger. */
function isOtherStage(file: string, target: string): boolean {
  const folder = (path: string): string | undefined => (path.split(sep).length > 3 ? path.split(sep)[2] : undefined)
  return folder(file) !== undefined && folder(file) !== folder(target)
}

// Linear on purpose: the formatter puts every specifier behind `from`, `import` or `import(` in single quotes.
const IMPORT = /\b(?:from|import)\s?\(?'([^'\n]+)'/g

export const importsOf = (source: string): string[] => [...source.matchAll(IMPORT)].map((match) => match[1] ?? '')

function listTypeScript(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => join(folder, name))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}

if (import.meta.main) {
  const wrong = wrongArrows(join(import.meta.dirname, '..'))
  for (const line of wrong) console.error(line)
  if (wrong.length > 0) process.exitCode = 1
}
