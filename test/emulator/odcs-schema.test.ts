import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { Ajv2019 } from 'ajv/dist/2019.js'
import addFormats from 'ajv-formats'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { parse } from 'yaml'
import { odcsYaml } from '../../src/contracts/odcs.ts'
import { contracts } from '../support/aviation.ts'
import { pythonVenv } from '../support/python-venv.ts'

const run = promisify(execFile)
const folder = mkdtempSync(join(tmpdir(), 'hotpass-odcs-'))
let python: string
let officialSchema: Record<string, unknown>

beforeAll(async () => {
  python = join(await pythonVenv('odcs'), 'python')
  const read =
    'import pathlib, open_data_contract_standard as o; print((pathlib.Path(o.__file__).parent / "schema.json").read_text())'
  const { stdout } = await run(python, ['-c', read], { maxBuffer: 1 << 24 })
  officialSchema = JSON.parse(stdout) as Record<string, unknown>
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('every contract is a document of the Open Data Contract Standard 3.1, by its own JSON Schema', () => {
  // 3.1.0 as it was released; its patterns are not all written for Unicode mode.
  const ajv = new Ajv2019({ strict: false, allErrors: true, unicodeRegExp: false })
  addFormats.default(ajv)
  const isValid = ajv.compile(officialSchema)
  for (const contract of contracts.values()) {
    const document = parse(odcsYaml(contract)) as Record<string, unknown>
    expect(document.apiVersion).toBe('v3.1.0')
    isValid(document)
    expect(isValid.errors ?? [], contract.id).toEqual([])
    // The schema is one that can say no.
    expect(isValid({ ...document, kind: 'Something' })).toBe(false)
    expect(isValid({ ...document, schema: [{ name: 1 }] })).toBe(false)
  }
})

test('the standard’s own Python model reads every contract', async () => {
  for (const contract of contracts.values()) writeFileSync(join(folder, `${contract.id}.yaml`), odcsYaml(contract))
  const load = [
    'import pathlib, sys',
    'from open_data_contract_standard.model import OpenDataContractStandard as C',
    'for f in sorted(pathlib.Path(sys.argv[1]).glob("*.yaml")):',
    '    c = C.from_file(str(f)); print(c.id, len(c.schema_[0].properties))',
  ].join('\n')
  const { stdout } = await run(python, ['-c', load, folder])
  const wanted = [...contracts.values()].map(({ id, fields }) => `${id} ${fields.length}`).sort()
  expect(stdout.trim().split('\n').sort()).toEqual(wanted)
})
