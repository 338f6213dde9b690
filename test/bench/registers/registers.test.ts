import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { checkOnly, chosen } from './chosen.ts'
import { judgeClusters } from './judge-clusters.ts'
import { tableLine } from './table-line.ts'

const folder = mkdtempSync(join(tmpdir(), 'hotpass-judge-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const truth = join(folder, 'truth.csv')
writeFileSync(truth, 'Id,entity\na,1\nb,1\nc,1\nd,2\ne,\n')

const judge = (...rows: readonly string[]) =>
  judgeClusters(
    `SELECT * FROM (VALUES ${rows.map((row) => `('${row[0]}', '${row[1]}')`).join(', ')}) v(id, cluster)`,
    truth,
    join(folder, 'scratch'),
  )

describe('clusters against labels', () => {
  it('are judged by pairs: a row that a tool left out is missed, one without a label counts for nothing', async () => {
    expect(await judge('aX', 'bX', 'dX', 'eX')).toEqual({ precision: 1 / 3, recall: 1 / 3, f1: 1 / 3 })
    expect(await judge('aX', 'bX', 'cX', 'dY')).toEqual({ precision: 1, recall: 1, f1: 1 })
  })

  it('are refused when their ids are not those of the labels, or a row is in two', async () => {
    await expect(judge('zX')).rejects.toThrow('the ids are others')
    await expect(judge('aX', 'aY')).rejects.toThrow('more than one cluster')
  })
})

describe('the table of registers', () => {
  it('gives four decimals of shares, and says why there is nothing', () => {
    const judged = { precision: 1, recall: 0.98765, f1: 0.9938 }
    expect(tableLine('F', 'T', { kind: 'judged', judged, cpuSeconds: 1.25, peakMb: 99.6 })).toBe(
      '| F | T | 1.0000 | 0.9877 | 0.9938 | 1.3 | 100 |',
    )
    expect(tableLine('F', 'T', { kind: 'none', because: 'needs settings' })).toBe(
      '| F | T | needs settings |  |  |  |  |',
    )
  })

  it('is of the files and tools that --only names, and of all where it names none', () => {
    const [files, tools] = [
      [{ name: 'FEBRL 3' }, { name: 'people' }],
      [{ name: 'splink 5' }, { name: 'hotpass' }],
    ]
    expect(chosen(files, ['febrl', 'hotpass'])).toEqual([files[0]])
    expect(chosen(tools, ['febrl', 'hotpass'])).toEqual([tools[1]])
    expect(chosen(tools, ['febrl'])).toEqual(tools)
    expect(() => checkOnly(['FEBRL 3', 'people'], ['febrl', 'firms'])).toThrow('--only "firms" names nothing')
  })
})
