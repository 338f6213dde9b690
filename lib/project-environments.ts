import type { Project } from '../src/config/index.ts'
import { defineEnvironment, type Environment, EnvironmentError, type EnvironmentOptions } from './environment.ts'

/** The environments that a project names, with their defaults. @throws EnvironmentError naming the option that is wrong */
export const projectEnvironments = (project: Project): readonly Environment[] =>
  Object.entries(project.environments).map(([name, options]) =>
    // Whatever the file says is checked; its name is the key.
    defineEnvironment({ ...options, name } as EnvironmentOptions),
  )

/** One of them by name. @throws EnvironmentError when there is none */
export function projectEnvironment(project: Project, name: string): Environment {
  const all = projectEnvironments(project)
  const found = all.find((one) => one.name === name)
  if (found !== undefined) return found
  const known = all.map((one) => one.name).join(', ') || 'none'
  throw new EnvironmentError(name, '', `there is no environment of that name; known: ${known}`)
}
