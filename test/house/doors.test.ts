import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { doorFindings } from '../../scripts/check-doors.ts'

const ROOM = {
  'src/parts/index.ts': "export { type Bolt, bolt } from './bolt.ts'\n",
  'src/parts/bolt.ts': 'export interface Bolt { size: number }\nexport const bolt = 1\nexport const thread = 2\n',
  'src/parts/nut.ts': "import { thread } from './bolt.ts'\nexport const nut = thread\n",
}
const USE =
  "import { bolt } from '../parts/bolt.ts'\nimport type { Bolt } from '../parts/index.ts'\nexport const b: Bolt = { size: bolt }\n"

/** What is found in a checkout of these files. */
function findings(files: Readonly<Record<string, string>>): string[] {
  const root = mkdtempSync(join(tmpdir(), 'doors-'))
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  const found = doorFindings(root)
  rmSync(root, { recursive: true })
  return found
}

describe('the doors of rooms', () => {
  test('are kept to in this repository, and name nothing that nobody takes', () => {
    expect(doorFindings(join(import.meta.dirname, '..', '..'))).toEqual([])
  })

  test('a value is taken from the file that the door names, a type from the door', () => {
    expect(findings({ ...ROOM, 'src/house/use.ts': USE })).toEqual([])
  })

  test('a name that no door names cannot be taken, as a type neither, from wherever it is asked', () => {
    const taken = "import { thread } from '../parts/bolt.ts'\nimport type { nut } from '../parts/nut.ts'\n"
    expect(
      findings({
        ...ROOM,
        'src/house/use.ts': USE,
        'src/house/past.ts': taken,
        'lambdas/x.ts': taken.replaceAll('../', '../src/'),
      }),
    ).toEqual([
      'lambdas/x.ts: takes nut of src/parts/nut.ts, which no door of src/parts names',
      'lambdas/x.ts: takes thread of src/parts/bolt.ts, which no door of src/parts names',
      'src/house/past.ts: takes nut of src/parts/nut.ts, which no door of src/parts names',
      'src/house/past.ts: takes thread of src/parts/bolt.ts, which no door of src/parts names',
    ])
  })

  test('a file may not be taken whole past a door that names none of it, nor be loaded on demand for what is not named', () => {
    expect(
      findings({
        ...ROOM,
        'src/house/use.ts': USE,
        'src/house/late.ts': "export const late = async () => (await import('../parts/bolt.ts')).thread\n",
        'src/house/whole.ts': "import * as nuts from '../parts/nut.ts'\nexport const n = nuts\n",
      }),
    ).toEqual([
      'src/house/late.ts: takes thread of src/parts/bolt.ts, which no door of src/parts names',
      'src/house/whole.ts: takes src/parts/nut.ts, of which no door of src/parts names anything',
    ])
  })

  test('a door is read, not loaded', () => {
    expect(
      findings({
        ...ROOM,
        'src/house/use.ts': USE,
        'src/house/load.ts':
          "import { type Bolt, bolt } from '../parts/index.ts'\nexport const b: Bolt = { size: bolt }\n",
        'bin/late.ts': "const { bolt } = await import('../src/parts/index.ts')\nconsole.log(bolt)\n",
        'bin/types.ts': "import { type Bolt } from '../src/parts/index.ts'\nexport const b: Bolt | null = null\n",
      }),
    ).toEqual([
      'bin/late.ts: loads src/parts/index.ts; take values from the files that the door names',
      'src/house/load.ts: loads src/parts/index.ts; take values from the files that the door names',
    ])
  })

  test('a room without a door lets nobody in', () => {
    expect(
      findings({
        'src/parts/bolt.ts': 'export const bolt = 1\n',
        'src/house/use.ts': "import { bolt } from '../parts/bolt.ts'\nexport const b = bolt\n",
      }),
    ).toEqual(['src/house/use.ts: takes bolt of src/parts/bolt.ts, which no door of src/parts names'])
  })

  test('a door that names something for nobody, or everything at once, is told', () => {
    expect(
      findings({
        ...ROOM,
        'src/parts/index.ts': "export { type Bolt, bolt } from './bolt.ts'\nexport * from './nut.ts'\n",
        'src/house/use.ts': "import type { Bolt } from '../parts/index.ts'\nexport const b: Bolt | null = null\n",
      }),
    ).toEqual([
      'src/parts/index.ts: names bolt, which nobody outside of the room takes',
      'src/parts/index.ts: takes the whole of src/parts/nut.ts; name what others may use',
    ])
  })

  test('a test may look into any room, and what it takes through the door is used', () => {
    expect(
      findings({
        ...ROOM,
        'test/parts/bolt.test.ts':
          "import { type Bolt, bolt } from '../../src/parts/index.ts'\nimport { nut } from '../../src/parts/nut.ts'\nexport const t: [Bolt | null, number] = [null, bolt + nut]\n",
      }),
    ).toEqual([])
  })
})
