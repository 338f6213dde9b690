import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { decisionsIndex } from '../../scripts/decisions-index.ts'
import { dependenciesPage } from '../../scripts/dependencies-page.ts'

describe('the page of dependencies', () => {
  const manifest = { dependencies: { zod: '4.0.0' }, devDependencies: { vitest: '5.0.0' } }
  const reasons = { zod: { for: 'contracts', why: 'one declaration' }, vitest: { for: 'tests', why: 'runs as it is' } }

  test('says of each package its version, what it is for and why it', () => {
    const page = dependenciesPage(manifest, reasons, 'notice', '## Below\n')
    expect(page).toContain('| `zod` | 4.0.0 | contracts | one declaration |')
    expect(page.indexOf('`vitest`')).toBeGreaterThan(page.indexOf('## For development'))
    expect(page.endsWith('## Below\n')).toBe(true)
  })

  test('is not written while a package has no reason, whichever of the two it is', () => {
    const { zod, vitest } = reasons
    expect(() => dependenciesPage(manifest, { zod }, '', '')).toThrow(/Without a reason.*: vitest\./)
    expect(() => dependenciesPage(manifest, { vitest }, '', '')).toThrow(/Without a reason.*: zod\./)
  })

  test('is not written while a reason has no package', () => {
    const gone = { ...reasons, listr2: { for: 'nothing', why: 'it went' } }
    expect(() => dependenciesPage(manifest, gone, '', '')).toThrow(/not in package\.json: listr2\./)
  })
})

describe('the index of decisions', () => {
  /** The index of a folder that holds these decisions. */
  function indexOf(decisions: Readonly<Record<string, string>>): string {
    const folder = mkdtempSync(join(tmpdir(), 'decisions-'))
    try {
      for (const [name, text] of Object.entries(decisions)) writeFileSync(join(folder, name), text)
      return decisionsIndex(folder, 'notice')
    } finally {
      rmSync(folder, { recursive: true })
    }
  }

  test('has every decision with its status, in order, and not itself', () => {
    const index = indexOf({
      '0002-two.md': '# 0002: Two\n\nStatus: accepted. Takes the place of [0001](0001-one.md).\n',
      '0001-one.md': '# 0001: One\n\nStatus: superseded by [0002](0002-two.md).\n',
      'README.md': '# Architecture decisions\n',
    })
    expect(index.split('\n').filter((line) => line.startsWith('| ['))).toEqual([
      '| [0001](0001-one.md) | One | superseded by [0002](0002-two.md). |',
      '| [0002](0002-two.md) | Two | accepted. Takes the place of [0001](0001-one.md). |',
    ])
  })

  test('refuses a decision without a status, with another title, or with a number that is taken', () => {
    expect(() => indexOf({ '0001-one.md': '# 0001: One\n' })).toThrow(/0001-one\.md has no line "Status/)
    expect(() => indexOf({ '0001-one.md': '# 1. One\n\nStatus: accepted.\n' })).toThrow(/must begin with "# 0001: "/)
    expect(() => indexOf({ '0002-one.md': '# 0001: One\n\nStatus: accepted.\n' })).toThrow(/must begin with "# 0002: "/)
    const one = '# 0001: One\n\nStatus: accepted.\n'
    expect(() => indexOf({ '0001-one.md': one, '0001-other.md': one })).toThrow(/0001-other\.md has a number that/)
  })
})
