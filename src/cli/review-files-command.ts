import { readFile, stat } from 'node:fs/promises'
import { extname } from 'node:path'
import { writeDecisions } from '../resolve/review/decision-files.ts'
import { exportReview, LABEL_STUDIO_CONFIG } from '../resolve/review/export-review.ts'
import { importReview } from '../resolve/review/import-review.ts'
import type { ReviewText } from '../resolve/review/index.ts'
import { neutralisedText } from '../types/text/formula-text.ts'
import { findDataset } from '../versions/find-dataset.ts'
import type { CliIo } from './cli-io.ts'
import { decideEach, type SubjectRuling } from './decide-each.ts'
import { count } from './describe-state.ts'
import { UsageError } from './errors.ts'
import { EXIT } from './exit-codes.ts'
import { runTakingDecision } from './next-command.ts'
import { openExistingStore } from './open-existing-store.ts'
import { jsonText, plainText } from './plain-text.ts'
import { pairMasker } from './review-entities.ts'
import { decisionsAbout, decisionsByPair, openRecords, pairOf, readQueue, subjectOfPair } from './review-queue.ts'
import type { ReviewOptions } from './review-show-command.ts'
import { importReviewWorkbook, writeReviewWorkbook } from './review-workbook.ts'
import { takenBy } from './taken-by.ts'
import { placeOfOptions, readerFlags } from './use-environment.ts'
import { whoDecides } from './who-decides.ts'
import { storeReach, withEngine } from './with-engine.ts'
import { clearPlace, replaceFile } from './write-file.ts'

type ReviewFormat = ReviewText | 'xlsx'

interface ExportOptions extends ReviewOptions {
  readonly as?: ReviewFormat
  readonly out: string
  readonly all?: boolean
}

/** `hotpass review export`: the open pairs as a file to decide in. */
export async function reviewExportCommand(options: ExportOptions, io: CliIo): Promise<number> {
  const format = options.as ?? formatOf(options.out)
  const store = await openExistingStore(options.store)
  const { run, pipeline, domain, pairs } = await withEngine(storeReach(store), (engine, scratch) =>
    readQueue(store, engine, scratch, options),
  )
  const decided = decisionsByPair(await decisionsAbout(store, pipeline))
  const chosen = options.all ? pairs : pairs.filter((pair) => !decided.has(pairOf(pair)))
  const shown = options.showPersonal ? chosen : chosen.map(pairMasker(domain))
  if (format === 'xlsx') {
    await clearPlace(options.out)
    await writeReviewWorkbook(options.out, run, shown)
  } else await replaceFile(options.out, exportReview(shown, format, neutralisedText))
  if (format === 'label-studio') await replaceFile(`${options.out}.config.xml`, LABEL_STUDIO_CONFIG)
  if (options.json) io.out(`${jsonText({ run, pairs: shown.length, format, out: options.out })}\n`)
  else
    io.out(
      `${count(shown.length, 'pair')} of run ${run} in ${plainText(options.out)}${
        format === 'label-studio' ? ` (its labelling configuration: ${plainText(options.out)}.config.xml)` : ''
      }${options.showPersonal ? '' : '; personal values are masked (--show-personal writes them)'}.\n` +
        `Fill in "decision" (same or different) and "why", then: hotpass review import ${plainText(options.out)}${readerFlags(options)}\n`,
    )
  return EXIT.ok
}

interface ImportOptions extends ReviewOptions {
  readonly as?: ReviewFormat
  readonly why?: string
  readonly by?: string
  readonly replace?: boolean
}

/** A file beyond this is no queue that people filled in. */
const MOST_BYTES = 64 * 1024 ** 2

/** `hotpass review import FILE`: takes the decisions of a file that was filled in, all of them or none. */
export async function reviewImportCommand(file: string, options: ImportOptions, io: CliIo): Promise<number> {
  const found = await stat(file).catch(() => undefined)
  if (found?.isFile() !== true) throw new UsageError(`There is no file ${file}.`)
  if (found.size > MOST_BYTES)
    throw new UsageError(`${file} has ${found.size} bytes; a filled-in queue has at most ${MOST_BYTES}.`)
  const format = options.as ?? formatOf(file)
  const store = await openExistingStore(options.store)
  // A queue may be gone by the time its file comes back; the file names its records itself.
  const queue = await withEngine(storeReach(store), (engine, scratch) =>
    readQueue(store, engine, scratch, options),
  ).catch((error: unknown) => {
    if (error instanceof UsageError) return undefined
    throw error
  })
  const pipeline = queue?.pipeline ?? (await findDataset(store, 'entity_links', options.pipeline)).pipeline
  const queued = queue?.pairs ?? []
  const { rulings, open } =
    format === 'xlsx'
      ? await importReviewWorkbook(file, queued)
      : importReview(file, await readFile(file, 'utf8'), format, queued)
  const at = new Date().toISOString()
  const unsaid = rulings.filter(({ why }) => why === null)
  if (unsaid.length > 0 && options.why === undefined)
    throw new UsageError(
      `${count(unsaid.length, 'pair')} of ${file} have no "why" (the first: ${unsaid[0]?.pair}). Fill it in, or give one for all: --why '…'`,
    )
  const about = await withEngine(storeReach(store), async (engine, scratch) => {
    let opened: ReturnType<typeof openRecords> | undefined
    const released = () => (opened ??= openRecords(store, engine, scratch, { ...options, pipeline }))
    const found: SubjectRuling[] = []
    for (const { subject, left, right, verdict, why, by } of rulings)
      found.push({
        subject: await subjectOfPair(subject, left, right, queue, released),
        ruling: {
          ...{ left, right, verdict, at },
          by: by ?? whoDecides(options.by, io),
          why: why ?? options.why ?? '',
        },
      })
    return found
  })
  const { decisions, repeated } = decideEach(await decisionsAbout(store, pipeline), about, options.replace ?? false)
  const key = decisions.length === 0 ? null : await writeDecisions(store, pipeline, decisions)
  const later = key === null ? [] : await takenBy(store, pipeline, key)
  if (options.json) io.out(`${jsonText({ key, decided: decisions.length, repeated, open, later })}\n`)
  else
    io.out(
      `${count(decisions.length, 'decision')} taken from ${plainText(file)}; ${repeated} known already, ${open} left open.\n` +
        (key === null
          ? ''
          : `${[`Kept in ${store.uri(key)}`, ...later].join('\n')}\nNext: ${await runTakingDecision(store, pipeline, placeOfOptions(options), options.run)}\n`),
    )
  return EXIT.ok
}

function formatOf(file: string): ReviewFormat {
  const ending = extname(file).slice(1).toLowerCase()
  if (ending === 'csv' || ending === 'jsonl' || ending === 'xlsx') return ending
  if (ending === 'json') return 'label-studio'
  throw new UsageError(
    `The name ${file} says no format. Name it .xlsx, .csv, .jsonl or .json (Label Studio), or give --as.`,
  )
}
