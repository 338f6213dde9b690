import { expect, test } from 'vitest'
import { cutToColumns, displayColumns } from '../../src/cli/display-columns.ts'
import { createScreen } from '../../src/cli/screen.ts'
import { emulatedTerminal } from '../support/terminal.ts'

const NINE = Array.from({ length: 9 }, (_, at) => `state ${at} ${'x'.repeat(20)}`)

/** A screen on an emulated terminal. What it writes is kept in order. */
function onTerminal(columns: number, rows = 24) {
  const terminal = emulatedTerminal(columns, rows)
  let size = { columns, rows }
  let written = Promise.resolve()
  const screen = createScreen({
    write: (text) => {
      written = written.then(() => terminal.write(text.replaceAll('\n', '\r\n')))
    },
    size: () => size,
  })
  const resize = async (to: number) => {
    await written
    size = { columns: to, rows }
    terminal.resize(to, rows)
  }
  return { screen, terminal, resize, done: () => written }
}

test('a settled picture is never drawn over again, whatever is said after it', async () => {
  const { screen, terminal, done } = onTerminal(80)
  screen.draw(NINE)
  screen.settle()
  screen.say('the report\nits end\n')
  screen.settle()
  screen.settle()
  await done()
  expect(terminal.lines()).toEqual([...NINE, 'the report', 'its end'])
  expect(terminal.cursor()).toEqual({ column: 0, row: 11 })
})

test('what is said while a picture stands is put above it, on lines of its own', async () => {
  const { screen, terminal, done } = onTerminal(80)
  screen.draw(NINE)
  screen.say('a warning without an end of line')
  screen.draw(NINE)
  screen.settle()
  await done()
  expect(terminal.lines()).toEqual(['a warning without an end of line', ...NINE])
})

test('a picture at the top of the screen is drawn anew without emptying the screen, which some terminals keep in their history', async () => {
  const { screen, terminal, done } = onTerminal(80)
  for (let at = 0; at < 3; at += 1) screen.draw(NINE)
  await done()
  expect(terminal.emptied()).toBe(0)
  expect(terminal.lines()).toEqual(NINE)
})

test.each([
  ['narrower', 25],
  ['wider', 140],
])('a terminal made %s while the picture stands keeps no rest of it', async (_, to) => {
  const { screen, terminal, resize, done } = onTerminal(80)
  screen.say('above\n')
  screen.draw(NINE)
  await resize(to)
  screen.draw(NINE)
  screen.settle()
  screen.say('below\n')
  await done()
  expect(terminal.rows()).toEqual(['above', ...NINE.map((line) => cutToColumns(line, to - 1)), 'below'])
})

test('a screen lower than the picture shows its end, and the whole of it when it settles', async () => {
  const { screen, terminal, done } = onTerminal(80, 5)
  for (let at = 0; at < 3; at += 1) screen.draw(NINE)
  await done()
  expect(terminal.lines()).toEqual(NINE.slice(-4))
  screen.settle()
  await done()
  expect(terminal.lines()).toEqual(NINE)
})

test('a line is cut by the columns it takes: wide characters are two, colours none', () => {
  expect(displayColumns('\u001b[31m株式ab\u001b[39m')).toBe(6)
  expect(cutToColumns('\u001b[31m株式会社\u001b[39m', 6)).toBe('\u001b[31m株式…\u001b[39m')
  expect(cutToColumns('abc', 3)).toBe('abc')
})
