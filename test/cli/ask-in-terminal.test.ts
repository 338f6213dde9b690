import { once } from 'node:events'
import { PassThrough } from 'node:stream'
import { expect, test } from 'vitest'
import type { Asking } from '../../src/cli/ask.ts'
import { askInTerminal } from '../../src/cli/ask-in-terminal.ts'

const COUNTRY: Asking = {
  message: 'Which country?',
  choices: [],
  initial: null,
  check: (text) => (/^[A-Z]{2}$/.test(text) ? undefined : 'Two capitals.'),
}
const THING: Asking = {
  message: 'What is a row about?\u001b[2J',
  choices: [
    { value: 'person', label: 'people' },
    { value: 'product', label: 'products' },
    { value: 'item', label: 'something else' },
  ],
  initial: 'product',
}

/** What the person sees, and the answer to keys that are pressed one after the other, each when the last was taken in. */
async function answer(asking: Asking, ...keys: string[]) {
  const [input, output] = [new PassThrough(), new PassThrough()]
  let seen = ''
  output.on('data', (piece: Buffer) => {
    seen += piece.toString()
  })
  const answering = askInTerminal(asking, input, output)
  for (const key of keys) {
    if (seen === '') await once(output, 'data')
    input.write(key)
    await new Promise((taken) => setImmediate(taken))
  }
  return { given: await answering, seen }
}

const [DOWN, UP, RETURN, STOP] = ['\u001b[B', '\u001b[A', '\r', '\u0003']

test('arrow keys choose, from the guess on', async () => {
  expect((await answer(THING, RETURN)).given).toBe('product')
  expect((await answer(THING, DOWN, RETURN)).given).toBe('item')
  expect((await answer(THING, UP, RETURN)).given).toBe('person')
})

test('a text is taken when nothing is wrong with it, and what is wrong is told', async () => {
  expect((await answer(COUNTRY, 'D', 'E', RETURN)).given).toBe('DE')
  const { given, seen } = await answer(COUNTRY, 'D', RETURN, 'E', RETURN)
  expect(given).toBe('DE')
  expect(seen).toContain('Two capitals.')
})

test('Ctrl-C is no answer', async () => {
  expect((await answer(THING, STOP)).given).toBe(null)
  expect((await answer(COUNTRY, 'D', STOP)).given).toBe(null)
})

test('a label of a file moves no cursor', async () => {
  expect((await answer(THING, RETURN)).seen).not.toContain('\u001b[2J')
})
