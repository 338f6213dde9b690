import { describe, expect, test } from 'vitest'
import { typeOf, vocabularyOf } from './support/read-type.ts'

const { value, codes, split, part, recognise } = typeOf('website')

test('an address is https, without www. or fragment', () => {
  expect(value('HTTP://WWW.Blue.Example/Fleet/?a=1#b')).toBe('https://blue.example/Fleet?a=1')
  expect(codes('n/a')).toEqual(['invalid_website'])
  expect(codes('me@blue.example')).toEqual(['email_not_website'])
})

test('two addresses in a cell are two', () => {
  expect(split('www.a.example; https://b.example')).toEqual(['www.a.example', 'https://b.example'])
})

test('a page where anybody may have one says nothing of whose it is', () => {
  expect(part('domain', 'https://shop.blue.co.za/a')).toBe('blue.co.za')
  expect(part('host', 'https://shop.blue.co.za/a')).toBe('shop.blue.co.za')
  expect(part('domain', 'https://facebook.com/blue')).toBeNull()
  const vocabulary = vocabularyOf({ 'portal.example': 'shared' })
  expect(part('domain', 'https://portal.example/blue')).toBe('portal.example')
  expect(part('domain', 'https://portal.example/blue', { country: '', vocabulary })).toBeNull()
})

describe('a column', () => {
  test.each(['Website', 'Webseite', 'Site web', 'Página web', 'URL', 'Homepage'])('called %j is recognised', (label) =>
    expect(recognise(label, ['www.blue.co.za', 'https://sky.com'])).toBeGreaterThan(0.9),
  )
  test('without a label is recognised by its hosts', () => {
    expect(recognise('', ['www.blue.co.za', 'sky.com/about'])).toBeGreaterThan(0.9)
  })
  test.each([
    ['E-mail', ['a@blue.com', 'b@sky.com']],
    ['Name', ['Mr.Smith', 'Dr.Who Jones']],
    ['Site name', ['St. Lucy', 'Main St.']],
    ['Website', ['Yes', 'No', 'No']],
  ])('called %j of %j is none', (label, sample) => expect(recognise(label, sample)).toBeLessThan(0.3))
})
