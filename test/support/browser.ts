import { existsSync } from 'node:fs'
import { type Browser, chromium } from 'playwright-core'

const CHROMIUM = process.env.HOTPASS_CHROMIUM ?? '/usr/bin/chromium'

/** Whether pages can be looked at here; where not, the reason to print. */
export const browserMissing: string | undefined = existsSync(CHROMIUM)
  ? undefined
  : `No browser at ${CHROMIUM}: pages were not looked at. Install Debian's chromium, or name one with HOTPASS_CHROMIUM.`

/** A headless Chromium that calls nobody. */
export const openBrowser = (): Promise<Browser> =>
  chromium.launch({
    executablePath: CHROMIUM,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
    ],
  })
