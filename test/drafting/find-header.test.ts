import { describe, expect, test } from 'vitest'
import { findHeader } from '../../src/drafting/find-header.ts'

const rows = (...lines: string[]) => lines.map((line) => line.split('|').map((cell) => (cell === '' ? null : cell)))

describe('the row of the labels', () => {
  test('is the first one', () => {
    expect(findHeader(rows('Name|Town', 'Ann|Bath', 'Bob|York'))).toEqual({ found: 'header', at: 0 })
  })

  test('stands below a title, a remark and a blank row, which are narrower', () => {
    const found = findHeader(
      rows(
        'Members of the society|||',
        'As at|2026-01-31||',
        '|||',
        'No|Name|Town|Joined',
        '1|Ann|Bath|2020-01-05',
        '2|Bob|York|2021-03-01',
      ),
    )
    expect(found).toEqual({ found: 'header', at: 3 })
  })

  test('is found where most cells below it are blank', () => {
    expect(findHeader(rows('Name|Fax|Pager|Telex', 'Ann|||', 'Bob|||'))).toEqual({ found: 'header', at: 0 })
  })

  test('may have years among its labels', () => {
    expect(findHeader(rows('Region|2023|2024', 'North|12|14', 'South|7|9'))).toEqual({ found: 'header', at: 0 })
  })

  test('is no row of values', () => {
    expect(findHeader(rows('1|Ann|ann@example.org', '2|Bob|bob@example.org'))).toEqual({ found: 'none' })
    expect(findHeader(rows('Ann|Bath|member', 'Bob|York|member', 'Cas|Bath|guest'))).toEqual({ found: 'none' })
  })

  test('may come again page by page', () => {
    expect(findHeader(rows('Name|Town', 'Ann|Bath', 'Name|Town', 'Bob|York'))).toEqual({ found: 'header', at: 0 })
  })

  test('is not there in a table of blanks', () => {
    expect(findHeader([])).toEqual({ found: 'none' })
    expect(findHeader(rows('|', '|'))).toEqual({ found: 'none' })
  })
})
