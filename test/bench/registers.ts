import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { checkOnly, chosen } from './registers/chosen.ts'
import { febrl } from './registers/febrl.ts'
import { generated } from './registers/generated.ts'
import { HOTPASS_TOOLS } from './registers/hotpass-tools.ts'
import { judgeClusters } from './registers/judge-clusters.ts'
import { PEER_TOOLS } from './registers/peer-tools.ts'
import type { Register } from './registers/register.ts'
import { type Result, TABLE_HEAD, tableLine } from './registers/table-line.ts'
import type { Tool } from './registers/tool.ts'

// Files that nobody wrote settings for, as Hotpass and, with --peers, others link them, against labels.

const ROOT = join(import.meta.dirname, '../..')

const { values } = parseArgs({
  options: {
    file: { type: 'string' },
    truth: { type: 'string' },
    id: { type: 'string', default: 'id' },
    init: { type: 'string', default: '' },
    rows: { type: 'string', default: '4000' },
    seed: { type: 'string', default: '21' },
    only: { type: 'string', multiple: true, default: [] },
    peers: { type: 'boolean', default: false },
  },
})

function registers(folder: string): readonly Register[] {
  const { file, truth, id, init } = values
  if (file !== undefined && truth !== undefined) {
    const options = init.split(' ').filter(Boolean)
    return [{ name: basename(file), file: resolve(file), id, truth: resolve(truth), options, experts: {} }]
  }
  if (file !== undefined || truth !== undefined)
    throw new Error('--file and --truth belong together: a CSV file, and one of row id and entity.')
  const [rows, seed] = [Number(values.rows), Number(values.seed)]
  return [
    febrl(ROOT, folder, '3'),
    febrl(ROOT, folder, '4'),
    generated(folder, 'people', rows, seed),
    generated(folder, 'companies', rows, seed),
  ]
}

async function resultOf(tool: Tool, register: Register, folder: string): Promise<Result> {
  mkdirSync(folder)
  const outcome = await tool.link(register, folder)
  if (outcome.kind === 'none') return outcome
  const judged = await judgeClusters(outcome.clusters, register.truth, join(folder, 'scratch'))
  return { kind: 'judged', judged, ...outcome.cost }
}

const folder = mkdtempSync(join(tmpdir(), 'hotpass-registers-'))
try {
  const all = registers(folder)
  const tools = values.peers ? [...HOTPASS_TOOLS, ...PEER_TOOLS] : HOTPASS_TOOLS
  checkOnly(
    [...all, ...tools].map(({ name }) => name),
    values.only,
  )
  console.log(TABLE_HEAD)
  for (const register of chosen(all, values.only))
    for (const tool of chosen(tools, values.only)) {
      const place = join(folder, `${basename(register.file, '.csv')} by ${tool.name}`)
      console.log(tableLine(register.name, tool.name, await resultOf(tool, register, place)))
    }
} finally {
  rmSync(folder, { recursive: true, force: true })
}
