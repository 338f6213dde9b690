import { existsSync, readFileSync } from 'node:fs'
import { z } from 'zod'
import { packagePath } from '../config/index.ts'
import { CODE_NAMES, type CodeName } from '../ledger/stage.ts'
import { closureHash } from './import-closure.ts'

/** Where the code of each kind of work begins. */
export const CODE_ENTRIES: Readonly<Record<CodeName, string>> = {
  Ingest: 'src/stages/ingest/ingest.ts',
  Refine: 'src/stages/refine/refine.ts',
  Measure: 'src/ledger/measured-shard.ts',
  Block: 'src/stages/link/block.ts',
  Score: 'src/stages/link/score.ts',
  Resolve: 'src/stages/link/resolve.ts',
  Consolidate: 'src/stages/consolidate/consolidate.ts',
  Gate: 'src/stages/gate/gate.ts',
  Publish: 'src/stages/publish/publish.ts',
}

/** What every stage is lent (`context.engine`): it writes the bytes. */
export const LENT_CODE = 'src/engine/engine.ts'

/** A bundle has no sources to hash: what they had is written beside its code when it is made. */
export const STAGE_CODE_FILE = 'stage-code.json'

const bundled = z.record(z.string(), z.string().regex(/^[0-9a-f]{64}$/))

const known = new Map<CodeName, string>()

/** Content hash of the code that makes one kind of work: the same in a checkout and in what is bundled from it. */
export function stageCode(name: CodeName): string {
  const found = known.get(name) ?? written()[name] ?? closureHash(packagePath('.'), CODE_ENTRIES[name], LENT_CODE)
  known.set(name, found)
  return found
}

/** Of every kind, as the sources at `root` have them. */
export const stageCodes = (root: string): Record<CodeName, string> =>
  Object.fromEntries(CODE_NAMES.map((name) => [name, closureHash(root, CODE_ENTRIES[name], LENT_CODE)])) as Record<
    CodeName,
    string
  >

function written(): Readonly<Partial<Record<CodeName, string>>> {
  const path = packagePath(STAGE_CODE_FILE)
  return existsSync(path) ? bundled.parse(JSON.parse(readFileSync(path, 'utf8'))) : {}
}
