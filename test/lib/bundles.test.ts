import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { arch } from 'node:process'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Bundles } from '../../lib/constructs/functions.ts'
import { FUNCTION_NAMES, FUNCTIONS } from '../../lib/functions.ts'
import { bundle, folderBytes } from '../../scripts/bundle.ts'
import { MissingBindingError } from '../../scripts/duckdb-layer.ts'
import { type Architecture, duckdbBinding, hasIntegrity } from '../../scripts/fetch-duckdb-binding.ts'
import { sourceCodes } from '../../src/run/stage-code.ts'
import { STAGES, stageNamed } from '../../src/stages/stage-table.ts'

const here: Architecture = arch === 'arm64' ? 'arm64' : 'x86_64'
/** What the header of a shared object says it was built for. */
const ELF_MACHINE: Record<Architecture, number> = { arm64: 0xb7, x86_64: 0x3e }
/** Lambda's nodejs24.x stands on Amazon Linux 2023. */
const LAMBDA_GLIBC = 34

const root = join(import.meta.dirname, '..', '..')
let bundles: Bundles
beforeAll(async () => {
  bundles = await bundle(here)
})

describe('a bundle', () => {
  it.each(FUNCTION_NAMES)('of %s stays within its budget', (name) => {
    const bytes = folderBytes(bundles.functions.get(name) ?? '')
    expect(bytes / 1e6).toBeLessThanOrEqual(FUNCTIONS[name].budgetMb)
  })

  it.each(FUNCTION_NAMES)('of %s comes to its own code with nothing but its folder and the layer', (name) => {
    const away = join(mkdtempSync(join(tmpdir(), 'hotpass-bundle-')), name)
    cpSync(bundles.functions.get(name) ?? '', away, { recursive: true })
    // A stage's code is loaded by its first call; this one lacks what it needs and says so in words of ours.
    const script = `import(${JSON.stringify(join(away, 'index.mjs'))}).then(async ({ handler }) => {
      const told = await handler({ run: 'probe', pipeline: 'refinement' }, {}).then(() => '', String)
      if (/DuckDB|not part of this function|Cannot find|is not a|There is no pipeline/.test(told)) throw new Error(told)
    })`
    execFileSync(process.execPath, ['--input-type=module', '-e', script], {
      env: {
        NODE_PATH: join(bundles.duckdbLayer, 'nodejs', 'node_modules'),
        HOTPASS_STORE: join(away, 'store'),
        HOTPASS_STAGE: name,
        AWS_REGION: 'eu-west-1',
      },
    })
    rmSync(away, { recursive: true })
  })

  it.each(STAGES.map(({ name }) => name))('of %s holds its own stage, what that needs, and no other', (name) => {
    const folder = bundles.functions.get(name) ?? ''
    const text = readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.mjs'))
      .map((path) => readFileSync(join(folder, path), 'utf8'))
      .join('')
    const needs: readonly string[] = stageNamed(name)?.needs ?? []
    const sources = STAGES.map(({ source }) => source)
    const files = [...sources, 'src/stewardship/people-port.ts']
    const own = files.filter((file) => !text.includes(`${file} is not part of this function`))
    const expected = STAGES.filter(
      (stage) => stage.name === name || (stage.name === 'CloseRun' && needs.includes('close-run')),
    )
    expect(own).toEqual([
      ...expected.map(({ source }) => source),
      ...(needs.includes('people') ? ['src/stewardship/people-port.ts'] : []),
    ])
  })

  it('carries what its stage reads, and no shared object', () => {
    for (const folder of bundles.functions.values()) {
      for (const file of ['domains', 'hotpass.yaml', 'package.json']) expect(existsSync(join(folder, file))).toBe(true)
      // Work that a function finished is found by a laptop with the same sources, and the other way round.
      expect(JSON.parse(readFileSync(join(folder, 'stage-code.json'), 'utf8'))).toEqual(sourceCodes(root))
      const objects = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) =>
        /\.(node|so)$/.test(path),
      )
      expect(objects).toEqual([])
    }
  })

  it('has no path of the machine that made it', () => {
    for (const folder of bundles.functions.values())
      for (const path of readdirSync(folder, { recursive: true, encoding: 'utf8' }))
        if (path.endsWith('.mjs')) expect(readFileSync(join(folder, path), 'utf8')).not.toContain(process.cwd())
  })
})

describe("DuckDB's binding", () => {
  const objects = (folder: string) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) => /\.(node|so)$/.test(path))

  it('in the layer is for the processor of the functions, and for the C library that Lambda has', () => {
    const found = objects(bundles.duckdbLayer)
    expect(found.map((path) => path.split('/').at(-1)).sort()).toEqual(['duckdb.node', 'libduckdb.so'])
    for (const path of found) {
      const bytes = readFileSync(join(bundles.duckdbLayer, path))
      expect(bytes.subarray(0, 4).toString('latin1')).toBe('\x7fELF')
      expect(bytes.readUInt16LE(18)).toBe(ELF_MACHINE[here])
      const minors = [...bytes.toString('latin1').matchAll(/GLIBC_2\.(\d+)\0/g)].map((match) => Number(match[1]))
      expect(Math.max(...minors)).toBeLessThanOrEqual(LAMBDA_GLIBC)
    }
  })

  it('of the other processor is found when it was fetched, and named with its command when it was not', async () => {
    const other = here === 'arm64' ? 'x86_64' : 'arm64'
    const folder = duckdbBinding(other)
    if (folder === undefined) {
      await expect(bundle(other)).rejects.toThrow(MissingBindingError)
      await expect(bundle(other)).rejects.toThrow(`npm run fetch-duckdb -- ${other}`)
    } else expect(readFileSync(join(folder, 'libduckdb.so')).readUInt16LE(18)).toBe(ELF_MACHINE[other])
  })

  it('is kept only when it is what the lock file pins', () => {
    const bytes = new TextEncoder().encode('hotpass')
    const integrity =
      'sha512-' +
      Buffer.from(execFileSync('openssl', ['dgst', '-sha512', '-binary'], { input: bytes })).toString('base64')
    expect(hasIntegrity(bytes, integrity)).toBe(true)
    expect(hasIntegrity(new TextEncoder().encode('hotpasS'), integrity)).toBe(false)
    expect(hasIntegrity(bytes, integrity.replace('sha512', 'sha1'))).toBe(false)
  })
})
