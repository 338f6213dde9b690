import { expect } from 'vitest'
import type { EmulatedTerminal } from './terminal.ts'

const STATES = ['Plan', 'Ingest', 'Refine', 'Block', 'Score', 'Resolve', 'Consolidate', 'Gate', 'Publish']
const SPINNER = /[⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏]/
const TREE_LINE = new RegExp(`^[✔✖■–○]|^${SPINNER.source}`)
const words = (text: string) => text.split(/\s+/).filter((word) => word !== '')

/** The tree stands once and whole: every state in order, none under way, nothing in between. Gives what stands below it. */
export function expectTree(terminal: EmulatedTerminal): string[] {
  const lines = terminal.lines()
  const at = lines.flatMap((line, index) => (TREE_LINE.test(line) ? [index] : []))
  expect(at.map((index) => lines[index]?.split(/ +/)[1])).toEqual(STATES)
  expect((at.at(-1) ?? 0) - (at[0] ?? 0)).toBe(STATES.length - 1)
  expect(lines.join('\n')).not.toMatch(SPINNER)
  return lines.slice((at.at(-1) ?? 0) + 1)
}

/**
 * The tree, then every word of the report, then nothing, with the cursor on a fresh line. The terminal broke no line by itself, which
 * it does inside words, but such as name a command or are one word longer than the screen.
 */
export function expectWholeReport(terminal: EmulatedTerminal, report: string): void {
  expect(words(expectTree(terminal).join('\n'))).toEqual(words(report))
  expect(terminal.brokenLines().filter((line) => !line.includes('hotpass ') && line.trim().includes(' '))).toEqual([])
  expect(terminal.cursor()).toEqual({ column: 0, row: terminal.rows().length })
}
