import { z } from 'zod'
import type { Contract } from '../contracts/index.ts'
import { contractPromises } from '../contracts/render-schema-reference.ts'
import type { ObjectStore } from '../storage/object-store.ts'
import { siteKeys } from './site-keys.ts'

type SiteContract = Pick<Contract, 'id' | 'title' | 'version' | 'kind' | 'owner' | 'description' | 'fields'> & {
  /** Whose it is. */
  readonly pipeline: string
  /** Rules, references, basis, retention …, a sentence each. */
  readonly promises: readonly string[]
}

const heldSchema = z.array(z.looseObject({ pipeline: z.string() }))

/** A contract as its page shows it. */
function siteContract(contract: Contract, pipeline: string): SiteContract {
  const { id, title, version, kind, owner, description, fields } = contract
  const promises = contractPromises(contract).map(plain)
  return { pipeline, id, title, version, kind, owner, description, fields, promises }
}

/** Brings the contracts of one pipeline up to those of its last run; those of other pipelines stay. Safe for several writers at once. */
export async function publishContracts(
  store: ObjectStore,
  pipeline: string,
  contracts: Iterable<Contract>,
): Promise<void> {
  const own = [...contracts].map((contract) => siteContract(contract, pipeline))
  for (;;) {
    const held = await store.get(siteKeys.contracts)
    const parsed = held === undefined ? undefined : heldSchema.safeParse(jsonOf(held.body)).data
    // Pages of an earlier version say of no contract whose it is.
    const next = JSON.stringify([...(parsed ?? []).filter((one) => one.pipeline !== pipeline), ...own])
    if (held !== undefined && new TextDecoder().decode(held.body) === next) return
    if (await store.swap(siteKeys.contracts, next, held?.etag)) return
  }
}

function jsonOf(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(body))
  } catch {
    return undefined
  }
}

/** Markdown's marks taken off: pages show text. */
const plain = (sentence: string): string => sentence.replaceAll(/\[([^\]]+)\]\([^)]*\)/g, '$1').replaceAll('`', '')
