import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type SiteServer, serveSite } from '../../src/cli/serve-site.ts'
import { publishLargeLineage } from '../site/large-lineage.ts'
import { axeFaults } from '../support/axe.ts'
import { browserMissing, openBrowser } from '../support/browser.ts'
import { MemoryStore } from '../support/memory-store.ts'

if (browserMissing !== undefined) console.warn(browserMissing)

const NODES = 500

describe.skipIf(browserMissing !== undefined)(`a lineage graph of ${NODES} nodes in a browser`, () => {
  let browser: Browser
  let server: SiteServer
  const errors: string[] = []

  beforeAll(async () => {
    browser = await openBrowser()
    const store = new MemoryStore()
    await publishLargeLineage(store, NODES)
    server = await serveSite(store, 0)
  })
  afterAll(async () => {
    await browser?.close()
    await server?.close()
  })

  async function open(
    hash = '',
    options: Parameters<Browser['newPage']>[0] = {},
    url = server.url,
    nodes = NODES,
  ): Promise<Page> {
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 }, ...options })
    page.on('pageerror', (error) => errors.push(error.message))
    page.on('console', (message) => message.type() === 'error' && errors.push(message.text()))
    await page.goto(`${url}lineage/index.html${hash}`)
    await page.waitForSelector(`#graph[data-drawn="${nodes}"]`)
    return page
  }
  /** What is painted, as text: it differs when the picture does. */
  const painted = (page: Page) =>
    page.evaluate("[...document.querySelectorAll('#graph canvas')].map((canvas) => canvas.toDataURL()).join()")
  const changed = (page: Page, before: unknown) => expect.poll(() => painted(page), { timeout: 5000 }).not.toBe(before)

  test('is drawn whole, with a table that says the same', async () => {
    const page = await open()
    expect(await page.locator('#about').textContent()).toContain('datasets')
    expect(await page.locator('#table tbody tr').count()).toBe(NODES)
    await page.close()
  })

  test('is moved and zoomed by keys, by buttons and by the mouse', async () => {
    const page = await open()
    await page.focus('#graph')
    for (const key of ['+', 'ArrowRight', 'ArrowDown', '-', '0']) {
      const before = await painted(page)
      await page.keyboard.press(key)
      await changed(page, before)
    }
    const before = await painted(page)
    await page.getByRole('button', { name: 'Zoom in' }).click()
    await changed(page, before)
    const box = await page.locator('#graph').boundingBox()
    const nearer = await painted(page)
    await page.mouse.move((box?.x ?? 0) + 600, (box?.y ?? 0) + 200)
    await page.mouse.wheel(0, -300)
    await changed(page, nearer)
    await page.close()
  })

  test('a node is found by its name, and a column is followed to where it comes from', async () => {
    const page = await open()
    await page.fill('#find', 'work/room4/dataset_100')
    await page.keyboard.press('Tab')
    await expect.poll(() => page.locator('#details h2').textContent()).toBe('work/room4/dataset_100')
    await page.getByRole('button', { name: 'column_3', exact: true }).click()
    const trace = await page.locator('#details').textContent()
    expect(trace).toContain('work/room2/dataset_')
    expect(trace).toContain('work/room0/dataset_')
    expect(page.url()).toContain('column=column_3')
    await page.close()
  })

  test.each([
    ['light', NODES],
    ['dark', 60],
  ] as const)('axe finds nothing, in %s', async (colorScheme, nodes) => {
    const store = new MemoryStore()
    await publishLargeLineage(store, nodes)
    const own = await serveSite(store, 0)
    const page = await open('', { colorScheme }, own.url, nodes)
    await page.locator('#table button').first().click()
    expect(await axeFaults(page)).toEqual([])
    await page.close()
    await own.close()
  })

  test('no page raised an error', () => {
    expect(errors).toEqual([])
  })
})
