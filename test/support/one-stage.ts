import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { openHost, runStage } from '../../src/run/index.ts'
import type { StageName } from '../../src/stages/stage-table.ts'

/** Runs one stage in this process alone, as a function does: `one-stage.ts <stage> <payload> <store> <scratch>`. */
const [stage, payload, store, scratch] = process.argv.slice(2) as [StageName, string, string, string]
mkdirSync(dirname(scratch), { recursive: true })
const host = await openHost({ store, scratch, memoryLimitMb: 256, threads: 1 })
console.log(JSON.stringify(await runStage(stage, JSON.parse(payload), host)))
