import { openEngine } from '../../../src/engine/engine.ts'
import { sqlText } from '../../../src/engine/sql.ts'

/** Of pairs of rows in one cluster. */
export interface Judged {
  readonly precision: number
  readonly recall: number
  readonly f1: number
}

interface Counts {
  readonly known: number
  readonly twice: number
  readonly together: number
  readonly linked: number
  readonly wanted: number
}

const pairs = (columns: string): string =>
  `coalesce((SELECT sum(n * (n - 1) / 2)::DOUBLE FROM (SELECT count(*) AS n FROM labelled GROUP BY ${columns})), 0)`

/**
 * Pairs of rows in one cluster against pairs of rows of one entity. A labelled row that is in no cluster stands alone: what a tool left
 * out, it missed. Rows without a label count for nothing.
 * @param clusters SQL with the columns `id` and `cluster`.
 * @param truth CSV file of row id and entity.
 * @throws Error when no labelled row is in a cluster, or a row is in two.
 */
export async function judgeClusters(clusters: string, truth: string, scratch: string): Promise<Judged> {
  const engine = await openEngine({ memoryLimitMb: 1000, threads: 2, scratch })
  try {
    const [counts] = await engine.rows<Counts>(
      `WITH found AS (SELECT DISTINCT id::VARCHAR AS id, cluster::VARCHAR AS cluster FROM (${clusters})),
       labelled AS (SELECT t.id, t.entity, f.id IS NOT NULL AS known, coalesce('in ' || f.cluster, 'alone ' || t.id) AS cluster
         FROM read_csv(${sqlText(truth)}, all_varchar = true, header = true, names = ['id', 'entity']) t
         LEFT JOIN found f ON f.id = t.id WHERE t.entity IS NOT NULL)
       SELECT (SELECT count(*) FILTER (known) FROM labelled)::DOUBLE AS known,
         (SELECT count(*) - count(DISTINCT id) FROM labelled)::DOUBLE AS twice,
         ${pairs('cluster, entity')} AS together, ${pairs('cluster')} AS linked, ${pairs('entity')} AS wanted`,
    )
    if (counts === undefined) throw new Error('an aggregate without groups gives one row')
    const { known, twice, together, linked, wanted } = counts
    if (known === 0) throw new Error(`No row of ${truth} is in a cluster: the ids are others.`)
    if (twice > 0) throw new Error(`${twice} rows of ${truth} are in more than one cluster, or there more than once.`)
    const share = (part: number, whole: number): number => (whole === 0 ? 1 : part / whole)
    return {
      precision: share(together, linked),
      recall: share(together, wanted),
      f1: share(2 * together, linked + wanted),
    }
  } finally {
    engine.close()
  }
}
