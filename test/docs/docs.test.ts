import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { generatedDocs } from '../../scripts/generate-docs.ts'

const ROOT = join(import.meta.dirname, '../..')
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8')

const pages = [
  ...readdirSync(ROOT).filter((name) => name.endsWith('.md')),
  ...readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join('docs', name)),
].sort()

const withoutCode = (text: string): string => text.replace(/^```.*?^```/gms, '').replace(/`[^`\n]*`/g, '')

describe('links', () => {
  test.each(pages)('every relative link of %s leads somewhere', (page) => {
    const targets = [...withoutCode(read(page)).matchAll(/\]\(([^)\s]+)\)/g)].map((match) => match[1] ?? '')
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
      for (const match of withoutCode(read(page)).matchAll(/\]\(([^)#\s]+)[^)]*\)/g)) {
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
    expect(read(path)).toBe(text)
  })
})

describe('commands', () => {
  const folders: string[] = []
  afterAll(() => {
    for (const folder of folders) rmSync(folder, { recursive: true, force: true })
  })

  /** A checkout that writes its results elsewhere: the repository's own files, linked. */
  function workingCopy(): string {
    const folder = mkdtempSync(join(tmpdir(), 'hotpass-docs-'))
    folders.push(folder)
    for (const name of readdirSync(ROOT))
      if (!/^(?:\.git|\.hotpass|coverage)$/.test(name)) symlinkSync(join(ROOT, name), join(folder, name))
    return folder
  }

  const blocks = (page: string) =>
    [...read(page).matchAll(/^```sh run(?: exit=(\d+))?\n(.*?)^```/gms)].map((match) => ({
      exit: Number(match[1] ?? 0),
      script: (match[2] ?? '').replace(/^npm ci\b.*$/gm, ''),
    }))

  /** Runs a page's blocks in order, each as one shell script, and gives all they printed. */
  function perform(page: string): string {
    const cwd = workingCopy()
    let printed = ''
    for (const { exit, script } of blocks(page)) {
      const done = spawnSync('bash', ['-euo', 'pipefail', '-c', script], { cwd, encoding: 'utf8' })
      expect(done.status, `${script}\n${done.stdout}\n${done.stderr}`).toBe(exit)
      printed += done.stdout
    }
    return printed
  }

  const performed = pages.filter((page) => page !== 'README.md' && blocks(page).length > 0)

  test('the README does what it says, and the sum it shows is the one the demo prints', () => {
    const sum = read('README.md')
      .split('\n')
      .find((line) => line.startsWith('Rows: '))
    expect(sum).toBeDefined()
    expect(perform('README.md').split('\n')).toContain(sum)
  })

  test('the demo ends with exit code 1 and a reason when a step fails', () => {
    const cwd = workingCopy()
    writeFileSync(join(cwd, '.hotpass'), 'a file where a folder should be')
    const done = spawnSync(process.execPath, [join(ROOT, 'examples/demo.ts')], { cwd, encoding: 'utf8' })
    expect(done.status).toBe(1)
    expect(done.stderr).toMatch(/^demo: /)
  })

  test.each(performed)('the commands of %s work', (page) => {
    perform(page)
  })
})
