import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse, stringify } from 'yaml'
import { type Project, readProject } from '../../src/config/index.ts'

const FOLDER = join(import.meta.dirname, '../../examples/projects/aviation')

/** The example that comes along, as a project. */
export const shippedProject = (): Project => readProject(FOLDER)

const written = (): Readonly<Record<string, unknown>> =>
  parse(readFileSync(join(FOLDER, 'hotpass.yaml'), 'utf8')).pipelines.refinement

/** Its pipeline as a file that holds one alone, with what is said here in place of what it says. */
export const pipelineText = (changes: Readonly<Record<string, unknown>> = {}): string =>
  stringify({ id: 'refinement', ...written(), ...changes })

/** The text of a project that has it under each of these names. */
export const projectText = (ids: readonly string[]): string =>
  stringify({ pipelines: Object.fromEntries(ids.map((id) => [id, written()])) }, { aliasDuplicateObjects: false })
