import { copyFileSync, mkdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import { sqlText } from '../../../src/engine/sql.ts'
import { type Measured, measureCommand } from '../measure.ts'
import type { Tool } from './tool.ts'

const PROGRAM = join(import.meta.dirname, '../../../bin/hotpass.ts')

const hotpass = (folder: string, ...args: readonly string[]): Promise<Measured> =>
  measureCommand(process.execPath, [PROGRAM, ...args], folder)

/** `init` and `run` as they are: the CPU of both. */
const pipeline: Tool = {
  name: 'hotpass init, run',
  async link({ file, options }, folder) {
    const project = join(folder, 'project')
    mkdirSync(project)
    copyFileSync(file, join(project, basename(file)))
    const draft = ['init', basename(file), '--yes', '--lawful-basis', 'contract', '--domain', 'register', ...options]
    const drafted = await hotpass(project, ...draft)
    const ran = await hotpass(project, 'run')
    const links = join(project, 'links.csv')
    await hotpass(project, 'pull', 'entity_links', '--out', links)
    return {
      kind: 'clusters',
      clusters: `SELECT split_part(source_record_id, ':', -1) AS id, entity_id AS cluster
        FROM read_csv(${sqlText(links)}, all_varchar = true) WHERE part = '0'`,
      cost: {
        cpuSeconds: drafted.cpuSeconds + ran.cpuSeconds,
        peakMb: Math.max(drafted.peakMb, ran.peakMb),
      },
    }
  },
}

/** `resolve` without settings. The column with the ids is named, so that rows are called as in the truth. */
const resolve: Tool = {
  name: 'hotpass resolve',
  async link({ file, id }, folder) {
    const out = join(folder, 'resolved')
    const cost = await hotpass(folder, 'resolve', file, '--id', id, '--out', out, '--json')
    const clusters = sqlText(join(out, 'clusters.parquet'))
    return {
      kind: 'clusters',
      clusters: `SELECT row_id AS id, entity_id AS cluster FROM read_parquet(${clusters})`,
      cost,
    }
  },
}

/** Hotpass as it comes. */
export const HOTPASS_TOOLS: readonly Tool[] = [pipeline, resolve]
