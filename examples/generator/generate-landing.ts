import { mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { openSink } from './byte-sink.ts'
import { contactWorkbook } from './contact.ts'
import { reachoutWorkbook } from './reachout.ts'
import { sacaaWorkbook } from './sacaa.ts'
import type { ExpectedClass } from './sheet-row.ts'
import { type GeneratorStats, shareStats } from './stats.ts'
import { planWorld } from './world.ts'
import { writeWorkbook } from './write-workbook.ts'

export interface GenerateOptions {
  /** Organisation rows over all sheets. */
  readonly rows: number
  readonly seed: number
  /** Folder for the three workbooks; made when missing, files of the same name replaced. */
  readonly out: string
  /** The truth file; `<out>/.truth.csv` unless told (landing folders ignore dotfiles). */
  readonly truth?: string
}

const TRUTH_HEADER = 'file,sheet,row_number,entity,person,expected_class\n'
const FLUSH_CHARACTERS = 1 << 16

/**
 * Writes three workbooks in the layouts of the real sources, and a truth file that gives every row below a header of every source sheet
 * its organization, its person and the class a run must put it in. The same rows and seed give the same bytes.
 */
export function generateLanding(options: GenerateOptions): GeneratorStats {
  const world = planWorld(options.rows, options.seed)
  const truthPath = options.truth ?? join(options.out, '.truth.csv')
  mkdirSync(options.out, { recursive: true })
  mkdirSync(dirname(truthPath), { recursive: true })
  const truth = openSink(truthPath)
  const expected: Record<ExpectedClass, number> = { published_or_merged: 0, attached: 0, quarantined: 0, blank: 0 }
  const sheets: Record<string, number> = {}
  let text = TRUTH_HEADER
  const flush = (): void => {
    truth.write(Buffer.from(text, 'utf8'))
    text = ''
  }
  try {
    for (const workbook of [reachoutWorkbook(world), contactWorkbook(world), sacaaWorkbook(world)]) {
      writeWorkbook(join(options.out, workbook.file), workbook, (sheet, rowNumber, row) => {
        if (!sheet.isSource) return
        text += `${workbook.file},${sheet.name},${rowNumber},${row.entity},${row.person},${row.expected}\n`
        if (text.length > FLUSH_CHARACTERS) flush()
        expected[row.expected] += 1
        sheets[sheet.name] = (sheets[sheet.name] ?? 0) + 1
      })
    }
    flush()
    truth.finish()
  } catch (error) {
    truth.abandon()
    throw error
  }
  return {
    seed: world.seed,
    rows: world.rows,
    entities: world.entityCount,
    expected,
    sheets,
    shares: shareStats(world),
  }
}
