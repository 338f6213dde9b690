import { cpSync } from 'node:fs'
import { join } from 'node:path'
import { projectFiles } from '../src/config/checkout-version.ts'
import type { Project } from '../src/config/index.ts'

/** Lays a project's files into a function's folder: its code finds the project there. */
export function copyProject(project: Project, target: string): void {
  for (const file of projectFiles(project))
    cpSync(join(project.folder, file), join(target, file), { recursive: true, dereference: true })
}
