import { expect, test } from 'vitest'
import { textEncoding } from '../../src/stewardship/erasure/plain-text.ts'

const utf16 = Buffer.from('name;mail\nZoë;zanele@org.example\n', 'utf16le')

test.each([
  ['words', Buffer.from('Zoë, zanele@org.example'), 'utf-8'],
  ['words of one byte a letter', Buffer.from('Zo\xeb, zanele@org.example', 'latin1'), 'windows-1252'],
  ['words of two bytes with a mark', Buffer.concat([Buffer.from([0xff, 0xfe]), utf16]), 'utf-16le'],
  ['words of two bytes without one', utf16, 'utf-16le'],
  ['the same the other way round', Buffer.from(utf16).swap16(), 'utf-16be'],
  ['a PDF that is all letters', Buffer.from('%PDF-1.4\nstream'), undefined],
  ['an image', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), undefined],
  ['words of four bytes', Buffer.concat([Buffer.from([0xff, 0xfe, 0, 0]), Buffer.from('z\0\0\0')]), undefined],
  ['words with a zero among them', Buffer.from('zanele\0@org.example'), undefined],
])('%s', (_, bytes, encoding) => {
  expect(textEncoding(bytes)).toBe(encoding)
  if (encoding !== undefined) expect(new TextDecoder(encoding).decode(bytes)).toContain('zanele@org.example')
})
