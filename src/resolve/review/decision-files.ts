import { z } from 'zod'
import { canonicalJson } from '../../storage/canonical-json.ts'
import type { ObjectStore } from '../../storage/object-store.ts'
import { sha256 } from '../../storage/sha256.ts'
import { DecisionFileError } from './errors.ts'
import { decisionFileSchema, inTime, type ResolutionDecision } from './resolution-decision.ts'

const DECISIONS_PREFIX = 'decisions/resolution/'

/** The decisions that a file of the store holds. @throws DecisionFileError */
export function parseDecisionFile(key: string, body: Uint8Array): ResolutionDecision[] {
  let json: unknown
  try {
    json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body))
  } catch {
    throw new DecisionFileError(key, 'it is not JSON')
  }
  const parsed = decisionFileSchema.safeParse(json)
  if (!parsed.success) throw new DecisionFileError(key, z.prettifyError(parsed.error).replaceAll('\n', ' '))
  return parsed.data.decisions
}

/**
 * The resolution decisions of a store, in the order they were made.
 * @param belongs whether the object is a decision about the data that is meant
 */
export async function readDecisions(
  store: ObjectStore,
  belongs: (key: string) => boolean,
): Promise<ResolutionDecision[]> {
  const all: ResolutionDecision[] = []
  for await (const { key } of store.list(DECISIONS_PREFIX)) {
    const held = belongs(key) ? await store.get(key) : undefined
    if (held !== undefined) all.push(...parseDecisionFile(key, held.body))
  }
  return inTime(all)
}

/** Keeps decisions about a pipeline's data, made in one go, as one object that is never changed. @returns its key. */
export async function writeDecisions(
  store: ObjectStore,
  pipeline: string,
  decisions: readonly ResolutionDecision[],
): Promise<string> {
  const body = canonicalJson({ format: 1, kind: 'resolution', decisions })
  const time = (decisions[0]?.at ?? '').replaceAll(/[-:]|\.\d+/g, '')
  const key = `${DECISIONS_PREFIX}${pipeline}/${time}-${sha256(body).slice(0, 12)}.json`
  await store.create(key, body)
  return key
}
