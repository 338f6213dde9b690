import { cpSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { checkoutVersion } from '../../src/config/checkout-version.ts'
import { temporaryFolder } from '../support/landing.ts'

const ROOT = join(import.meta.dirname, '..', '..')

test('a checkout’s version moves with its code, and with nothing else', () => {
  const copy = join(temporaryFolder('checkout'), 'copy')
  for (const part of ['domains', 'lambdas', 'lib', 'schemas', 'src', 'state-machines'])
    cpSync(join(ROOT, part), join(copy, part), { recursive: true })
  for (const file of ['package.json', 'package-lock.json']) cpSync(join(ROOT, file), join(copy, file))
  const here = checkoutVersion(ROOT)
  expect(here).toMatch(/^\d+\.\d+\.\d+\+[0-9a-f]{12}$/)
  expect(checkoutVersion(copy)).toBe(here)
  mkdirSync(join(copy, 'docs'))
  writeFileSync(join(copy, 'docs', 'note.md'), 'words')
  expect(checkoutVersion(copy)).toBe(here)
  writeFileSync(join(copy, 'src', 'one-more.ts'), 'export const one = 1\n')
  expect(checkoutVersion(copy)).not.toBe(here)
})
