import type { Page } from 'playwright-core'
import { serveSite } from '../../src/cli/serve-site.ts'
import { publishLargeLineage } from '../site/large-lineage.ts'
import { browserMissing, openBrowser } from '../support/browser.ts'
import { MemoryStore } from '../support/memory-store.ts'

/** Draws lineage graphs in a headless browser without a graphics card, and moves and zooms them: milliseconds to draw, and a frame. */
if (browserMissing !== undefined) throw new Error(browserMissing)
const browser = await openBrowser()
const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0
const FRAMES = 40

/** Milliseconds from one frame to the next while a key is held down. */
async function frames(page: Page, key: string): Promise<number[]> {
  await page.focus('#graph')
  return (await page.evaluate(
    `(async () => {
      const graph = document.getElementById('graph'), times = []
      for (let frame = 0; frame <= ${FRAMES}; frame++) {
        graph.dispatchEvent(new KeyboardEvent('keydown', { key: '${key}', bubbles: true }))
        times.push(await new Promise(requestAnimationFrame))
      }
      return times.slice(1).map((time, at) => time - times[at])
    })()`,
  )) as number[]
}

for (const nodes of [50, 500, 2000]) {
  const store = new MemoryStore()
  const published = performance.now()
  await publishLargeLineage(store, nodes)
  const publishing = performance.now() - published
  const server = await serveSite(store, 0)
  const drawn: number[] = []
  const worked: number[] = []
  let moving = ''
  for (let round = 0; round < 5; round++) {
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 } })
    const debug = await page.context().newCDPSession(page)
    // CPU of the page's main thread: what other programs do on the machine is not in it.
    await debug.send('Performance.enable', { timeDomain: 'threadTicks' })
    const start = performance.now()
    await page.goto(`${server.url}lineage/index.html`)
    await page.waitForSelector(`#graph[data-drawn="${nodes}"]`)
    drawn.push(performance.now() - start)
    const { metrics } = await debug.send('Performance.getMetrics')
    worked.push(1000 * (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0))
    if (round === 4) {
      const [pan, zoom] = [await frames(page, 'ArrowRight'), await frames(page, '+')]
      const told = (times: readonly number[]) =>
        `${Math.round(median(times))} ms (slowest ${Math.round(Math.max(...times))})`
      moving = `a frame while moving ${told(pan)}, while zooming ${told(zoom)}`
    }
    await page.close()
  }
  await server.close()
  console.log(
    `${nodes} nodes: published in ${Math.round(publishing)} ms, drawn in ${Math.round(median(drawn))} ms, ${Math.round(median(worked))} of them CPU (medians of 5), ${moving}`,
  )
}
await browser.close()
