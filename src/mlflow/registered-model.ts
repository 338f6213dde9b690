import { z } from 'zod'
import type { RegistryName } from '../models/index.ts'
import { MlflowRefusedError } from './errors.ts'
import type { MlflowServer } from './mlflow-server.ts'

/** What a dataset's models are called in a server that others use too. */
export const registeredName = ({ pipeline, dataset }: RegistryName): string => `hotpass.${pipeline}.${dataset}`

/** The tag of a model version, and of a run, that says what it is here. */
export const VERSION_TAG = 'hotpass.version'

const nothing = z.looseObject({})
const tag = z.object({ key: z.string(), value: z.string().default('') })
const found = z.object({
  model_versions: z.array(z.object({ version: z.coerce.string(), tags: z.array(tag).default([]) })).default([]),
  next_page_token: z.string().optional(),
})
const PAGE = 200

/** What fails for being there already is there. */
export async function unlessThere<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work
  } catch (error) {
    if (error instanceof MlflowRefusedError && error.code === 'RESOURCE_ALREADY_EXISTS') return undefined
    throw error
  }
}

/** The number that the server has for a version of ours: its own, in the order in which it was told. @throws MlflowError */
export async function serverVersion(
  server: MlflowServer,
  of: RegistryName,
  version: number,
): Promise<string | undefined> {
  const filter = `name = '${registeredName(of)}'`
  let page = ''
  do {
    const query = { filter, max_results: PAGE, ...(page === '' ? {} : { page_token: page }) }
    const { model_versions: versions, next_page_token: next = '' } = await server.call(
      'GET',
      'model-versions/search',
      query,
      found,
    )
    const own = versions.find(({ tags }) =>
      tags.some(({ key, value }) => key === VERSION_TAG && value === String(version)),
    )
    if (own !== undefined) return own.version
    page = next
  } while (page !== '')
  return undefined
}

/** Points an alias of the server where it points here, or takes it away. @throws MlflowError */
export async function tellAlias(
  server: MlflowServer,
  of: RegistryName,
  alias: string,
  to: string | null,
): Promise<void> {
  const name = registeredName(of)
  if (to === null) await server.call('DELETE', 'registered-models/alias', { name, alias }, nothing)
  else await server.call('POST', 'registered-models/alias', { name, alias, version: to }, nothing)
}
