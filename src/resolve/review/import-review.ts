import { CsvError, parse } from 'csv-parse/sync'
import { z } from 'zod'
import { ReviewImportError } from './errors.ts'
import type { ReviewText } from './export-review.ts'
import { PAIR_ID, pairId } from './pair-id.ts'
import type { ReviewPair } from './review-pair.ts'
import { toldKey } from './told-key.ts'

/** A line of an imported file that says something. */
export interface ImportedRuling {
  readonly pair: string
  /** The dataset whose pair it is; null where neither the file nor the queue says. */
  readonly subject: string | null
  readonly left: string
  readonly right: string
  readonly verdict: 'same' | 'different'
  /** Null where the file does not say; who imports it says so then. */
  readonly why: string | null
  readonly by: string | null
}

export interface ImportedReview {
  readonly rulings: readonly ImportedRuling[]
  /** Pairs the file leaves open. */
  readonly open: number
}

/** One line or task before it is checked. */
interface Entry {
  /** `row 3`, `task 12`: for messages. */
  readonly place: string
  readonly pair: unknown
  readonly subject: unknown
  readonly left: unknown
  readonly right: unknown
  readonly decision: unknown
  readonly why: unknown
  readonly by: unknown
}

const VERDICTS: Readonly<Record<string, 'same' | 'different'>> = {
  same: 'same',
  accept: 'same',
  accepted: 'same',
  different: 'different',
  reject: 'different',
  rejected: 'different',
}

type QueuedPair = Pick<ReviewPair, 'pair_id' | 'subject' | 'left_key' | 'right_key'>

/** A line of a table that came back, and where it stands. */
export interface ReviewLine {
  readonly place: string
  readonly cells: Readonly<Record<string, unknown>>
}

/**
 * Reads decisions from an exported file that was filled in, or from Label Studio's JSON export. All of it is good, or none of it is taken.
 * @param queue the pairs that are known without the file's own record keys
 * @throws ReviewImportError naming every line that is wrong
 */
export function importReview(
  file: string,
  text: string,
  format: ReviewText,
  queue: readonly QueuedPair[],
): ImportedReview {
  if (format === 'label-studio') return judgeEntries(file, taskEntries(file, text), queue)
  return importReviewLines(file, format === 'csv' ? csvLines(file, text) : jsonLines(file, text), queue)
}

/** The same of a table's lines, as a workbook has them. @throws ReviewImportError naming every line that is wrong */
export function importReviewLines(
  file: string,
  lines: readonly ReviewLine[],
  queue: readonly QueuedPair[],
): ImportedReview {
  for (const { cells } of lines) needColumns(file, Object.keys(cells))
  return judgeEntries(
    file,
    lines.map(({ place, cells }) => ({
      ...{ place, pair: cells.pair_id, subject: cells.subject, left: cells.left_key, right: cells.right_key },
      ...{ decision: cells.decision, why: cells.why, by: cells.by },
    })),
    queue,
  )
}

function judgeEntries(file: string, entries: readonly Entry[], queue: readonly QueuedPair[]): ImportedReview {
  if (entries.length === 0) throw new ReviewImportError(file, ['it holds no pairs'])
  const queued = Map.groupBy(queue, ({ pair_id }) => pair_id)
  const problems: string[] = []
  const rulings = new Map<string, ImportedRuling & { place: string }>()
  let open = 0
  for (const entry of entries) {
    const found = check(entry, queued)
    if (typeof found === 'string') {
      problems.push(`${entry.place}: ${found}`)
      continue
    }
    if (found === undefined) {
      open++
      continue
    }
    const name = JSON.stringify([found.subject, found.pair])
    const earlier = rulings.get(name)
    if (earlier !== undefined && earlier.verdict !== found.verdict)
      problems.push(`${entry.place}: ${found.pair} is ${found.verdict} here and ${earlier.verdict} at ${earlier.place}`)
    else rulings.set(name, { ...found, place: entry.place })
  }
  if (problems.length > 0) throw new ReviewImportError(file, problems)
  return { rulings: [...rulings.values()].map(({ place: _, ...ruling }) => ruling), open }
}

function check(entry: Entry, queue: ReadonlyMap<string, readonly QueuedPair[]>): ImportedRuling | string | undefined {
  const pair = said(entry.pair)
  if (pair === null || !PAIR_ID.test(pair)) return `"${(pair ?? '').slice(0, 40)}" is no pair id`
  const decision = said(entry.decision)
  if (decision === null) return undefined
  const word = decision.toLowerCase()
  const verdict = Object.hasOwn(VERDICTS, word) ? VERDICTS[word] : undefined
  if (verdict === undefined) return `decision "${decision.slice(0, 40)}" is neither same nor different`
  const known = queue.get(pair) ?? []
  const named = said(entry.subject)
  const meant = named === null ? known : known.filter(({ subject }) => subject === named)
  if (meant.length > 1)
    return `${pair} is a pair of ${meant.map(({ subject }) => subject).join(' and one of ')}, which stand in the same two rows: say which in a column "subject"`
  if (known.length > 0 && meant.length === 0)
    return `${pair} is no pair of "${named?.slice(0, 40)}" in this queue, but of ${known.map(({ subject }) => subject).join(' and ')}`
  const [keys] = meant
  const left = keyMeant(said(entry.left), keys?.left_key)
  const right = keyMeant(said(entry.right), keys?.right_key)
  if (left === undefined || right === undefined) return `${pair} is in no queue of this store`
  if (pairId(left, right) !== pair) {
    const told = `${pair} is not the pair of ${toldKey(left)} and ${toldKey(right)}: `
    return `${told}the line was changed, or a key is masked and the queue is gone (export with --show-personal to outlive it)`
  }
  return { pair, subject: keys?.subject ?? named, left, right, verdict, why: said(entry.why), by: said(entry.by) }
}

/** An export masks what is personal in a key; the queue knows the whole. */
const keyMeant = (written: string | null, queued: string | undefined): string | undefined =>
  written === null || (queued !== undefined && written === toldKey(queued)) ? queued : written

const said = (value: unknown): string | null => {
  const text = typeof value === 'string' ? value.trim() : ''
  return text === '' ? null : text
}

function csvLines(file: string, text: string): ReviewLine[] {
  let records: Record<string, string>[]
  try {
    records = parse(text, { bom: true, columns: true, skip_empty_lines: true, relax_column_count: false })
  } catch (error) {
    const line = error instanceof CsvError ? `line ${error.lines}: ${error.message}` : String(error)
    throw new ReviewImportError(file, [line])
  }
  return records.map((cells, index) => ({ place: `row ${index + 2}`, cells }))
}

function jsonLines(file: string, text: string): ReviewLine[] {
  const lines: ReviewLine[] = []
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === '') continue
    const place = `line ${index + 1}`
    const record = z.record(z.string(), z.unknown()).safeParse(jsonOf(line))
    if (!record.success) throw new ReviewImportError(file, [`${place} is no JSON object`])
    lines.push({ place, cells: record.data })
  }
  return lines
}

function needColumns(file: string, names: readonly string[]): void {
  const missing = ['pair_id', 'decision'].filter((name) => !names.includes(name))
  if (names.length > 0 && missing.length > 0)
    throw new ReviewImportError(file, [
      `it has no ${missing.join(' and no ')}; it has ${names.slice(0, 8).join(', ')}. Is it a queue that Hotpass exported?`,
    ])
}

const annotationSchema = z.looseObject({
  was_cancelled: z.boolean().optional(),
  completed_by: z.unknown().optional(),
  result: z.array(
    z.looseObject({
      from_name: z.string().optional(),
      value: z.looseObject({ choices: z.array(z.string()).optional(), text: z.unknown().optional() }).optional(),
    }),
  ),
})
const taskSchema = z.looseObject({
  id: z.union([z.number(), z.string()]).optional(),
  data: z.record(z.string(), z.unknown()),
  annotations: z.array(annotationSchema).default([]),
})

function taskEntries(file: string, text: string): Entry[] {
  const tasks = z.array(taskSchema).safeParse(jsonOf(text))
  if (!tasks.success) throw new ReviewImportError(file, ['it is no JSON list of Label Studio tasks'])
  return tasks.data.flatMap((task, index): Entry[] => {
    const place = `task ${task.id ?? index + 1}`
    const shared = {
      place,
      pair: task.data.pair_id,
      subject: task.data.subject,
      left: task.data.left_key,
      right: task.data.right_key,
    }
    const done = task.annotations.filter((annotation) => annotation.was_cancelled !== true)
    if (done.length === 0) return [{ ...shared, decision: null, why: null, by: null }]
    return done.map((annotation) => {
      const part = (name: string) => annotation.result.find(({ from_name }) => from_name === name)?.value
      const why = part('why')?.text
      return {
        ...shared,
        decision: part('decision')?.choices?.[0],
        why: Array.isArray(why) ? why.join(' ') : why,
        by: annotator(annotation.completed_by),
      }
    })
  })
}

function annotator(value: unknown): string | null {
  const person = z.looseObject({ email: z.string() }).safeParse(value)
  if (person.success) return person.data.email
  return typeof value === 'number' || typeof value === 'string' ? `Label Studio user ${value}` : null
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
