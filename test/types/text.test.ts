import { expect, test } from 'vitest'
import { typeOf } from './support/read-type.ts'

const { value, codes, recognise, type } = typeOf('text')

test('a text is as it was written but for what no pen writes; a placeholder is refused', () => {
  expect(value(' two \r\n lines\u0000 ')).toBe('two \n lines')
  for (const text of ['n/a', '—', 'see above', 'нет данных'])
    expect([value(text), ...codes(text)]).toEqual([null, 'placeholder'])
})

test('what is somebody’s in a text is masked', () => {
  expect(type.mask('Call jo@blue.example on 082 555 0101', {})).not.toMatch(/jo@|555 0101/)
})

test('a column of long cells is more likely text than one of words, and neither is sure', () => {
  const long = 'The customer asked to be called back on Monday, since the order was not complete.'
  expect(recognise('', [long, long])).toBeGreaterThan(recognise('', ['Urban', 'Rural']))
  expect(recognise('', [long, long])).toBeLessThan(0.5)
  for (const label of ['Notes', 'Opmerkings', 'Bemerkung', 'Observaciones'])
    expect(recognise(label, [long])).toBeGreaterThan(0.9)
  expect(recognise('Note date', ['2020-01-01'])).toBeLessThan(0.2)
})
