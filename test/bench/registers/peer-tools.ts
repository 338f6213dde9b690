import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sqlText } from '../../../src/engine/sql.ts'
import { pythonVenv } from '../../support/python-venv.ts'
import { measureCommand } from '../measure.ts'
import type { Tool } from './tool.ts'

const PEERS = join(import.meta.dirname, '../peers')
const REQUIREMENTS = join(import.meta.dirname, '../../python')

/** A package of PyPI, of the version in `test/python/<package>.txt`, by the script `test/bench/peers/with_<package>.py`. */
function peer(distribution: 'goldenmatch' | 'splink' | 'recordlinkage'): Tool {
  const version = readFileSync(join(REQUIREMENTS, `${distribution}.txt`), 'utf8')
    .trim()
    .split('==')[1]
  return {
    name: `${distribution} ${version}${distribution === 'goldenmatch' ? '' : ', by an expert'}`,
    async link(register, folder) {
      const expert = distribution === 'goldenmatch' ? 'none' : register.experts[distribution]
      if (expert === undefined) return { kind: 'none', because: 'needs settings' }
      const python = join(await pythonVenv(distribution), 'python')
      const found = join(folder, 'clusters.csv')
      const told = expert === 'none' ? [] : [join(PEERS, expert)]
      const script = join(PEERS, `with_${distribution}.py`)
      try {
        const cost = await measureCommand(python, [script, register.file, register.id, found, ...told], folder)
        // A peer may doubt itself there, as GoldenMatch does when its search for a configuration runs out of time.
        if (cost.stderr.trim() !== '') console.error(`${register.name}, ${distribution} says: ${cost.stderr.trim()}`)
        return {
          kind: 'clusters',
          clusters: `FROM read_csv(${sqlText(found)}, all_varchar = true, header = true)`,
          cost,
        }
      } catch (error) {
        const last =
          String(error instanceof Error ? error.message : error)
            .trim()
            .split('\n')
            .at(-1) ?? ''
        return { kind: 'none', because: `failed: ${last.slice(0, 200)}` }
      }
    },
  }
}

/**
 * It asks a person. With every column as text and 50 answers from the truth it had not come to an end on FEBRL 3 after 160 CPU s, and
 * its newest BTrees (6.5) lacks a method that it calls.
 */
const DEDUPE: Tool = {
  name: 'dedupe 3.0.3',
  link: async () => ({ kind: 'none', because: 'needs labels; not run' }),
}

/** Those that link without a person, and one that does not. */
export const PEER_TOOLS: readonly Tool[] = [peer('goldenmatch'), peer('splink'), peer('recordlinkage'), DEDUPE]
