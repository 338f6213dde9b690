import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'

const root = join(import.meta.dirname, '..', '..')
const read = (name: string): unknown => JSON.parse(readFileSync(join(root, name), 'utf8'))
const versions = z.record(z.string(), z.string())
const manifest = z.object({ dependencies: versions, devDependencies: versions }).parse(read('package.json'))
const lock = z
  .object({
    packages: z.record(
      z.string(),
      z.object({ integrity: z.string().optional(), link: z.boolean().optional(), inBundle: z.boolean().optional() }),
    ),
  })
  .parse(read('package-lock.json'))

describe('dependencies', () => {
  test('are pinned to one version each, and to the hash of what it is', () => {
    const direct = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies })
    expect(direct.length).toBeGreaterThan(20)
    expect(direct.filter(([, version]) => !/^\d+\.\d+\.\d+(?:-[\w.]+)?$/.test(version))).toEqual([])
    const fetched = Object.entries(lock.packages).filter(
      ([path, { link, inBundle }]) => path !== '' && !link && !inBundle,
    )
    expect(fetched.length).toBeGreaterThan(direct.length)
    expect(fetched.filter(([, { integrity }]) => !/^sha512-/.test(integrity ?? '')).map(([path]) => path)).toEqual([])
  })
})
