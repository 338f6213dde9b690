import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { UsageError } from '../../src/cli/errors.ts'
import { reportError } from '../../src/cli/report-error.ts'
import { fakeIo, hotpass } from './fake-io.ts'

// Line breaks are ours.
const unsafe = /(?!\n)[\p{Cc}\p{Bidi_Control}]/u
const bin = join(import.meta.dirname, '..', '..', 'bin', 'hotpass.ts')

describe('the command line', () => {
  test.each([
    [['rnu'], /unknown command 'rnu'.*run/s],
    [['versoins', 'organizations'], /versions/],
    [['pull', 'organizations', '--sa', 'csv'], /unknown option '--sa'.*--as/s],
    [['pull', 'organizations', '--as', 'xls'], /parquet, csv, jsonl, xlsx/],
    [['pull', 'organizations', '--version', '1', '--channel', 'latest'], /cannot be used with/],
    [['run'], /hotpass init|hotpass run <pipeline>|Name a pipeline/],
    [['runs', 'show'], /missing required argument 'run'/],
  ])('%j is refused with a next step and exit code 2', async (args, words) => {
    const { exit, err, out } = await hotpass(args)
    expect(exit).toBe(2)
    expect(err).toMatch(words)
    expect(out).toBe('')
    const asJson = await hotpass([...args, '--json'])
    expect(asJson.exit).toBe(2)
    expect(asJson.json()).toMatchObject({ error: { name: 'UsageError' }, exit: 2 })
  })

  test('help names every command with examples, and each command has its own', async () => {
    const help = await hotpass(['--help'])
    expect(help.exit).toBe(0)
    for (const command of ['run', 'versions', 'verify', 'pull', 'normalise', 'contracts', 'runs']) {
      expect(help.out).toContain(`  ${command}`)
    }
    for (const command of [
      ['run'],
      ['versions'],
      ['verify'],
      ['pull'],
      ['normalise'],
      ['contracts', 'check'],
      ['runs', 'show'],
    ]) {
      const own = await hotpass([...command, '--help'])
      expect(own.exit).toBe(0)
      expect(own.out).toContain('Examples:')
      expect(own.out).toContain('--json')
    }
    expect((await hotpass([])).exit).toBe(2)
  })

  test('the version is the package’s', async () => {
    const { version } = JSON.parse(readFileSync(join(import.meta.dirname, '..', '..', 'package.json'), 'utf8'))
    expect((await hotpass(['--version'])).out.trim()).toBe(version)
  })

  test('help loads nothing but the terminal and the tables of commands and of kinds of value', () => {
    const script = `
      import { registerHooks } from 'node:module'
      const seen = []
      registerHooks({ load: (url, context, next) => { seen.push(url); return next(url, context) } })
      const { main } = await import(${JSON.stringify(join(bin, '..', '..', 'src', 'cli', 'main.ts'))})
      await main(['--help'])
      console.error(JSON.stringify(seen.filter((url) => url.startsWith('file:'))))`
    const { stderr, stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' })
    expect(stdout).toContain('Usage: hotpass')
    const seen: string[] = JSON.parse(stderr.trim().split('\n').at(-1) ?? '[]')
    // The kinds of value stand in the help of `normalise`; their table loads none of them.
    const strangers = seen.filter(
      (url) => !/\/node_modules\/commander\/|\/src\/cli\/|\/src\/refine\/normalisers\.ts$/.test(url),
    )
    expect(strangers).toEqual([])
    // Commands that a text suggests are completed by a table of their names, which loads nothing.
    const own = seen.flatMap((url) => /\/src\/cli\/(.+)\.ts$/.exec(url)?.[1] ?? [])
    expect(
      own.filter(
        (name) =>
          !/^(main|cli-io|screen|display-columns|exit-codes|examples|plain-text|common-options|complete-commands|(\w+-)?program)$/.test(
            name,
          ),
      ),
    ).toEqual([])
  })

  test('the program itself answers, with the exit code of its command', () => {
    const run = spawnSync(process.execPath, [bin, 'nonesuch'], { encoding: 'utf8' })
    expect(run.status).toBe(2)
    expect(run.stderr).toContain("unknown command 'nonesuch'")
  })
})

describe('errors in plain words', () => {
  test('a stack is for those who ask', () => {
    const quiet = fakeIo()
    expect(reportError(new RangeError('The disk is full.\nMake room.'), false, quiet)).toBe(1)
    expect(quiet.said).toEqual({ out: '', err: 'hotpass: The disk is full.\nMake room.\n' })
    const curious = fakeIo({ env: { HOTPASS_DEBUG: '1' } })
    reportError(new RangeError('The disk is full.'), false, curious)
    expect(curious.said.err).toMatch(/RangeError: The disk is full\.\n\s+at /)
  })

  test('what the person can correct ends with 2, also from other rooms; the rest with 1', () => {
    class VersionsError extends Error {}
    class VersionNotFoundError extends VersionsError {
      override name = 'VersionNotFoundError'
    }
    const io = fakeIo()
    expect(reportError(new UsageError('x'), false, io)).toBe(2)
    expect(reportError(new VersionNotFoundError('x'), false, io)).toBe(2)
    expect(reportError(new VersionsError('x'), false, io)).toBe(1)
    expect(reportError('text', true, io)).toBe(1)
    expect(io.said.out).toBe('{"error":{"name":"Error","message":"text"},"exit":1}\n')
  })

  test.each([
    [
      "EACCES: permission denied, open '/x'",
      "hotpass: The command failed: permission denied (EACCES, open '/x'). Check the permissions",
    ],
    ['', 'hotpass: The command failed (TypeError) and gave no reason.'],
    ['A sentence, as it is.', 'hotpass: A sentence, as it is.'],
  ])('an error that says %j is told in a sentence', (said, told) => {
    const io = fakeIo()
    expect(reportError(new TypeError(said), false, io)).toBe(1)
    expect(io.said.err.startsWith(told)).toBe(true)
  })

  test('control characters of quoted data never reach the terminal', () => {
    const io = fakeIo()
    reportError(new Error('cell "\u001b[2J\u202egone" is wrong'), true, io)
    expect(io.said.err).not.toMatch(unsafe)
    expect(io.said.out).not.toMatch(unsafe)
    expect(JSON.parse(io.said.out).error.message).toContain('\u001b[2J\u202egone')
  })
})
