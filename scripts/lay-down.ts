import { mkdirSync, renameSync, rmSync } from 'node:fs'

/** A folder beside its place, to be made there and then moved whole, so that nobody meets half of one. */
export function draftOf(target: string): string {
  const draft = `${target}.draft-${process.pid}`
  rmSync(draft, { recursive: true, force: true })
  mkdirSync(draft, { recursive: true })
  return draft
}

/** Moves a draft to its place. @returns the place */
export function settleDraft(draft: string, target: string): string {
  rmSync(target, { recursive: true, force: true })
  renameSync(draft, target)
  return target
}
