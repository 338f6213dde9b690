import type { CompiledDomain } from '../domain.ts'
import type { DomainFiles } from '../domain-files.ts'

/** A domain as a run pinned it, or as its folder has it. */
export interface DomainState {
  readonly domain: CompiledDomain
  readonly files: DomainFiles
}

/** One thing that is otherwise than before, and what that makes of published data. */
export interface DomainChange {
  /** Readers lose something that was promised, or lasting ids move: a run is not to do so unasked. */
  readonly breaking: boolean
  /** The dataset that it is about; null: several, or what is read. */
  readonly dataset: string | null
  /** An attribute, a source, a table: `buyer.emails`. */
  readonly where: string
  /** What was, what is, and what follows from it. */
  readonly what: string
}

export interface DomainComparison {
  readonly changes: readonly DomainChange[]
  /** What to do about those that break something, a sentence each; empty where nothing does. */
  readonly advice: readonly string[]
}

/** Takes what an aspect of two domains says of them. */
export type Tell = (change: DomainChange) => void

export const inWords = (names: readonly string[]): string => (names.length === 0 ? 'nothing' : names.join(', '))
