import { serveSite } from '../../src/cli/serve-site.ts'
import { publishRun } from '../../src/site/index.ts'
import { expectation, siteRun } from '../site/fixture.ts'
import { largeSite } from '../site/large-site.ts'
import { browserMissing, openBrowser } from '../support/browser.ts'

/** Opens the pages at 10,000 runs and 3,000 expectations in a headless browser, and counts what publishing a run costs. */
if (browserMissing !== undefined) throw new Error(browserMissing)
const { store, newest } = await largeSite()
const server = await serveSite(store, 0)
const browser = await openBrowser()
const opened: Record<string, number[]> = {}
for (let round = 0; round < 5; round++)
  for (const [name, hash, ready] of [
    ['overview of 10,000 runs', '', '.paged tbody tr'],
    ['run of 3,000 expectations', `#/runs/${newest}`, '[aria-label="Expectations, failures first"] tbody tr'],
  ] as const) {
    const page = await browser.newPage()
    const start = performance.now()
    await page.goto(`${server.url}${hash}`)
    await page.waitForSelector(ready)
    const spent = performance.now() - start
    opened[name] = [...(opened[name] ?? []), spent]
    await page.close()
  }
await browser.close()
await server.close()
for (const [name, times] of Object.entries(opened)) {
  const sorted = times.toSorted((a, b) => a - b)
  console.log(
    `${name}: ${Math.round(sorted[2] ?? 0)} ms to the first rows (median of 5; ${Math.round(sorted[0] ?? 0)} to ${Math.round(sorted[4] ?? 0)})`,
  )
}
const expectations = Array.from({ length: 70 }, (_, n) => expectation(n))
const cost = await store.counted(() => publishRun(store, siteRun(10_001, expectations)))
console.log(
  `publishing run 10,001 of 70 expectations: ${cost.reads} reads, ${cost.writes} writes, ${cost.lists} listings, ${cost.bytesWritten} bytes written`,
)
