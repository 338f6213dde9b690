/** Whose models a registry holds: those of one dataset of one pipeline. */
export interface RegistryName {
  readonly pipeline: string
  readonly dataset: string
}

const ROOT = 'models/registry/'
const rootOf = ({ pipeline, dataset }: RegistryName): string => `${ROOT}${pipeline}/${dataset}/`

/** Where the registry of models lies in the store (docs/explanation/store-layout.md). */
export const registryKeys = {
  root: ROOT,
  versions: (of: RegistryName) => `${rootOf(of)}versions/`,
  version: (of: RegistryName, version: number) => `${rootOf(of)}versions/${version}.json`,
  /** The alias document: the only one that is ever written again. */
  aliases: (of: RegistryName) => `${rootOf(of)}aliases.json`,
  training: (of: RegistryName, run: string) => `${rootOf(of)}trainings/${run}.json`,
} as const

/** The registry that a key belongs to; undefined for any other key. */
export function registryOfKey(key: string): RegistryName | undefined {
  const found = /^models\/registry\/([^/]+)\/([^/]+)\/versions\/[1-9]\d*\.json$/.exec(key)
  return found === null ? undefined : { pipeline: found[1] as string, dataset: found[2] as string }
}
