import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { unzipSync } from 'fflate'
import { describe, expect, test } from 'vitest'
import { EXTERNAL, packageManifest } from '../../scripts/package/package-manifest.ts'
import { thirdPartyNotices } from '../../scripts/package/third-party-notices.ts'
import { zipFolder } from '../../scripts/package/zip-folder.ts'

const root = join(import.meta.dirname, '..', '..')
const checkout = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))

/** A folder with these files. */
function folderOf(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'hotpass-package-'))
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
  return folder
}

describe('the manifest of the package', () => {
  const manifest = packageManifest(checkout) as Record<string, Record<string, string>>

  test('depends on what is left outside of the build, or has it as an optional peer', () => {
    const known = [...Object.keys(manifest.dependencies ?? {}), ...Object.keys(manifest.peerDependencies ?? {})]
    // esbuild packs functions in a checkout; the package has them ready.
    const outside = EXTERNAL.filter((name) => !name.endsWith('/*') && name !== 'esbuild')
    expect(outside.filter((name) => !known.includes(name))).toEqual([])
    expect(Object.keys(manifest.peerDependenciesMeta ?? {})).toEqual(Object.keys(manifest.peerDependencies ?? {}))
  })

  test('pins what the checkout pins, runs nothing when it is installed, and may be installed anywhere', () => {
    expect(manifest.dependencies).toEqual({
      '@duckdb/node-api': checkout.dependencies['@duckdb/node-api'],
      zod: checkout.dependencies.zod,
    })
    expect(manifest).not.toHaveProperty('scripts')
    expect(manifest).not.toHaveProperty('private')
    expect(manifest.version).toBe(checkout.version)
  })

  test('is not made while the checkout pins no version of what it needs', () => {
    const { zod: _, ...dependencies } = checkout.dependencies
    expect(() => packageManifest({ ...checkout, dependencies })).toThrow('package.json pins no zod')
  })
})

describe('the notices of other packages', () => {
  const files = {
    'node_modules/left/package.json': '{ "name": "left", "version": "1.2.3", "license": "MIT" }',
    'node_modules/left/LICENSE.md': 'Do as you please.',
    'node_modules/left/index.js': '',
    'node_modules/left/node_modules/@deep/er/package.json':
      '{ "name": "@deep/er", "version": "4.5.6", "license": "Apache-2.0" }',
    'node_modules/left/node_modules/@deep/er/NOTICE': 'Of the deep.',
    'node_modules/left/node_modules/@deep/er/lib/a.js': '',
    'node_modules/silent/package.json': '{ "name": "silent", "version": "1.0.0" }',
    'node_modules/silent/index.js': '',
    'src/own.ts': '',
  }

  test('hold each package once, the one of a folder within another too, and nothing of our own', () => {
    const inputs = [
      'node_modules/left/index.js',
      'node_modules/left/package.json',
      'node_modules/left/node_modules/@deep/er/lib/a.js',
      'src/own.ts',
    ]
    const text = thirdPartyNotices(folderOf(files), inputs)
    expect(text.match(/^left 1\.2\.3 \(MIT\)$/gm)).toHaveLength(1)
    expect(text).toContain('Do as you please.')
    expect(text).toContain('@deep/er 4.5.6 (Apache-2.0)')
    expect(text).toContain('Of the deep.')
    expect(text).not.toContain('own')
  })

  test('are not made for a package that says no licence', () => {
    expect(() => thirdPartyNotices(folderOf(files), ['node_modules/silent/index.js'])).toThrow(
      'node_modules/silent says no licence',
    )
  })
})

test('a packed function is the same bytes for the same files, and unpacks to them', () => {
  const files = { 'index.mjs': 'export {}', 'domains/a/domain.yaml': 'id: a' }
  const [one, other] = [zipFolder(folderOf(files)), zipFolder(folderOf(files))]
  expect(Buffer.from(one).equals(Buffer.from(other))).toBe(true)
  const texts = Object.entries(unzipSync(one)).map(([name, body]) => [name, new TextDecoder().decode(body)])
  expect(Object.fromEntries(texts)).toEqual(files)
})
