import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { DeployedEnvironment } from '../../src/config/deployed-environment.ts'
import { reachoutSheets, writeSheets } from '../support/landing.ts'
import { Cloud } from './cloud.ts'
import { EMULATED_ACCOUNT, EMULATED_REGION, type Emulator, startEmulator } from './emulator.ts'
import { follow } from './follow.ts'
import { hotpass } from './hotpass.ts'

const ENVIRONMENT = 'emulator'
let emulator: Emulator
let cloud: Cloud
let deployed: DeployedEnvironment
let bucket: string
let folder: string

const followDeploy = (heading: string) =>
  follow(
    'docs/how-to/deploy.md',
    heading,
    {
      'aws://111122223333/eu-west-1': `aws://${EMULATED_ACCOUNT}/${EMULATED_REGION}`,
      ...Object.fromEntries(
        ['dev', 'staging', 'prod'].flatMap((name) => [
          [`--env ${name}`, `--env ${ENVIRONMENT}`],
          [`environment=${name}`, `environment=${ENVIRONMENT}`],
        ]),
      ),
    },
    emulator.environment,
  )

const functionOf = (stage: string): string => {
  const name = (deployed.functionNames as Readonly<Record<string, string>>)[stage]
  if (name === undefined) throw new Error(`no function of ${stage} is deployed`)
  return name
}

/** Runs to the end, and gives what the command and a later `status` say. */
async function failedRun(): Promise<{ run: string; report: string; status: string }> {
  const { code, out, err } = await hotpass(['run', 'refinement', '--env', ENVIRONMENT, '--wait'], emulator.environment)
  expect(code, out + err).toBe(1)
  const run = /^Run: (\S+),/m.exec(out)?.[1] ?? ''
  const status = await hotpass(['status', run, '--env', ENVIRONMENT], emulator.environment)
  return { run, report: out, status: status.out }
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'hotpass-killed-'))
  emulator = await startEmulator()
  cloud = new Cloud(emulator)
  await followDeploy('Once for each account and region')
  const made = await hotpass(['deploy', '--env', ENVIRONMENT, '--yes'], emulator.environment, 800_000)
  expect(made.code, made.err).toBe(0)
  deployed = await cloud.deployed(ENVIRONMENT)
  bucket = deployed.storeUri.replace(/^s3:\/\//, '').replace(/\/.*$/, '')
  writeSheets(join(folder, 'Reachout Database.xlsx'), reachoutSheets(12))
  await cloud.land(bucket, folder)
}, 900_000)

afterAll(async () => {
  cloud?.close()
  await emulator?.stop()
  rmSync(folder, { recursive: true, force: true })
})

describe('a function that is killed on an emulated AWS', () => {
  test('for its memory, is told as a process that ended, with its stage and what to type', async () => {
    const heap = { NODE_OPTIONS: '--max-old-space-size=8' }
    await cloud.setVariables([functionOf('Consolidate')], heap)
    const { run, report, status } = await failedRun()
    for (const said of [report, status]) {
      expect(said).toMatch(/The process of Consolidate ended without an answer\. /)
      for (const command of ['logs', 'retry']) expect(said).toContain(`hotpass ${command} ${run} --env ${ENVIRONMENT}`)
      expect(said).not.toMatch(/<environment>|\{"/)
    }
    await cloud.setVariables([functionOf('Consolidate')], { NODE_OPTIONS: '' })
  })

  test('in a Map, is told with the file it was given', async () => {
    await cloud.drop(bucket, 'sacaa_cleaned_a.csv', 'Name of Organisation,Province\nPlover Flying School,Gauteng\n')
    await cloud.setVariables([functionOf('Ingest')], { NODE_OPTIONS: '--max-old-space-size=8' })
    const { run, status } = await failedRun()
    expect(status).toMatch(
      /Ingest, shard \d+ \(sacaa_cleaned_a\.csv\)|Ingest \(\d+ of \d+ unfinished: .*sacaa_cleaned_a\.csv/,
    )
    expect(status).toContain(`hotpass retry ${run} --env ${ENVIRONMENT}`)
    await cloud.setVariables([functionOf('Ingest')], { NODE_OPTIONS: '' })
  })
})
