import { existsSync, readFileSync } from 'node:fs'
import { isAbsolute, join, relative, resolve } from 'node:path'
import { z } from 'zod'
import { environmentNameSchema } from './deployed-environment.ts'
import { ConfigurationFileError } from './errors.ts'
import { idSchema } from './id-pattern.ts'
import { type Pipeline, projectPipelineSchema } from './pipeline.ts'
import { PROJECT_FILE, projectFolder } from './project-file.ts'
import { parseConfiguration } from './read-configuration-file.ts'

const projectSchema = z.strictObject({
  /** Folder that runs take files from, beside this file; without it the store's own `landing/`. */
  landing: z.string().min(1).optional(),
  /** The store of commands that name none: a folder beside this file, or `s3://bucket/prefix`. */
  store: z.string().min(1).optional(),
  pipelines: z.record(idSchema, projectPipelineSchema).default({}),
  /** Environment → its options; who deploys checks them. */
  environments: z.record(environmentNameSchema, z.record(z.string(), z.unknown()).nullable()).default({}),
})

/** A folder of a user's own: pipelines with their domains, and where they are deployed. */
export interface Project {
  /** Absolute. */
  readonly folder: string
  readonly pipelines: readonly Pipeline[]
  /** Options of environments by name, as they were written. */
  readonly environments: Readonly<Record<string, Readonly<Record<string, unknown>>>>
  /** Absolute; undefined for the store's own `landing/`. */
  readonly landing: string | undefined
  /** An absolute folder, or a bucket's URI; undefined when the file names none. */
  readonly store: string | undefined
}

/** The project that a folder lies in: the nearest `hotpass.yaml` from there upwards. @throws ConfigurationFileError */
export function findProject(from: string = process.cwd()): Project | undefined {
  const folder = projectFolder(from)
  return folder === undefined ? undefined : readProject(folder)
}

/** The project of a folder. @throws ConfigurationFileError naming key and problem; the file system's own error when there is none. */
export function readProject(folder: string): Project {
  const root = resolve(folder)
  const read = parseConfiguration(readFileSync(join(root, PROJECT_FILE), 'utf8'), PROJECT_FILE, projectSchema)
  return {
    folder: root,
    pipelines: Object.entries(read.pipelines).map(([id, pipeline]) => {
      const near = domainFolderOf(root, id, pipeline.domain)
      const description = pipeline.description ?? `Publishes what the domain ${pipeline.domain} describes.`
      return { ...pipeline, id, description, ...(near === undefined ? {} : { domainFolder: near }) }
    }),
    environments: Object.fromEntries(Object.entries(read.environments).map(([name, options]) => [name, options ?? {}])),
    landing: read.landing === undefined ? undefined : resolve(root, read.landing),
    store: read.store === undefined || read.store.startsWith('s3://') ? read.store : resolve(root, read.store),
  }
}

/** A project's own domain goes before a shipped one of the same id. What is deployed is the project's folder: nothing outside of it. */
function domainFolderOf(root: string, pipeline: string, named: string): string | undefined {
  const inside = (path: string) => !/^$|^\.\./.test(relative(root, path)) && !isAbsolute(relative(root, path))
  if (!inside(resolve(root, named)))
    throw new ConfigurationFileError(
      PROJECT_FILE,
      `pipelines.${pipeline}.domain`,
      `"${named}" is no folder inside of the project. Put the domain's folder beside ${PROJECT_FILE}.`,
    )
  const near = [`domains/${named}`, named].map((path) => join(root, path))
  return near.find((path) => existsSync(join(path, 'domain.yaml')))
}
