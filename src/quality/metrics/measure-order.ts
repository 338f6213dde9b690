import { sqlName } from '../../engine/sql.ts'
import type { MeasureOptions } from './measure-options.ts'
import type { Metric } from './metric.ts'
import { samplesFrom, scalar } from './samples.ts'
import { firstSamples, MAX_SAMPLES, type Place, type Segment, type StateOf } from './state.ts'

/** Whether values rise (or fall) within each run of rows that follow one another, and the ends of each. */
export async function measureOrder(
  { engine, table, place, origin, pii, run = "''" }: MeasureOptions,
  { column, direction, strictly, where }: Extract<Metric, { kind: 'order' }>,
): Promise<StateOf<'order'>> {
  const wrong = direction === 'increasing' ? (strictly ? '<=' : '<') : strictly ? '>=' : '>'
  const found = await engine.rows(
    `SELECT count(*) AS n, count_if(v ${wrong} before) AS failed, arg_min(v, place) AS first, arg_max(v, place) AS last,
       min(place) AS least, max(place) AS most,
       min({'place': place, 's0': left(CAST(v AS VARCHAR), 200)}, ${MAX_SAMPLES}) FILTER (WHERE v ${wrong} before) AS samples
     FROM (SELECT run, v, place, lag(v) OVER (PARTITION BY run ORDER BY place) AS before
           FROM (SELECT ${run} AS run, ${sqlName(column)} AS v, ${place} AS place
                 FROM ${table} WHERE (${where}) AND ${sqlName(column)} IS NOT NULL))
     GROUP BY run ORDER BY least`,
  )
  const at = (value: unknown): Place => ({ ...origin, at: scalar(value) })
  const sum = (pick: 'n' | 'failed') => found.reduce((total, row) => total + Number(row[pick]), 0)
  return {
    kind: 'order',
    n: sum('n'),
    failed: sum('failed'),
    samples: firstSamples(found.flatMap(({ samples }) => samplesFrom(samples, [column], { origin, pii }))),
    segments: found.map(
      ({ least, most, first, last }): Segment => ({
        from: at(least),
        to: at(most),
        first: scalar(first),
        last: scalar(last),
      }),
    ),
  }
}
