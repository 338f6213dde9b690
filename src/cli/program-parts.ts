import type { Command } from 'commander'
import type { CliIo } from './cli-io.ts'

/** What `program.ts` lends: the options every command has, and how to show examples. */
export interface ProgramParts {
  readonly io: CliIo
  command(parent: Command, usage: string, description: string, store?: boolean): Command
  examples(...lines: string[]): string
  exit(code: number): void
}
