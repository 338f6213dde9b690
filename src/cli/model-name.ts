import type { VersionModel } from '../versions/index.ts'

/** A linkage model as people read it: `organizations/3`, as `hotpass models` takes it; one that is in no registry by its hash. */
export const modelName = ({ dataset, id, version }: Pick<VersionModel, 'dataset' | 'id' | 'version'>): string =>
  version === null ? id.slice(0, id.lastIndexOf('/') + 13) : `${dataset}/${version}`
