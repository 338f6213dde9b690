import { z } from 'zod'
import type { BlockingAnalysis } from '../../resolve/blocking/analyse-blocking.ts'
import { workFile } from './work-file.ts'

/** Pairs that the current release was made with, to be used again where neither record has changed. */
const knownPairs = z.object({ records: workFile, pairs: workFile })
export type KnownPairs = z.infer<typeof knownPairs>

const blocking = z.custom<BlockingAnalysis>(
  (value) =>
    z.object({ rules: z.array(z.looseObject({})), bound: z.number(), leftOut: z.string() }).safeParse(value).success,
)

/** What Block makes of one entity, before it looks for pairs that are known. */
export const countedBlocks = z.object({
  /** One row a record, by record key; a record's position is its place. */
  records: workFile,
  /** What each rule would make. Values of blocks are masked. */
  blocking,
  /** Of the settings, Score's rules and every block left out: two runs with the same one compare two unchanged records alike. */
  comparedBy: z.string(),
})
export type CountedBlocks = z.infer<typeof countedBlocks>

const blockedEntity = countedBlocks.extend({
  entity: z.string(),
  known: knownPairs.nullable(),
  /** Shares of its pairs: items of Score from `first` on. */
  first: z.number().int(),
  shares: z.number().int(),
})
export type BlockedEntity = z.infer<typeof blockedEntity>

/** What Block makes: in the order in which entities are resolved. */
export const blockWork = z.object({ entities: z.array(blockedEntity) })
export type BlockWork = z.infer<typeof blockWork>
