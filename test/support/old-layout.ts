import { execFileSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'

/**
 * A store as it was written before tables belonged to a pipeline, by that very version: `one` has two releases of `refinement` (5 and 7
 * organizations); `shared` has 5 of it, then 3 of `second` in the same tables, then 7 of it. Work files, sources and pages are left out.
 */
export function oldLayoutStore(kind: 'one' | 'shared', folder: string): string {
  mkdirSync(folder, { recursive: true })
  execFileSync('tar', ['-xzf', join(import.meta.dirname, '../fixtures/old-layout.tar.gz'), '-C', folder, kind])
  return join(folder, kind)
}
