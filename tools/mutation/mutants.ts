import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { mutationScores, scoreTable } from './mutation-score.ts'

// `npm run mutants -- [files]`: mutation testing of the listed files, or of those of stryker.config.json. What it needs is installed
// into its own folder when it is missing. It ends with an error only where Stryker does: surviving mutants are read, not counted.
const HERE = import.meta.dirname
const ROOT = join(HERE, '..', '..')
const STRYKER = join(HERE, 'node_modules', '@stryker-mutator', 'core', 'bin', 'stryker.js')

function perform(command: string, args: readonly string[], cwd: string): void {
  const { status, error } = spawnSync(command, args, { cwd, stdio: 'inherit' })
  if (error !== undefined) throw error
  if (status !== 0) process.exit(status ?? 1)
}

const files = process.argv.slice(2)
const lost = files.filter((file) => !existsSync(join(ROOT, file)))
if (lost.length > 0) {
  process.stderr.write(`There is no file ${lost.join(', ')}. Name files of src by their path from the root.\n`)
  process.exit(2)
}
if (!existsSync(STRYKER)) perform('npm', ['ci', '--no-audit', '--no-fund'], HERE)
const mutate = files.length > 0 ? ['--mutate', files.join(',')] : []
perform(process.execPath, [STRYKER, 'run', join(HERE, 'stryker.config.json'), ...mutate], ROOT)
const report: unknown = JSON.parse(readFileSync(join(HERE, 'report', 'mutation.json'), 'utf8'))
process.stdout.write(`\n${scoreTable(mutationScores(report))}\n`)
