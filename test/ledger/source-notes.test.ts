import { describe, expect, test } from 'vitest'
import { NOTE_CODES } from '../../src/contracts/note-codes.ts'
import { noteSentence, noteSentences, type SourceNote } from '../../src/ledger/source-notes.ts'

const note = (code: SourceNote['code'], more: Partial<SourceNote> = {}): SourceNote => ({
  file: 'a.xlsx',
  sheet: 'Data',
  code,
  count: 2,
  ...more,
})

describe('notes of readers in sentences', () => {
  test('what was left out comes first, in one sentence', () => {
    const notes = [
      note('sheet_not_read', { sheet: 'Old', count: 1000 }),
      note('sheet_not_read', { sheet: 'Lists', count: 46 }),
      note('columns_not_read', { count: 6, detail: 'A, B' }),
    ]
    expect(noteSentences(notes)[0]).toBe('Not read: 2 sheets, 1,046 rows. Not published: 6 columns.')
    expect(noteSentences([note('header_row', { row: 3 })])).toEqual([
      'a.xlsx, sheet "Data": the labels stand in row 3; 2 rows above are not read.',
    ])
    expect(noteSentences([])).toEqual([])
  })

  test('those by which values may be wrong stand before the others', () => {
    const [first] = noteSentences([note('footer_rows', { row: 9 }), note('mojibake', { row: 4, count: 1 })])
    expect(first).toBe('a.xlsx, sheet "Data", row 4: 1 cell looks like UTF-8 read as windows-1252.')
  })

  test('every kind is a sentence with its file, for one and for many', () => {
    for (const code of NOTE_CODES)
      for (const count of [1, 2]) {
        const sentence = noteSentence(note(code, { count, row: 7, detail: 'x' }))
        expect(sentence).toMatch(/^a\.xlsx, sheet "Data"(?:, (?:first in )?row 7)?: .*\.$/)
        expect(sentence).not.toMatch(/undefined|1 \w+s (?:is|are|has|have)|\b2 \w*[^s\W] (?:is|are) not/)
      }
    expect(noteSentence(note('bad_bytes', { sheet: null, count: 1, row: 4 }))).toBe(
      'a.xlsx, row 4: 1 row with bytes that are no UTF-8 went to quarantine.',
    )
  })
})
