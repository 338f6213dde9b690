import { whole } from './html.ts'
import { bar, drawing, label, rule, WIDTH } from './svg.ts'

export interface Columns {
  readonly height: number
  readonly columns: readonly { readonly name: string; readonly count: number; readonly colour: string }[]
  readonly under: string
  readonly beside: string
  /** Whether each column carries its count. */
  readonly counted: boolean
  /** A line at a column, and what it is. */
  readonly mark?: { readonly column: string; readonly name: string }
}

const LEFT = 70
const RIGHT = 20
const TOP = 30
const BOTTOM = 42
/** So many names fit below the columns. */
const MOST_NAMES = 24

/** Counts as columns, on a scale of powers of ten, so that one column of a million hides no column of one. */
export function columnChart({ height, columns, under, beside, counted, mark }: Columns): string {
  const floor = height - BOTTOM
  const decades = Math.max(1, Math.ceil(Math.log10(Math.max(...columns.map(({ count }) => count), 1))))
  // Half a count is the floor, so that a column of one is seen.
  const heightOf = (count: number): number =>
    ((Math.log10(count) - Math.log10(0.5)) / (decades - Math.log10(0.5))) * (floor - TOP)
  const step = (WIDTH - LEFT - RIGHT) / columns.length
  const middle = (at: number): number => LEFT + (at + 0.5) * step
  const every = Math.ceil(columns.length / MOST_NAMES)
  const lines = Array.from({ length: decades + 1 }, (_, power) => 10 ** power).map((count) => {
    const y = floor - heightOf(count)
    return rule(LEFT, y, WIDTH - RIGHT, y) + label(LEFT - 6, y, whole(count), 'end')
  })
  const drawn = columns.map(({ name, count, colour }, at) => {
    const half = Math.min(step * 0.45, 40)
    const top = floor - heightOf(count)
    return [
      count > 0 ? bar(middle(at) - half, floor, middle(at) + half, top, colour) : '',
      count > 0 && counted ? label(middle(at), top - 9, whole(count), 'middle') : '',
      at % every === 0 ? label(middle(at), floor + 12, name, 'middle') : '',
    ].join('')
  })
  const marked = columns.findIndex(({ name }) => name === mark?.column)
  const markLine =
    mark === undefined || marked < 0
      ? []
      : [
          rule(middle(marked), TOP - 6, middle(marked), floor, 0.8),
          label(middle(marked), TOP - 14, mark.name, 'middle'),
        ]
  return drawing(height, [
    ...lines,
    ...drawn,
    rule(LEFT, floor, WIDTH - RIGHT, floor, 0.6),
    ...markLine,
    label(LEFT - 6, 10, beside, 'end'),
    label((LEFT + WIDTH - RIGHT) / 2, height - 10, under, 'middle'),
  ])
}
