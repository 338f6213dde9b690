import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type SiteServer, serveSite } from '../../src/cli/serve-site.ts'
import { publishRun } from '../../src/site/index.ts'
import { expectation, siteRun } from '../site/fixture.ts'
import { largeSite } from '../site/large-site.ts'
import { axeFaults } from '../support/axe.ts'
import { browserMissing, openBrowser } from '../support/browser.ts'
import { temporaryFolder } from '../support/landing.ts'
import { MemoryStore } from '../support/memory-store.ts'

if (browserMissing !== undefined) console.warn(browserMissing)

const shots = process.env.HOTPASS_SCREENSHOTS

async function picture(page: Page, name: string): Promise<void> {
  if (shots === undefined) return
  mkdirSync(shots, { recursive: true })
  await page.screenshot({ path: join(shots, `${name}.png`), fullPage: true })
}

/** The script has taken over from what was rendered into the page, and is done. */
const settled = (page: Page) => page.waitForSelector('#app:not([aria-busy]):not(:has(.notice))')

describe.skipIf(browserMissing !== undefined)('the pages in a browser', () => {
  let browser: Browser
  let server: SiteServer
  let newest: string
  let store: MemoryStore
  const errors: string[] = []

  const open = async (hash = '', options: Parameters<Browser['newPage']>[0] = {}) => {
    const page = await browser.newPage(options)
    page.on('pageerror', (error) => errors.push(error.message))
    page.on('console', (message) => message.type() === 'error' && errors.push(message.text()))
    await page.goto(`${server.url}${hash}`)
    await settled(page)
    return page
  }

  beforeAll(async () => {
    browser = await openBrowser()
    const large = await largeSite()
    store = large.store
    newest = large.newest
    server = await serveSite(store, 0)
  })
  afterAll(async () => {
    await browser?.close()
    await server?.close()
  })

  test('10,000 runs: one page of them is fetched and drawn, the last is a press away', async () => {
    const page = await open()
    const index: string[] = []
    page.on('request', (request) => request.url().includes('/index/') && index.push(request.url()))
    expect(await page.locator('.paged tbody tr').count()).toBe(50)
    expect(await page.locator('.page-said').textContent()).toBe('1 to 50 of 10,000')
    await page.getByRole('button', { name: 'Last' }).click()
    await expect.poll(() => page.locator('.page-said').textContent()).toContain('10,000 of 10,000')
    expect(index).toHaveLength(1)
    expect(await page.locator('.paged tbody tr').last().textContent()).toContain('refinement-20240101T000000Z-000000')
    await picture(page, 'runs-last-page')
    await page.close()
  })

  test('runs of one status are found page by page', async () => {
    const page = await open('#/status/failed')
    await page.waitForSelector('.paged tbody tr')
    const states = await page.locator('.paged tbody tr td:nth-of-type(2)').allTextContents()
    expect(new Set(states)).toEqual(new Set(['■ failed']))
    expect(states.length).toBe(50)
    await page.close()
  })

  test('3,000 expectations: 50 rows at a time, failures first, found by outcome and word', async () => {
    const page = await open(`#/runs/${newest}`)
    const table = page.getByRole('region', { name: 'Expectations, failures first' })
    expect(await table.locator('tbody tr').count()).toBe(50)
    expect(await table.locator('tbody tr').first().textContent()).toContain('failed')
    expect(await page.evaluate('document.querySelectorAll("*").length')).toBeLessThan(2500)
    await page.getByLabel('Containing').fill('column_2999')
    await expect.poll(() => table.locator('tbody tr').count()).toBe(1)
    await page.getByRole('button', { name: /Details of Every column_2999/ }).click()
    await page.waitForSelector('.expanded .chart canvas')
    expect(await page.evaluate('document.activeElement.tagName')).toBe('H3')
    await page.close()
  })

  test('values set aside have a table: how many of what was said, an example, the first place, and how to have them all', async () => {
    const page = await open(`#/runs/${newest}`)
    const section = page.locator('section', { has: page.getByRole('heading', { name: 'Values set aside' }) })
    expect(await section.locator('tbody tr').allInnerTexts()).toEqual([
      [
        ...['31 of 480', '6.5%', 'contact_company_contacts', 'person.emails', 'invalid_email', 'j***, s***'],
        'Contact Database.xlsx, Company_Contacts, row 12',
        'The value is not an e-mail address; correct it in the source.',
      ].join('\t'),
    ])
    expect(await section.locator('code').textContent()).toBe(`hotpass set-aside ${newest} --out set-aside.xlsx`)
    await section.scrollIntoViewIfNeeded()
    await picture(page, 'set-aside')
    await page.close()
  })

  test('every release can be paged to, and says what it changed under its own row', async () => {
    const page = await open('#/versions')
    const table = page.getByRole('region', { name: /All releases/ })
    expect(await table.locator('tbody tr').count()).toBe(50)
    const newestRelease = Number(await table.locator('tbody th').first().textContent())
    await page.getByRole('button', { name: 'Next' }).click()
    await expect.poll(() => page.locator('.page-said').textContent()).toMatch(/^51 to 100/)
    expect(Number(await table.locator('tbody th').first().textContent())).toBeLessThan(newestRelease - 49)
    await page.close()
    await publishRun(
      store,
      siteRun(10_000, [], {
        changes: [
          {
            dataset: 'organizations',
            from: 1,
            to: 2,
            semanticVersion: '1.0.1',
            rows: 600,
            added: 4,
            removed: 1,
            changed: 12,
            columns: { province: 9 },
            addedColumns: [],
            removedColumns: [],
          },
        ],
      }),
    )
    const again = await open('#/versions')
    const button = again.getByRole('button', { name: 'Changes of release 10001' })
    await button.click()
    await expect.poll(() => again.locator('tr.expanded').first().textContent()).toContain('1 → 2 (1.0.1)')
    expect(await button.getAttribute('aria-expanded')).toBe('true')
    expect(await axeFaults(again)).toEqual([])
    await picture(again, 'version-changes')
    await button.click()
    expect(await again.locator('tr.expanded').count()).toBe(0)
    await again.close()
  })

  test.each(['light', 'dark'] as const)('axe finds nothing on any page, in %s', async (colorScheme) => {
    const views = {
      runs: '',
      run: `#/runs/${newest}`,
      contracts: '#/contracts',
      contract: '#/contracts/organizations',
      versions: '#/versions',
      missing: '#/runs/nobody',
    }
    for (const [name, hash] of Object.entries(views)) {
      const page = await open(hash, { colorScheme, viewport: { width: 1280, height: 900 } })
      if (name === 'run')
        await page
          .getByRole('button', { name: /Details of/ })
          .first()
          .click()
      expect(await axeFaults(page), name).toEqual([])
      await picture(page, `${name}-${colorScheme}`)
      await page.close()
    }
  })

  test('the keyboard reaches everything, beginning with the way past the navigation', async () => {
    const page = await open()
    await page.keyboard.press('Tab')
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Skip to content')
    await page.keyboard.press('Enter')
    expect(await page.evaluate('document.activeElement.id')).toBe('main')
    const reached = new Set<string>()
    for (let press = 0; press < 12; press++) {
      await page.keyboard.press('Tab')
      reached.add(
        String(
          await page.evaluate(
            'document.activeElement.id || document.activeElement.getAttribute("role") || document.activeElement.tagName',
          ),
        ),
      )
    }
    expect([...reached]).toEqual(expect.arrayContaining(['status-filter', 'region', 'A']))
    await page.close()
  })

  test('a narrow screen scrolls tables, not the page', async () => {
    const page = await open(`#/runs/${newest}`, { viewport: { width: 390, height: 800 } })
    const wide = await page.evaluate(
      "[...document.querySelectorAll('main *')].filter((one) => !one.closest('.scroll') && one.getBoundingClientRect().right > innerWidth + 1).map((one) => one.tagName + '.' + one.className).slice(0, 5)",
    )
    expect(wide).toEqual([])
    await picture(page, 'run-narrow')
    await page.close()
  })

  test('print shows every row and none of the controls', async () => {
    const page = await open(`#/runs/${newest}`)
    await page.emulateMedia({ media: 'print' })
    await page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(await page.getByRole('region', { name: 'Expectations, failures first' }).locator('tbody tr').count()).toBe(
      3000,
    )
    expect(await page.locator('.pager').first().isVisible()).toBe(false)
    await page.close()
  })

  test('text from data is text: nothing of it runs, on any page', async () => {
    const attack = '<img src=x onerror="window.owned=1"><script>window.owned=1</script>\u202e=cmd|x'
    const bad = new MemoryStore()
    const names = {
      expected: attack,
      found: attack,
      examples: [attack],
      owner: attack,
      because: attack,
      id: attack,
      dataset: attack,
    }
    const run = siteRun(0, [expectation(3, { ...names, places: [{ file: attack, sheet: attack, row: 3 }] })], {
      pipeline: attack,
      reasons: [attack],
      sources: [{ source: attack, file: attack, bytes: 1 }],
      unmatched: [attack],
      versions: { [attack]: 1 },
      released: { by: attack, at: attack, why: attack },
      quarantine: [
        {
          stage: attack,
          file: attack,
          sheet: attack,
          rule: attack,
          field: attack,
          rows: 1,
          message: attack,
          example: attack,
        },
      ],
      setAside: [
        {
          table: attack,
          entity: attack,
          field: attack,
          said: 1,
          code: attack,
          message: attack,
          count: 1,
          examples: [attack],
          places: [{ file: attack, sheet: attack, row: 2 }],
        },
      ],
      changes: [
        {
          dataset: attack,
          from: 1,
          to: 2,
          semanticVersion: attack,
          rows: 1,
          added: 0,
          removed: 0,
          changed: 1,
          columns: { [attack]: 1 },
          addedColumns: [attack],
          removedColumns: [attack],
        },
      ],
      datasets: [
        {
          id: attack,
          title: attack,
          kind: attack,
          owner: attack,
          rows: 1,
          verdict: attack,
          checks: [{ id: attack, severity: attack, outcome: attack, expected: attack, found: attack }],
        },
      ],
      links: [{ title: attack, href: 'javascript:window.owned=1' }],
    })
    await publishRun(bad, run)
    const other = await serveSite(bad, 0)
    const page = await browser.newPage()
    for (const hash of [
      '',
      `#/runs/${run.run}`,
      '#/versions',
      `#/contracts/${encodeURIComponent(attack)}`,
      `#/runs/${encodeURIComponent(attack)}`,
    ]) {
      await page.goto(`${other.url}${hash}`)
      await settled(page)
      expect(await page.evaluate('window.owned')).toBeUndefined()
      expect(await page.locator('img, #app script, [href^="javascript"]').count()).toBe(0)
    }
    await page.close()
    await other.close()
  })

  test('opened from disk, the overview shows the newest runs and says how to see the rest', async () => {
    const folder = temporaryFolder('disk')
    for (const [key, body] of store.objects) {
      if (!/^site\/(?:index\.html|assets\/)/.test(key)) continue
      mkdirSync(dirname(join(folder, key)), { recursive: true })
      writeFileSync(join(folder, key), body)
    }
    const page = await browser.newPage()
    await page.goto(pathToFileURL(join(folder, 'site/index.html')).href)
    expect(await page.locator('tbody tr').count()).toBe(20)
    expect(await page.locator('.notice').textContent()).toContain('hotpass docs')
    await picture(page, 'from-disk')
    expect(await page.evaluate("getComputedStyle(document.querySelector('.notice')).borderLeftWidth")).toBe('4px')
    await page.close()
  })

  test('no page raised an error', () => {
    expect(errors.filter((text) => !text.includes('404'))).toEqual([])
  })
})
