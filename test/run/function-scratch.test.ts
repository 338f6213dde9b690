import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openFunctionScratch } from '../../src/run/function-scratch.ts'
import { temporaryFolder } from '../support/landing.ts'

const folder = temporaryFolder('function-scratch')
const source = join(import.meta.dirname, '..', '..', 'src', 'run')

/** A process that opens the scratch folder, leaves a file of personal data in it, says so, and goes on. */
async function leaves(root: string) {
  const code = `
    const { openFunctionScratch } = await import(${JSON.stringify(join(source, 'function-scratch.ts'))})
    const { mkdirSync, writeFileSync } = await import('node:fs')
    const { path } = await openFunctionScratch(${JSON.stringify(root)})
    mkdirSync(path + '/refine-x/in', { recursive: true })
    writeFileSync(path + '/refine-x/in/people.xlsx', 'Naledi 082 555 0101')
    console.log(path)
    setInterval(() => {}, 1000)`
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: ['ignore', 'pipe', 'inherit'] })
  const path = await new Promise<string>((told) => child.stdout.once('data', (text) => told(String(text).trim())))
  const ended = new Promise((done) => child.once('exit', done))
  return {
    path,
    kill: () => {
      child.kill('SIGKILL')
      return ended
    },
  }
}

test('what a killed invocation left is removed by the next one, and what one at work has is left alone', async () => {
  const root = join(folder, 'killed')
  const [killed, working] = [await leaves(root), await leaves(root)]
  try {
    expect((await openFunctionScratch(root)).swept).toEqual({ files: 0, bytes: 0 })
    await killed.kill()
    const { path, swept } = await openFunctionScratch(root)
    expect(swept).toEqual({ files: 1, bytes: 19 })
    expect(existsSync(killed.path)).toBe(false)
    expect(readdirSync(join(working.path, 'refine-x', 'in'))).toEqual(['people.xlsx'])
    for (const one of [root, path, working.path]) expect(statSync(one).mode & 0o777).toBe(0o700)
  } finally {
    await working.kill()
  }
})

test.each(['ingest-a1b2c3', 'spill', '0-1', '12', 'x.parquet'])(
  'a folder %s that no process is named by is removed',
  async (name) => {
    const root = join(folder, `strange-${name}`)
    mkdirSync(join(root, name), { recursive: true })
    writeFileSync(join(root, name, 'rows.parquet'), '1234')
    const { swept, path } = await openFunctionScratch(root)
    expect(swept).toEqual({ files: 1, bytes: 4 })
    expect([join(root, name) === path, existsSync(join(root, name))]).toEqual([false, false])
  },
)

test('a warm process keeps the folder of its idle engine while that is empty, and nothing else', async () => {
  const root = join(folder, 'warm')
  const { path } = await openFunctionScratch(root)
  mkdirSync(join(path, 'spill'))
  mkdirSync(join(path, 'block-x'))
  writeFileSync(join(path, 'block-x', 'left'), '12')
  expect((await openFunctionScratch(root)).swept).toEqual({ files: 1, bytes: 2 })
  expect(readdirSync(path)).toEqual(['spill'])
  writeFileSync(join(path, 'spill', 'duckdb_temp_storage'), '123')
  expect((await openFunctionScratch(root)).swept).toEqual({ files: 1, bytes: 3 })
  expect(readdirSync(path)).toEqual([])
})

test('a function sweeps before its stage begins, and tells it in its log', () => {
  const root = join(folder, 'sandbox')
  mkdirSync(join(root, 'hotpass', '999999999-1'), { recursive: true })
  writeFileSync(join(root, 'hotpass', '999999999-1', 'people.csv'), 'Naledi')
  const code = `
    const { stageHandler } = await import(${JSON.stringify(join(source, 'lambda-handler.ts'))})
    await stageHandler('CloseRun')({ 'detail-type': 'Step Functions Execution Status Change', detail: {
      executionArn: 'arn:e', stateMachineArn: 'arn:aws:states:x:1:stateMachine:refine', name: 'e', status: 'ABORTED' } })`
  const { stdout, stderr, status } = spawnSync(process.execPath, ['--input-type=module', '-e', code], {
    encoding: 'utf8',
    env: {
      ...process.env,
      TMPDIR: root,
      HOTPASS_STORE: join(folder, 'store'),
      HOTPASS_METRICS: 'off',
      AWS_LAMBDA_FUNCTION_NAME: 'close-run',
      AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
      AWS_REGION: 'eu-west-1',
    },
  })
  expect(status).toBe(0)
  expect(readdirSync(join(root, 'hotpass')).filter((name) => name === '999999999-1')).toEqual([])
  const [swept] = `${stdout}${stderr}`.split('\n').filter((line) => line.includes('scratch.swept'))
  expect(JSON.parse(swept ?? '')).toMatchObject({ state: 'CloseRun', run: 'e', files: 1, bytes: 6 })
})
