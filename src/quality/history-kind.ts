import { z } from 'zod'
import type { ColumnMetrics, DatasetMetrics } from './dataset-metrics.ts'
import { type AskContext, type ExpectationKind, tableKind } from './expectation.ts'
import { historyShape, judgeHistory } from './judge-history.ts'

/** A kind that holds one number of a column against those of earlier versions. */
export const columnHistoryKind = (
  type: string,
  summary: string,
  options: {
    /** What the number is of the column: `mean of`, `number of different values in` … */
    readonly number: string
    readonly pick: (column: ColumnMetrics, metrics: DatasetMetrics) => number | null
    readonly scale?: 'relative' | 'absolute'
    readonly misfit?: (context: AskContext, column: string) => string | undefined
  },
): ExpectationKind =>
  tableKind(type, summary, { column: z.string().min(1), ...historyShape }, (parameters) => {
    const { column } = parameters
    const { number, pick, scale, misfit } = options
    return {
      columns: [column],
      sentence: `The ${number} ${column} is near those of earlier versions.`,
      misfit: (context) => misfit?.(context, column),
      asks: () => [],
      judge: (context) => {
        const name = number.replace(/ (?:of|in)$/, '')
        const one = (metrics: DatasetMetrics) => {
          const found = metrics.columns[column]
          return found === undefined ? null : pick(found, metrics)
        }
        return judgeHistory(context, parameters, name, one, scale)
      },
    }
  })
