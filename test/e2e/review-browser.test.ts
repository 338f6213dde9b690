import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ReviewSite, reviewSite } from '../../src/cli/review-site.ts'
import { type SiteServer, serveSite } from '../../src/cli/serve-site.ts'
import { publishRun } from '../../src/site/index.ts'
import type { ObjectStore } from '../../src/storage/object-store.ts'
import { siteRun } from '../site/fixture.ts'
import { axeFaults } from '../support/axe.ts'
import { browserMissing, openBrowser } from '../support/browser.ts'
import { temporaryFolder } from '../support/landing.ts'
import { reviewPair, reviewStore } from '../support/review-store.ts'
import { storeKeys } from '../support/run-store.ts'

if (browserMissing !== undefined) console.warn(browserMissing)

const EVIL = '<img src=x onerror="document.title=\'owned\'"><script>document.title="owned"</script>'

describe.skipIf(browserMissing !== undefined)('the review page in a browser', () => {
  const folder = temporaryFolder('review-browser')
  const errors: string[] = []
  let browser: Browser
  let server: SiteServer
  let review: ReviewSite

  beforeAll(async () => {
    browser = await openBrowser()
    const evil = reviewPair(2, 0.5, {
      left: { organization_name: EVIL, phones: null },
      right: { organization_name: 'Blu' },
    })
    const store: ObjectStore = await reviewStore(folder, [reviewPair(1, 2)], [evil, reviewPair(3, 4)])
    await publishRun(store, siteRun(0))
    review = reviewSite(store, 'Nandi', undefined)
    server = await serveSite(store, 0, review)
  })
  afterAll(async () => {
    await browser?.close()
    await server?.close()
  })

  const open = async (hash: string): Promise<Page> => {
    const page = await browser.newPage()
    page.on('pageerror', (error) => errors.push(error.message))
    page.on('console', (message) => message.type() === 'error' && errors.push(message.text()))
    await page.goto(`${server.url}review/${hash}`)
    await page.waitForSelector('.records')
    return page
  }
  const said = (page: Page) => page.locator('#said').textContent()

  test('without the token it shows pairs, and answers nothing', async () => {
    const page = await open('')
    expect(await said(page)).toContain('Reading only')
    expect(await page.getByRole('button', { name: 'They are one' }).isDisabled()).toBe(true)
    await page.keyboard.press('a')
    expect(await said(page)).toContain('Pair 1 of 3')
    expect(storeKeys(`${folder}/store`, 'decisions')).toEqual([])
    await page.close()
  })

  test('keys answer, skip and undo; a value of the files is text and nothing else; axe finds nothing', async () => {
    const page = await open(`#token=${review.token}`)
    expect(page.url()).not.toContain(review.token)
    expect(await page.title()).toContain('Review pairs')
    expect(await page.locator('.records img, .records script').count()).toBe(0)
    expect(await page.locator('.records').textContent()).toContain('onerror')
    expect(await page.locator('.records .differs').count()).toBe(1)
    expect(await axeFaults(page)).toEqual([])
    const shots = process.env.HOTPASS_SCREENSHOTS
    if (shots !== undefined) {
      mkdirSync(shots, { recursive: true })
      await page.screenshot({ path: join(shots, 'review.png'), fullPage: true })
    }
    await page.keyboard.press('r')
    await expect.poll(() => said(page)).toContain('they are different. Pair 2 of 3')
    expect(storeKeys(`${folder}/store`, 'decisions')).toHaveLength(1)
    await page.keyboard.press('u')
    await expect.poll(() => said(page)).toContain('Undone. Pair 1 of 3')
    expect(storeKeys(`${folder}/store`, 'decisions')).toHaveLength(2)
    await page.keyboard.press('s')
    await expect.poll(() => said(page)).toContain('Pair 2 of 3')
    await page.getByLabel('Why').fill('asked them')
    await page.getByLabel('Why').press('a')
    expect(await said(page)).toContain('Pair 2 of 3')
    await page.getByRole('button', { name: 'They are one' }).click()
    await expect.poll(() => said(page)).toContain('Pair 3 of 3')
    await page.keyboard.press('s')
    await expect.poll(() => said(page)).toContain('1 answered')
    expect(await page.title()).not.toContain('owned')
    expect(errors).toEqual([])
    await page.close()
  })
})
