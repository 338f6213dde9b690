import { existsSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { generatedDocs } from '../../scripts/generate-docs.ts'
import { pages, ROOT, readPage } from '../support/docs-pages.ts'

const withoutCode = (text: string): string => text.replace(/^```.*?^```/gms, '').replace(/`[^`\n]*`/g, '')

describe('links', () => {
  test.each(pages)('every relative link of %s leads somewhere', (page) => {
    const targets = [...withoutCode(readPage(page)).matchAll(/\]\(([^)\s]+)\)/g)].map((match) => match[1] ?? '')
    const dead = targets
      .filter((target) => !/^(?:[a-z]+:|#)/.test(target))
      .filter((target) => !existsSync(resolve(ROOT, dirname(page), decodeURI(target.replace(/#.*$/, '')))))
    expect(dead).toEqual([])
  })

  test('every page of docs/ can be reached from the README', () => {
    const seen = new Set<string>()
    const visit = (page: string): void => {
      if (seen.has(page)) return
      seen.add(page)
      if (!page.endsWith('.md')) {
        // A linked folder shows its pages.
        for (const known of pages) if (dirname(known) === page) visit(known)
        return
      }
      for (const match of withoutCode(readPage(page)).matchAll(/\]\(([^)#\s]+)[^)]*\)/g)) {
        const target = join(dirname(page), match[1] ?? '')
        if (existsSync(join(ROOT, target))) visit(target)
      }
    }
    visit('README.md')
    const lost = pages.filter((page) => !seen.has(page))
    expect(lost).toEqual([])
  })
})

describe('generated pages', () => {
  test.each([...generatedDocs()])('%s is what scripts/generate-docs.ts writes', (path, text) => {
    expect(readPage(path)).toBe(text)
  })
})
