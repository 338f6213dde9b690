import { glueTableName } from '../src/contracts/glue-table-name.ts'
import type { PublishingPipeline } from './load-pipelines.ts'

export interface NamedQuery {
  /** Of the construct: letters and digits. */
  readonly id: string
  readonly name: string
  readonly description: string
  readonly sql: string
}

/** The questions that analysts ask first, for each dataset of each pipeline. Version N is snapshot N, in every tool. */
export function namedQueries(
  database: string,
  pipelines: readonly Pick<PublishingPipeline, 'id' | 'datasets'>[],
): NamedQuery[] {
  return pipelines
    .flatMap((pipeline) => pipeline.datasets.map((dataset) => `${pipeline.id}/${dataset}`))
    .flatMap((id) => {
      const table = `"${database}"."${glueTableName(id)}"`
      const key = glueTableName(id).replace(/(^|_)([a-z])/g, (_, __, letter: string) => letter.toUpperCase())
      return [
        {
          id: `${key}Latest`,
          name: `${id}: latest`,
          description: `The rows of ${id} as last released.`,
          sql: `SELECT *\nFROM ${table}\nLIMIT 1000;\n`,
        },
        {
          id: `${key}AsOf`,
          name: `${id}: as of version N`,
          description: `The rows of ${id} as they were in a version; put its number in place of 1.`,
          sql: `SELECT *\nFROM ${table} FOR VERSION AS OF 1\nLIMIT 1000;\n`,
        },
        {
          id: `${key}Changed`,
          name: `${id}: what changed between two versions`,
          description: `Rows that only one of two versions of ${id} has; put their numbers in place of 1 and 2.`,
          sql: [
            'WITH',
            `  before AS (SELECT * FROM ${table} FOR VERSION AS OF 1),`,
            `  after AS (SELECT * FROM ${table} FOR VERSION AS OF 2)`,
            "SELECT 'now' AS version, * FROM (SELECT * FROM after EXCEPT SELECT * FROM before)",
            'UNION ALL',
            "SELECT 'before' AS version, * FROM (SELECT * FROM before EXCEPT SELECT * FROM after)",
            'ORDER BY 2, 1 DESC;',
            '',
          ].join('\n'),
        },
      ]
    })
}
