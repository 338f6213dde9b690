import type { Entity } from '../../domain/index.ts'
import type { Engine } from '../../engine/engine.ts'
import { sqlName } from '../../engine/sql.ts'
import type { ClusterInput } from '../../resolve/clusters/cluster-input.ts'
import { type DoubtfulMerge, doubtfulMerges, type StatedValues } from '../../resolve/clusters/doubtful-merges.ts'
import type { SpanningPaths } from '../../resolve/clusters/spanning-paths.ts'
import { recordRows } from '../../resolve/entities/entity-rows-sql.ts'
import { statedOnce } from '../../resolve/entities/stated-once.ts'
import { functionName, RECORDS } from '../../resolve/records/prepare-records.ts'

interface Linked {
  readonly clusterOf: Int32Array
  readonly forest: SpanningPaths
  readonly input: ClusterInput
  readonly ownNumbers: readonly string[]
}

/** What a person should look at among the clusters. Reads what the records of clusters of several say. Needs `link_record`. */
export async function doubtfulOf(
  engine: Engine,
  entity: Entity,
  { clusterOf, forest, input, ownNumbers }: Linked,
): Promise<DoubtfulMerge[]> {
  const { numbers, places } = statedOnce(entity, ownNumbers)
  const stated = [...numbers, ...places]
  const columns = await codesOf(engine, entity, clusterOf, stated)
  const [sources, ...values] = columns
  if (sources === undefined) return []
  return doubtfulMerges({
    ...{ clusterOf, forest, pairs: input.pairs, threshold: input.threshold, decided: input.mustLink ?? [] },
    uniqueSources: sources.codes,
    numbers: values.slice(0, numbers.length),
    places: values.slice(numbers.length),
  })
}

/** Codes of the sources without duplicates, then of each column; nothing where no cluster has several records. */
async function codesOf(
  engine: Engine,
  entity: Entity,
  clusterOf: Int32Array,
  names: readonly string[],
): Promise<StatedValues[]> {
  const isMerged = new Uint8Array(clusterOf.length)
  for (let record = 0; record < clusterOf.length; record++) {
    const cluster = clusterOf[record] as number
    if (cluster !== record) isMerged[record] = isMerged[cluster] = 1
  }
  if (!isMerged.includes(1)) return []
  const merged = functionName('merged')
  engine.registerFunction(merged, ['integer'], ([positions], out, count) => {
    for (let i = 0; i < count; i++) out[i] = isMerged[(positions as Int32Array)[i] as number] as number
  })
  const found = ['', ...names].map((name) => ({ name, codes: new Int32Array(clusterOf.length).fill(-1) }))
  const dictionaries = found.map(() => new Map<string, number>())
  const select = names.map((name) => `, CAST(l.${sqlName(name)} AS VARCHAR)`).join('')
  for await (const { columns, rowCount } of engine.columns(
    `SELECT l.link_position, CASE WHEN o._is_unique THEN o._source END${select}
     FROM ${RECORDS} l JOIN ${recordRows(entity.id)} o ON o._position = l.link_position
     WHERE ${merged}(l.link_position::INTEGER) = 1`,
  )) {
    const [positions, ...values] = columns as [number[], ...(string | null)[][]]
    for (const [at, column] of values.entries()) {
      const { codes } = found[at] as StatedValues
      const dictionary = dictionaries[at] as Map<string, number>
      for (let i = 0; i < rowCount; i++) {
        const value = column[i]
        if (value === null || value === undefined) continue
        const code = dictionary.get(value) ?? dictionary.size
        dictionary.set(value, code)
        codes[positions[i] as number] = code
      }
    }
  }
  return found
}
