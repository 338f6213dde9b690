import { constants } from 'node:fs'
import { access, mkdtemp, readdir, rm, statfs } from 'node:fs/promises'
import { tmpdir, totalmem } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { findProject } from '../config/project.ts'
import { meantProject } from '../config/shipped-project.ts'
import { openEngine } from '../engine/engine.ts'
import { ENGINE_NAME, ENGINE_VERSION } from '../engine/engine-version.ts'
import { loadDomain } from '../ledger/load-domain.ts'
import { openStore } from '../storage/open-store.ts'
import { type Check, type Diagnosis, type Found, fail, lookedAt, pass, warn } from './diagnosis.ts'
import { nodeOf } from './doctor.ts'

const MB = 1024 * 1024
/** What a run of some ten thousand rows wants: measured, with room for the system. */
const LEAST_MEMORY_MB = 1500
/** Work of a run before it is stored. */
const LEAST_DISK_MB = 1000

/**
 * Looks at everything that a run on this machine needs: the program, its engine, memory and disk, the project and what it names. One thing
 * after the other; changes nothing. Never throws.
 * @param store a folder or a bucket's URI, as a run would take it
 */
export async function* diagnoseMachine(
  store: string,
  nodeVersion: string = process.versions.node,
): AsyncIterable<Diagnosis> {
  const checks: readonly Check[] = [
    ['Node', async () => nodeOf(nodeVersion)],
    ['Engine', engine],
    ['Memory', async () => memory(totalmem() / MB)],
    ['Disk', disk],
    ['Project', project],
    ['Landing', landing],
    ['Store', async () => storeAt(store)],
  ]
  yield* lookedAt(checks)
}

async function engine(): Promise<Found> {
  const scratch = await mkdtemp(join(tmpdir(), 'hotpass-doctor-'))
  const opened = await openEngine({ memoryLimitMb: 100, threads: 1, scratch, reach: { folders: [] } })
  try {
    await opened.rows('SELECT 1 AS one')
    return pass(`${ENGINE_NAME} ${ENGINE_VERSION}`)
  } finally {
    opened.close()
    await rm(scratch, { recursive: true, force: true })
  }
}

const memory = (mb: number): Found =>
  mb >= LEAST_MEMORY_MB
    ? pass(`${Math.round(mb)} MB`)
    : warn(`${Math.round(mb)} MB`, `Large files want ${LEAST_MEMORY_MB} MB and more; run.concurrency=1 takes least.`)

async function disk(): Promise<Found> {
  const folder = tmpdir()
  const { bavail, bsize } = await statfs(folder)
  const free = Math.round((bavail * bsize) / MB)
  return free >= LEAST_DISK_MB
    ? pass(`${free} MB free in ${folder}`)
    : warn(`${free} MB free in ${folder}`, 'Make room there, or name another folder with TMPDIR.')
}

async function project(): Promise<Found> {
  const meant = meantProject()
  if (meant === undefined)
    return warn('no hotpass.yaml here or above', 'hotpass init <files> makes this folder a project.')
  if (meant.pipelines.length === 0) return warn(`${meant.folder}: no pipeline`, 'Write one under "pipelines".')
  for (const { id } of meant.pipelines) await loadDomain({ pipeline: id, set: [] })
  return pass(`${meant.folder}: ${meant.pipelines.map(({ id, domain }) => `${id} (${domain})`).join(', ')}`)
}

async function landing(): Promise<Found> {
  // As a run takes it: that of the example is meant by nobody who has no project.
  const meant = findProject()
  if (meant?.landing === undefined) return pass("the store's own")
  const files = await readdir(meant.landing).catch(() => undefined)
  if (files === undefined) return warn(`${meant.landing} is not there`, 'Make the folder, and put files into it.')
  const shown = files.filter((name) => !name.startsWith('.'))
  return shown.length === 0
    ? warn(`${meant.landing} is empty`, 'Put files into it, or name another folder: hotpass run --landing <dir>')
    : pass(`${meant.landing}: ${shown.length} ${shown.length === 1 ? 'file' : 'files'}`)
}

const may = (path: string, what: number): Promise<boolean> =>
  access(path, what).then(
    () => true,
    () => false,
  )

async function storeAt(place: string): Promise<Found> {
  if (!place.startsWith('s3://')) {
    let there = resolve(place)
    while (!(await may(there, constants.F_OK)) && dirname(there) !== there) there = dirname(there)
    const isWritable = await may(there, constants.R_OK | constants.W_OK)
    if (!isWritable) return fail(`${there} may not be written`, 'Let this user write there, or name another --store.')
    if (there !== resolve(place)) return pass(`${place}: made by the first run`)
  }
  const opened = openStore(place)
  for await (const _ of opened.list('releases/')) return pass(`${place}: has releases`)
  return pass(`${place}: nothing released yet`)
}
