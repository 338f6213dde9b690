import { spawn, spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { hotpass } from '../cli/fake-io.ts'
import { reachoutSheets, temporaryFolder, writeSheets } from '../support/landing.ts'
import { storeKeys } from '../support/run-store.ts'

// A name that a shell would take apart.
import { pipelineText } from '../support/shipped-pipeline.ts'

const folder = join(temporaryFolder('hints'), "people's data")
const program = join(import.meta.dirname, '..', '..', 'bin', 'hotpass.ts')
mkdirSync(folder)

/** The commands that a text suggests, to the end of the sentence, clause or quotation that each stands in. */
const hintsIn = (text: string): string[] =>
  [...text.matchAll(/hotpass (?=[a-z])(?:'(?:[^']|'\\'')*'|"[^"]*"|[^'"\n;,])*/g)]
    .map(([hint]) =>
      hint
        .replace(/(?: lists them| shows| to see)?\.?$/, '')
        .replace(/\.(?= [A-Z]).*/, '')
        .trim(),
    )
    .filter((hint) => !hint.startsWith('hotpass: '))

/** Types a hint as it stands into a shell, in a folder of its own. */
function type(hint: string): { status: number | null; said: string } {
  const shell = `hotpass() { '${process.execPath}' '${program}' "$@"; }\n${hint}`
  const { status, stdout, stderr } = spawnSync('sh', ['-c', shell], { cwd: folder, encoding: 'utf8' })
  return { status, said: `${stdout}${stderr}` }
}

function typedWell(text: string, least: number, exits: readonly number[] = [0]): string {
  const hints = hintsIn(text)
  expect(hints.length, text).toBeGreaterThanOrEqual(least)
  let said = ''
  for (const hint of hints) {
    expect(hint).not.toMatch(/<\w+>/)
    const typed = type(hint)
    expect(exits, `${hint}\n${typed.said}`).toContain(typed.status)
    said += typed.said
  }
  return said
}

function landed(name: string, rows: number): string {
  const landing = join(folder, name)
  mkdirSync(landing, { recursive: true })
  writeSheets(join(landing, 'Reachout Database.xlsx'), reachoutSheets(rows))
  return landing
}

/** Starts a run and kills it once the store shows a trace of it. */
async function killedRun(store: string, landing: string, ...more: string[]): Promise<string> {
  const args = [program, 'run', 'refinement', '--store', store, '--landing', landing, ...more]
  const child = spawn(process.execPath, args, { stdio: 'ignore' })
  const ended = new Promise((done) => child.once('exit', done))
  while (child.exitCode === null && !storeKeys(store).some((key) => key.startsWith('work/ingest/')))
    await new Promise((wake) => setTimeout(wake, 5))
  child.kill('SIGKILL')
  await ended
  return storeKeys(store, 'runs')[0]?.split('/')[1] ?? ''
}

describe('what the commands advise works when it is typed', () => {
  test('after a publication, a block and its release', async () => {
    const store = join(folder, 'store')
    const landing = landed('in', 12)
    const none = await hotpass(['gate', 'show', 'latest', '--store', landed('empty', 1)])
    expect(none.err).toMatch(/hotpass runs --store '.*empty'/)
    typedWell(none.err, 1)
    const published = await hotpass(['run', 'refinement', '--store', store, '--landing', landing])
    expect(published.exit).toBe(0)
    expect(typedWell(published.out, 1)).toContain('organizations version 1')

    const more = landed('more', 13)
    const blocked = await hotpass([
      'run',
      'refinement',
      '--store',
      store,
      '--landing',
      more,
      '--set',
      'gate.min_rows.organizations=999',
    ])
    expect(blocked.exit).toBe(3)
    const shown = typedWell(blocked.out, 2, [0, 3])
    expect(shown).toContain('hotpass gate release')
    const release = hintsIn(shown).find((hint) => hint.startsWith('hotpass gate release')) ?? ''
    const typed = type(release)
    expect([typed.status, typed.said]).toEqual([0, expect.stringContaining('Published.')])

    for (const asked of [
      ['explain', 'org_aaaaaaaaaaaaaaaaaaaa'],
      ['explain', 'reachout:9999'],
    ]) {
      const unknown = await hotpass([...asked, '--store', store])
      expect(unknown.err).toMatch(/hotpass pull --store '/)
      typedWell(unknown.err, 1)
    }
    typedWell((await hotpass(['runs', 'show', 'nobody', '--store', store])).err, 1)
    typedWell((await hotpass(['quarantine', 'list', 'nobody', '--store', store])).err, 1)
  })

  test('after a kill: a retry, and once another release is current, the run as it was asked for', async () => {
    const store = join(folder, 'killed')
    const run = await killedRun(store, landed('killed-in', 60), '--set', 'gate.min_rows.contacts=1')
    const dead = await hotpass(['status', run, '--store', store])
    expect(hintsIn(dead.out).filter((hint) => hint.startsWith('hotpass retry'))).toHaveLength(1)
    expect((await hotpass(['run', 'refinement', '--store', store, '--landing', landed('newer', 20)])).exit).toBe(0)

    const outrun = await hotpass(['status', run, '--store', store])
    expect(outrun.out).not.toContain('hotpass retry')
    expect(outrun.out).toMatch(/Start a new run.*--landing .*--set gate\.min_rows\.contacts=1\n$/)
    expect((await hotpass(['retry', run, '--store', store])).err).toMatch(
      /hotpass run refinement --store .* --landing /,
    )
    expect(typedWell(outrun.out, 2)).toMatch(/60 rows read|Published\./)
  })

  test('in a store of two pipelines', async () => {
    const store = join(folder, 'two')
    const second = join(folder, 'second.yaml')
    writeFileSync(second, pipelineText({ id: 'second' }))
    const landing = landed('two-in', 12)
    for (const pipeline of ['refinement', second])
      expect((await hotpass(['run', pipeline, '--store', store, '--landing', landing])).exit).toBe(0)
    const again = await hotpass(['run', second, '--store', store, '--landing', landing])
    expect(again.out).toContain('hotpass pull second/organizations')
    typedWell(again.out, 1)
    const whose = await hotpass(['explain', 'reachout:1', '--store', store])
    expect(whose.err).toMatch(/Several pipelines publish entity_links: .*--pipeline refinement\.\n$/)
    expect(whose.err).not.toContain('refinement/')
    const named = await hotpass(['explain', 'reachout:1', '--pipeline', 'refinement', '--store', store])
    expect(named.err).not.toContain('Several')
  })
})
