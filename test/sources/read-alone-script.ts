import { existsSync, readFileSync } from 'node:fs'
import { cellText, defaultSourceLimits, openSource } from '../../src/sources/index.ts'

const [path = '', limits = '{}'] = process.argv.slice(2)
let rows = 0
let oversized = 0
let error: string | undefined
const bad: unknown[] = []
try {
  const file = await openSource(path, { ...defaultSourceLimits, ...JSON.parse(limits) })
  for (const sheet of file.sheets)
    for await (const batch of (await file.read(sheet)).batches()) {
      rows += batch.rows.length
      oversized += batch.oversized.length
      bad.push(...batch.bad)
      for (const row of batch.rows) for (const cell of row) cellText(cell)
    }
} catch (thrown) {
  error = String(thrown)
}
// The usage that a process is told of begins with that of the one that started it; the kernel's own record of it does not.
const status = existsSync('/proc/self/status') ? readFileSync('/proc/self/status', 'utf8') : ''
const peakKb = /VmHWM:\s+(\d+)/.exec(status)?.[1] ?? process.resourceUsage().maxRSS
const peakMb = Math.round(Number(peakKb) / 1024)
process.stdout.write(JSON.stringify({ rows, bad, oversized, error, peakMb }))
