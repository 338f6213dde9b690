import { existsSync, readFileSync } from 'node:fs'
import { z } from 'zod'
import { packagePath } from '../config/package-path.ts'
import { stagesOnTheWay } from '../stages/stage-table.ts'
import { closureHash } from './import-closure.ts'

/** Where the code of each kind of work begins: a stage's that makes something of the plan's, and what several stages measure by. */
export const CODE_ENTRIES: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    stagesOnTheWay()
      .filter(({ given }) => given === 'plan')
      .map(({ name, source }) => [name, source]),
  ),
  Measure: 'src/ledger/measured-shard.ts',
}

/** What every stage is lent (`context.engine`): it writes the bytes. */
const LENT_CODE = 'src/engine/engine.ts'

/** A bundle has no sources to hash: what they had is written beside its code when it is made. */
export const STAGE_CODE_FILE = 'stage-code.json'

const bundled = z.record(z.string(), z.string().regex(/^[0-9a-f]{64}$/))

const known = new Map<string, string>()

export const isKnownByCode = (stage: string): boolean => Object.hasOwn(CODE_ENTRIES, stage)

/** Content hash of the code that makes one kind of work: the same in a checkout and in what is bundled from it. */
export function stageCode(name: string): string {
  const entry = CODE_ENTRIES[name]
  if (entry === undefined) throw new Error(`nothing is known by the code of ${name}`)
  const found = known.get(name) ?? written()[name] ?? closureHash(packagePath('.'), entry, LENT_CODE)
  known.set(name, found)
  return found
}

/** Of every kind. */
export const stageCodes = (): Record<string, string> =>
  Object.fromEntries(Object.keys(CODE_ENTRIES).map((name) => [name, stageCode(name)]))

/** Of every kind, as the sources at `root` have them. */
export const sourceCodes = (root: string): Record<string, string> =>
  Object.fromEntries(Object.entries(CODE_ENTRIES).map(([name, entry]) => [name, closureHash(root, entry, LENT_CODE)]))

function written(): Readonly<Record<string, string>> {
  const path = packagePath(STAGE_CODE_FILE)
  return existsSync(path) ? bundled.parse(JSON.parse(readFileSync(path, 'utf8'))) : {}
}
