import { join } from 'node:path'
import { openEngine } from '../../src/engine/engine.ts'
import { pairId, REVIEW_COLUMNS, type ReviewPair, writeReviewRow } from '../../src/resolve/review/index.ts'
import { DirectoryStore } from '../../src/storage/directory-store.ts'

const REVIEW_RUN = 'refinement-20260131T060000Z-abcdef'

/** A pair of a queue: `bits` from even odds, of entities and a pattern of its own unless told otherwise. */
export const reviewPair = (n: number, bits: number, more: Partial<ReviewPair> = {}): ReviewPair => ({
  pair_id: pairId(`s|c|${n}`, `s|c|${n}x`),
  subject: 'organizations',
  left_key: `s|c|${n}`,
  right_key: `s|c|${n}x`,
  left_record: `s:${n}`,
  right_record: `s:${n}x`,
  left_entity: `org_${n}`,
  right_entity: `org_${n}x`,
  match_weight: bits,
  match_probability: 1 / (1 + 2 ** -bits),
  reason: 'even_odds',
  left: { organization_name: `Blue${n} Air`, phones: '+27821234567' },
  right: { organization_name: `Blu${n} Air`, phones: '+27821234567' },
  waterfall: [
    { comparison: 'name', level: n, label: 'close', bits: 6, tfBits: 0 },
    { comparison: 'phone', level: 0, label: 'different', bits: bits - 6, tfBits: 0 },
  ],
  ...more,
})

/** A store whose newest run left a queue and questions. */
export async function reviewStore(
  folder: string,
  queue: readonly ReviewPair[],
  questions: readonly ReviewPair[],
): Promise<DirectoryStore> {
  const store = new DirectoryStore(join(folder, 'store'))
  const engine = await openEngine({ memoryLimitMb: 100, threads: 1, scratch: join(folder, 'scratch') })
  for (const [name, pairs] of Object.entries({ review: queue, questions })) {
    const rows = pairs.map(writeReviewRow)
    const writer = await engine.createTable(name, REVIEW_COLUMNS)
    writer.append(REVIEW_COLUMNS.map((column) => rows.map((row) => row[column.name])))
    await writer.finish()
    const path = join(folder, `${name}.parquet`)
    await engine.writeParquet(`SELECT * FROM ${name}`, path)
    await store.putFile(`runs/${REVIEW_RUN}/${name}.parquet`, path)
  }
  engine.close()
  return store
}
