import { parseArgs } from 'node:util'
import { createRunDisplay } from '../../src/cli/run-display.ts'
import { createScreen } from '../../src/cli/screen.ts'
import { fakeIo } from '../cli/fake-io.ts'
import { progressStream } from '../support/progress-stream.ts'

// What the live display costs while a large run tells its progress: the events are spread evenly over so many seconds, the
// screen is 80 columns wide and counts its frames. Prints the share of one core, the frames a second and the growth of the heap.

const { values } = parseArgs({
  options: { items: { type: 'string', default: '10000' }, seconds: { type: 'string', default: '20' } },
})
const items = Number(values.items)
const seconds = Number(values.seconds)
const events = [...progressStream(1, items, new Map())]

let frames = 0
const write = () => {
  frames += 1
}
const screen = createScreen({ write, size: () => ({ columns: 80, rows: 24 }) })
const display = createRunDisplay({ ...fakeIo({ terminal: true }), screen })
global.gc?.()
const heapBefore = process.memoryUsage().heapUsed
const cpuBefore = process.cpuUsage()
const started = performance.now()
await new Promise<void>((resolve) => {
  let next = 0
  const timer = setInterval(() => {
    const due = Math.min(events.length, Math.ceil(((performance.now() - started) / (seconds * 1000)) * events.length))
    for (; next < due; next++) display.take(events[next] as (typeof events)[number])
    if (next < events.length) return
    clearInterval(timer)
    resolve()
  }, 20)
})
const wall = (performance.now() - started) / 1000
const { user, system } = process.cpuUsage(cpuBefore)
display.finish()
global.gc?.()
const heapMb = (process.memoryUsage().heapUsed - heapBefore) / 1e6
const cpu = (user + system) / 1e6
console.log('| items a Map | events | wall s | CPU s | share of a core | frames a second | heap grown, MB |')
console.log('| ---: | ---: | ---: | ---: | ---: | ---: | ---: |')
console.log(
  `| ${items} | ${events.length} | ${wall.toFixed(1)} | ${cpu.toFixed(2)} | ${((100 * cpu) / wall).toFixed(1)}% | ` +
    `${(frames / wall).toFixed(1)} | ${heapMb.toFixed(1)} |`,
)
