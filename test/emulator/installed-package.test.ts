import { rmSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type InstalledPackage, installPackage } from '../support/installed-package.ts'
import { Cloud } from './cloud.ts'
import { EMULATED_ACCOUNT, EMULATED_REGION, type Emulator, startEmulator } from './emulator.ts'

const DOMAIN = `id: lending
country: NZ
entities:
  branch:
    dataset: branches
    id_prefix: bra
    attributes:
      name: { type: organization_name, required: true }
      town: { type: text }
sources:
  - id: council
    trust: 1
    unique: true
    files: ['branches*']
    tables:
      - describes:
          - entity: branch
            key: Code
            attributes: { name: Branch, town: Town }
`

const PROJECT = `pipelines:
  lending: { domain: lending }
environments:
  trial:
    account: '${EMULATED_ACCOUNT}'
    region: ${EMULATED_REGION}
    architecture: ${process.arch === 'arm64' ? 'arm64' : 'x86_64'}
    removal: destroy
    terminationProtection: false
    scheduleTarget: templated
    namedQueries: false
`

let emulator: Emulator
let cloud: Cloud
let project: InstalledPackage

beforeAll(async () => {
  ;[emulator, project] = await Promise.all([startEmulator(), installPackage()])
  cloud = new Cloud(emulator)
  project.write('hotpass.yaml', PROJECT)
  project.write('domains/lending/domain.yaml', DOMAIN)
  project.link('aws-cdk', 'aws-cdk-lib', 'constructs', '@aws-cdk/toolkit-lib')
  const place = `aws://${EMULATED_ACCOUNT}/${EMULATED_REGION}`
  const made = await project.node(['node_modules/aws-cdk/bin/cdk', 'bootstrap', place], emulator.environment)
  expect(made.code, made.err).toBe(0)
}, 900_000)

afterAll(async () => {
  cloud?.close()
  await emulator?.stop()
  rmSync(project.folder, { recursive: true, force: true })
})

test('a project deploys from where the package is installed, and its own domain runs there', async () => {
  const ask = async (...args: readonly string[]) => {
    const { code, out, err } = await project.hotpass([...args, '--env', 'trial', '--json'], '.', emulator.environment)
    expect(code, out + err).toBe(0)
    return JSON.parse(out)
  }
  expect(await ask('deploy', '--yes')).toMatchObject({
    outcome: 'deployed',
    stacks: ['hotpass-trial-data', 'hotpass-trial-pipeline', 'hotpass-trial-observability'],
  })
  expect(await ask('deploy', '--yes')).toMatchObject({ outcome: 'unchanged' })
  const { storeUri } = await cloud.deployed('trial')
  const bucket = storeUri.replace(/^s3:\/\//, '')
  await cloud.drop(bucket, 'branches.csv', 'Code,Branch,Town\nA1,Kauri Street,Rimu\nA2,Harbour,Totara\n')
  expect(await ask('run', 'lending', '--wait')).toMatchObject({ status: 'published', versions: { branches: 1 } })
  expect(await ask('pull', 'branches', '--as', 'csv')).toMatchObject({ pipeline: 'lending', rows: 2 })
}, 900_000)
