import { CsvError, parse } from 'csv-parse/sync'
import { z } from 'zod'
import { ReviewImportError } from './errors.ts'
import type { ReviewFormat } from './export-review.ts'
import { PAIR_ID, pairId } from './pair-id.ts'
import type { ReviewPair } from './review-pair.ts'
import { toldKey } from './told-key.ts'

/** A line of an imported file that says something. */
export interface ImportedRuling {
  readonly pair: string
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

/**
 * Reads decisions from an exported file that was filled in, or from Label Studio's JSON export. All of it is good, or none of it is taken.
 * @param queue the pairs by id that are known without the file's own record keys
 * @throws ReviewImportError naming every line that is wrong
 */
export function importReview(
  file: string,
  text: string,
  format: ReviewFormat,
  queue: ReadonlyMap<string, Pick<ReviewPair, 'left_key' | 'right_key'>>,
): ImportedReview {
  const entries =
    format === 'csv' ? csvEntries(file, text) : format === 'jsonl' ? jsonlEntries(file, text) : taskEntries(file, text)
  if (entries.length === 0) throw new ReviewImportError(file, ['it holds no pairs'])
  const problems: string[] = []
  const rulings = new Map<string, ImportedRuling & { place: string }>()
  let open = 0
  for (const entry of entries) {
    const found = check(entry, queue)
    if (typeof found === 'string') {
      problems.push(`${entry.place}: ${found}`)
      continue
    }
    if (found === undefined) {
      open++
      continue
    }
    const earlier = rulings.get(found.pair)
    if (earlier !== undefined && earlier.verdict !== found.verdict)
      problems.push(`${entry.place}: ${found.pair} is ${found.verdict} here and ${earlier.verdict} at ${earlier.place}`)
    else rulings.set(found.pair, { ...found, place: entry.place })
  }
  if (problems.length > 0) throw new ReviewImportError(file, problems)
  return { rulings: [...rulings.values()].map(({ place: _, ...ruling }) => ruling), open }
}

function check(
  entry: Entry,
  queue: ReadonlyMap<string, Pick<ReviewPair, 'left_key' | 'right_key'>>,
): ImportedRuling | string | undefined {
  const pair = said(entry.pair)
  if (pair === null || !PAIR_ID.test(pair)) return `"${(pair ?? '').slice(0, 40)}" is no pair id`
  const decision = said(entry.decision)
  if (decision === null) return undefined
  const verdict = VERDICTS[decision.toLowerCase()]
  if (verdict === undefined) return `decision "${decision.slice(0, 40)}" is neither same nor different`
  const keys = queue.get(pair)
  const left = keyMeant(said(entry.left), keys?.left_key)
  const right = keyMeant(said(entry.right), keys?.right_key)
  if (left === undefined || right === undefined) return `${pair} is in no queue of this store`
  if (pairId(left, right) !== pair) {
    const named = `${pair} is not the pair of ${toldKey(left)} and ${toldKey(right)}: `
    return `${named}the line was changed, or a key is masked and the queue is gone (export with --show-personal to outlive it)`
  }
  return { pair, left, right, verdict, why: said(entry.why), by: said(entry.by) }
}

/** An export masks what is personal in a key; the queue knows the whole. */
const keyMeant = (written: string | null, queued: string | undefined): string | undefined =>
  written === null || (queued !== undefined && written === toldKey(queued)) ? queued : written

const said = (value: unknown): string | null => {
  const text = typeof value === 'string' ? value.trim() : ''
  return text === '' ? null : text
}

function csvEntries(file: string, text: string): Entry[] {
  let records: Record<string, string>[]
  try {
    records = parse(text, { bom: true, columns: true, skip_empty_lines: true, relax_column_count: false })
  } catch (error) {
    const line = error instanceof CsvError ? `line ${error.lines}: ${error.message}` : String(error)
    throw new ReviewImportError(file, [line])
  }
  needColumns(file, Object.keys(records[0] ?? {}))
  return records.map((record, index) => ({ place: `row ${index + 2}`, ...entryOf(record) }))
}

function jsonlEntries(file: string, text: string): Entry[] {
  const entries: Entry[] = []
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === '') continue
    const place = `line ${index + 1}`
    const record = z.record(z.string(), z.unknown()).safeParse(jsonOf(line))
    if (!record.success) throw new ReviewImportError(file, [`${place} is no JSON object`])
    needColumns(file, Object.keys(record.data))
    entries.push({ place, ...entryOf(record.data) })
  }
  return entries
}

function needColumns(file: string, names: readonly string[]): void {
  const missing = ['pair_id', 'decision'].filter((name) => !names.includes(name))
  if (names.length > 0 && missing.length > 0)
    throw new ReviewImportError(file, [
      `it has no ${missing.join(' and no ')}; it has ${names.slice(0, 8).join(', ')}. Is it a queue that Hotpass exported?`,
    ])
}

const entryOf = (record: Readonly<Record<string, unknown>>) => ({
  pair: record.pair_id,
  left: record.left_key,
  right: record.right_key,
  decision: record.decision,
  why: record.why,
  by: record.by,
})

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
