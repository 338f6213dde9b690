import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '..', '..')

test('what is built into the package asks one module where it lies: chunks lie elsewhere than their sources', () => {
  const asking = ['src', 'lib', 'lambdas', 'bin']
    .flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name)),
    )
    .filter((file) => file.endsWith('.ts'))
    .filter((file) => /import\.meta\.(?:dirname|filename|url|main)/.test(readFileSync(join(root, file), 'utf8')))
  expect(asking).toEqual(['src/config/package-path.ts'])
})
