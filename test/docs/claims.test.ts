import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { ROOT, readPage } from '../support/docs-pages.ts'

const LINK = /\]\(((?:\.\.\/)+test\/[^\s)]+)(?: "([^"]*)")?\)/g

/** What a test or a group of tests of a file is called, as it is written there. */
const isCalled = (source: string, title: string): boolean =>
  ["'", '"', '`'].some((quote) => source.includes(`${quote}${title}${quote}`))

/** Links to tests that name no file, or no test of the file. */
function dangling(text: string, page: string): string[] {
  return [...text.matchAll(LINK)].flatMap(([, target = '', title]) => {
    const path = join(ROOT, dirname(page), target)
    if (!existsSync(path)) return [`${target}: there is no such file`]
    if (title === undefined) return [`${target}: no test is named`]
    return isCalled(readFileSync(path, 'utf8'), title) ? [] : [`${target}: no test "${title}"`]
  })
}

/** Rows of tables whose last column is called `test`, without a link to one. */
function unproved(text: string): string[] {
  let claims = false
  return text.split('\n').flatMap((line) => {
    const cells = line.startsWith('|') ? line.split('|').slice(1, -1) : []
    if (cells.length === 0) claims = false
    else if (cells.at(-1)?.trim() === 'test') claims = true
    else if (claims && !/^ *-+ *$/.test(cells[0] ?? '') && [...(cells.at(-1) ?? '').matchAll(LINK)].length === 0)
      return [line]
    return []
  })
}

describe.each(['docs/explanation/security.md', 'docs/explanation/privacy.md'])('the claims of %s', (page) => {
  const text = readPage(page)

  test('name tests that there are', () => {
    expect([...text.matchAll(LINK)].length).toBeGreaterThan(0)
    expect(dangling(text, page)).toEqual([])
  })

  test('stand in tables that leave none without its test', () => {
    expect(unproved(text)).toEqual([])
  })
})

test('a claim whose test, file or link is gone is told', () => {
  const page = 'docs/explanation/security.md'
  const link = (target: string, title?: string) =>
    `[test](../../test/${target}${title === undefined ? '' : ` "${title}"`})`
  expect(dangling(link('gone.test.ts', 'x'), page)).toEqual(['../../test/gone.test.ts: there is no such file'])
  expect(dangling(link('docs/claims.test.ts', 'name tests that there are'.slice(0, -4)), page)).toHaveLength(1)
  expect(dangling(link('docs/claims.test.ts'), page)).toHaveLength(1)
  expect(dangling(link('docs/claims.test.ts', 'name tests that there are'), page)).toEqual([])
  expect(unproved('| claim | test |\n| --- | --- |\n| said | none |\n\n| a | b |\n| c | d |')).toEqual([
    '| said | none |',
  ])
})
