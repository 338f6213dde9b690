import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { pages, ROOT, readPage } from '../support/docs-pages.ts'

describe('the commands of the pages', () => {
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
    [...readPage(page).matchAll(/^```sh run(?: exit=(\d+))?\n(.*?)^```/gms)].map((match) => ({
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

  const performed = pages.filter(
    (page) => page !== 'README.md' && page !== 'docs/tutorials/your-own-files.md' && blocks(page).length > 0,
  )

  test('the README does what it says, and what it shows is what the demo and the tutorial of a first file print', () => {
    const page = readPage('README.md')
    const guesses = page.slice(page.indexOf('members.csv: 4 rows'), page.indexOf('\n\nWritten: '))
    const shown = [...guesses.split('\n'), ...page.split('\n').filter((line) => /^(?:Rows|Cells): /.test(line))]
    expect(shown.length).toBeGreaterThan(9)
    const printed = `${perform('README.md')}${perform('docs/tutorials/your-own-files.md')}`.split('\n')
    for (const line of shown) expect(printed).toContain(line)
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
