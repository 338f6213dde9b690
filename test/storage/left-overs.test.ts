import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, readdirSync, statSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { DirectoryStore } from '../../src/storage/directory-store.ts'
import { ownerName, ownerState, parseOwner } from '../../src/storage/process-owner.ts'
import { openScratch, sweepScratch } from '../../src/storage/scratch.ts'
import { sweepDrafts } from '../../src/storage/sweep-drafts.ts'
import { temporaryFolder } from '../support/landing.ts'

const folder = temporaryFolder('left-overs')
const UUID = '01234567-89ab-4cde-8f01-23456789abcd'
const children: ChildProcess[] = []

/** A process that makes something, says so, and then stays. */
async function another(code: string, env: Record<string, string> = {}): Promise<ChildProcess> {
  const storage = new URL('../../src/storage/', import.meta.url)
  const prelude = `const load = (file) => import(new URL(file, ${JSON.stringify(storage.href)}).href);`
  const child = spawn(process.execPath, ['--input-type=module', '-e', `${prelude}${code}`], {
    env: { ...process.env, NODE_OPTIONS: '', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  children.push(child)
  await once(child.stdout as NodeJS.ReadableStream, 'data')
  return child
}

const kill = async (child: ChildProcess, signal: NodeJS.Signals = 'SIGKILL') => {
  child.kill(signal)
  await once(child, 'exit')
}

/** Writes half of an object and waits for the rest for ever. */
const HALF_WRITTEN = (root: string) => `
  const { DirectoryStore } = await load('directory-store.ts')
  const { Readable } = await import('node:stream')
  const { writeDraft } = await load('atomic-file.ts')
  writeDraft(${JSON.stringify(join(root, '.store/tmp'))}, { stream: Readable.from((async function* () {
    yield Buffer.from('zanele@org.example'); setTimeout(() => console.log('half'), 50); await new Promise((done) => setTimeout(done, 60_000))
  })()) })`

afterEach(async () => {
  for (const child of children.splice(0)) if (child.exitCode === null && child.signalCode === null) await kill(child)
})

let count = 0
let root: string
beforeEach(() => {
  root = join(folder, `store-${count++}`)
  mkdirSync(join(root, '.store/tmp'), { recursive: true })
})
const drafts = () => readdirSync(join(root, '.store/tmp'))
const draft = (owner: string, hoursOld = 0): string => {
  const path = join(root, '.store/tmp', `${owner}${owner === '' ? '' : '.'}${UUID}.tmp`)
  writeFileSync(path, 'zanele@org.example')
  const at = Date.now() / 1000 - hoursOld * 3600
  utimesSync(path, at, at)
  return path
}

describe('a draft', () => {
  test('of a killed process goes with the next write; while the process lives it stays', async () => {
    const child = await another(HALF_WRITTEN(root))
    await DirectoryStore.open(root).put('a', 'x')
    expect(drafts()).toHaveLength(1)
    await kill(child)
    await DirectoryStore.open(root).put('b', 'x')
    expect(drafts()).toEqual([])
  })

  test('of this process is never swept, whoever sweeps', async () => {
    draft(ownerName(), 1000)
    await DirectoryStore.open(root).put('a', 'x')
    expect(drafts()).toHaveLength(1)
  })

  test('of a process whose number has another by now goes', async () => {
    const [, rest = ''] = /^\d+-\d*(-.*)$/.exec(ownerName()) ?? []
    draft(`${process.pid}-1${rest}`)
    expect((await sweepDrafts(join(root, '.store/tmp'))).removed).toBe(1)
  })

  test('of another machine, another container or nobody stays for as long as a run can last, and is told', async () => {
    const { boot, namespace, host } = parseOwner(ownerName()) ?? expect.fail()
    const strange = [`7-9-00000000-${namespace}@elsewhere`, `7-9-${boot}-1${namespace}@${host}`, '']
    for (const owner of strange) {
      draft(owner, 6)
      const young = await sweepDrafts(join(root, '.store/tmp'))
      expect([young.removed, young.kept.map(({ why }) => typeof why === 'object' && why.running)]).toEqual([0, [false]])
      draft(owner, 7)
      expect((await sweepDrafts(join(root, '.store/tmp'))).removed).toBe(1)
    }
  })

  test('of before this machine was started again goes', () => {
    const own = parseOwner(ownerName()) ?? expect.fail()
    expect(ownerState({ ...own, boot: '00000000' })).toBe('ended')
    expect(ownerState(own)).toBe('running')
  })

  test('what stands among drafts and is none is told and left alone', async () => {
    writeFileSync(join(root, '.store/tmp/letter.txt'), 'x')
    mkdirSync(join(root, '.store/tmp', `${UUID}.tmp`))
    const { removed, kept } = await sweepDrafts(join(root, '.store/tmp'))
    expect([removed, kept.map(({ why }) => why)]).toEqual([0, ['not a draft', 'not a draft']])
  })
})

describe('scratch', () => {
  let temporary: string
  const before = process.env.TMPDIR
  beforeEach(() => {
    temporary = join(folder, `tmp-${count++}`)
    mkdirSync(temporary)
    process.env.TMPDIR = temporary
  })
  afterEach(() => {
    if (before === undefined) delete process.env.TMPDIR
    else process.env.TMPDIR = before
  })
  const OPEN = `const { openScratch } = await load('scratch.ts')
    const { path } = await openScratch('file:///elsewhere/')
    ;(await import('node:fs')).writeFileSync(path + '/rows', 'zanele@org.example')
    setInterval(() => {}, 1000)
    console.log(path)`

  test('is private, and gone once it is removed', async () => {
    const { path, remove } = await openScratch('file:///somewhere/')
    expect(statSync(path).mode & 0o777).toBe(0o700)
    for (const name of readdirSync(path)) expect(statSync(join(path, name)).mode & 0o777).toBe(0o600)
    await remove()
    expect(readdirSync(temporary)).toEqual([])
  })

  test('of a killed process goes when scratch is next opened; that of a living one stays, with its store', async () => {
    const [dead, living] = [await another(OPEN), await another(OPEN)]
    await kill(dead)
    const own = await openScratch(null)
    expect(readdirSync(temporary)).toHaveLength(2)
    const { kept } = await sweepScratch()
    expect(kept).toMatchObject([{ store: 'file:///elsewhere/', why: { running: true, owner: { pid: living.pid } } }])
    await own.remove()
  })

  test.each(['process.exit(1)', 'null.x', 'process.on("SIGTERM", () => process.exit(130))'])(
    'of a process that ends by %s is gone with it',
    async (how) => {
      const child = await another(`${OPEN.replace('console.log', `setTimeout(() => { ${how} }, 300); console.log`)}`)
      expect(readdirSync(temporary)).toHaveLength(1)
      if (how.includes('SIGTERM')) setTimeout(() => child.kill('SIGTERM'), 600)
      await once(child, 'exit')
      expect(readdirSync(temporary)).toEqual([])
    },
  )

  test('never reaches past its own names: links, other folders, folders of other people', async () => {
    const gone = ownerName().replace(/^\d+-\d*/, '4194399-1')
    const elsewhere = join(folder, `elsewhere-${count++}`)
    mkdirSync(elsewhere)
    writeFileSync(join(elsewhere, 'kept'), 'x')
    symlinkSync(elsewhere, join(temporary, `hotpass-${gone}-AbCdEf`))
    mkdirSync(join(temporary, 'hotpass-notes-AbCdEf'))
    mkdirSync(join(temporary, 'hotpass-backup'))
    writeFileSync(join(temporary, 'hotpass-backup', 'kept'), 'x')
    utimesSync(join(temporary, 'hotpass-backup'), 0, 0)
    writeFileSync(join(temporary, `hotpass-${gone}-XXXXXX`), 'a file')
    mkdirSync(join(temporary, `hotpass-${gone}-GhIjKl`))
    expect(await sweepScratch()).toEqual({ removed: 1, kept: [] })
    expect(existsSync(join(temporary, 'hotpass-backup', 'kept'))).toBe(true)
    expect(existsSync(join(elsewhere, 'kept'))).toBe(true)
    expect(
      readdirSync(temporary)
        .map((name) => basename(name).slice(-6))
        .sort(),
    ).toEqual(['AbCdEf', 'AbCdEf', 'XXXXXX', 'backup'])
  })
})
