import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  ConfigurationError,
  configurationReference,
  resolveConfiguration,
  SETTINGS,
  SettingValueError,
  UnknownSettingError,
} from '../../src/config/index.ts'

type Settings = Record<string, unknown>
const DATASETS = [{ dataset: 'organizations' }, { dataset: 'contacts' }]
const FLOORS = ['organizations', 'contacts', 'entity_links', 'entity_changes'].map((id) => `gate.min_rows.${id}`)
const resolve = (set: string[] = [], domain: Settings = {}, pipeline: Settings = {}) =>
  resolveConfiguration({
    domain: { id: 'p', settings: domain, entities: DATASETS },
    pipeline: { id: 'l', settings: pipeline },
    set,
  })

describe('a value that cannot be', () => {
  test.each([
    ['run.concurency=3', 'run.concurrency'],
    ['memory_limit_mb=300', 'engine.memory_limit_mb'],
    ['Gate.max_age_day=3', 'gate.max_age_days'],
    ['gate=1', 'gate'],
    ['__proto__=1', ''],
    ['constructor=1', ''],
    ['=1', ''],
  ])('%s is refused as an unknown setting, naming the nearest', (text, near) => {
    expect(() => resolve([text])).toThrow(UnknownSettingError)
    expect(() => resolve([text])).toThrow(new RegExp(`Did you mean "${near.replaceAll('.', '\\.')}`))
  })

  test.each([
    'run.concurrency=',
    'run.concurrency=  ',
    'run.concurrency',
    'run.concurrency=0',
    'run.concurrency=two',
    'run.concurrency=1.5',
    'run.concurrency=.inf',
    'run.concurrency=9007199254740993',
    'gate.max_quarantine_rate=1.01',
    'gate.max_quarantine_rate=.nan',
    'gate.max_quarantine_rate="0.5"',
    'gate.max_quarantine_rate={a: ',
    'gate.max_quarantine_rate=*alias',
    'gate.max_age_days=0',
    'resolve.switchboard_names=0',
    'gate.min_rows.contacts=null',
    'publish.exports=pdf',
    'publish.exports=csv,,xlsx',
    'publish.exports=null',
  ])('%s is refused with what would do', (text) => {
    expect(() => resolve([text])).toThrow(SettingValueError)
    expect(() => resolve([text])).toThrow(/^--set: setting ".+" cannot be .+ Give .+\.$/)
  })

  test('the error names the layer, and belongs to the family that exits with 2', () => {
    expect(() => resolve([], { 'run.concurrency': 'x' })).toThrow('Domain p: setting "run.concurrency" cannot be "x"')
    expect(() => resolve([], {}, { 'run.x': 1 })).toThrow('Pipeline l: there is no setting "run.x"')
    expect(() => resolve([], { gate: { max_age_days: 1 } })).toThrow(ConfigurationError)
  })

  test('a huge value is cut in the message', () => {
    expect(() => resolve([`run.concurrency=${'x'.repeat(100_000)}`])).toThrow(/cannot be .{80,90}Give/)
  })
})

describe('layers', () => {
  test('every default is one that its own check accepts', () => {
    for (const { schema, default: value } of Object.values(SETTINGS)) expect(schema.parse(value)).toEqual(value)
  })

  test('defaults < profile < pipeline < run, each value with the layer it came from', () => {
    const { values, origin } = resolve(
      ['gate.min_rows.contacts=4'],
      { 'gate.min_rows.contacts': 2, 'gate.max_age_days': 30, 'ingest.part_rows': 10 },
      { 'gate.min_rows.contacts': 3, 'ingest.part_rows': 20 },
    )
    expect(values.gate.min_rows).toEqual({ organizations: 1, contacts: 4, entity_links: 1, entity_changes: 0 })
    expect(values.gate.max_age_days).toBe(30)
    expect(values.ingest.part_rows).toBe(20)
    expect(origin).toMatchObject({
      'gate.min_rows.contacts': 'run',
      'gate.max_age_days': 'domain',
      'ingest.part_rows': 'pipeline',
      'run.concurrency': 'default',
    })
    expect(Object.keys(origin)).toEqual([...FLOORS, ...Object.keys(SETTINGS)])
  })

  test('the last of two for one key wins, and null lifts a limit a profile set', () => {
    expect(resolve(['run.concurrency=3', 'run.concurrency=4']).values.run.concurrency).toBe(4)
    expect(resolve(['gate.max_age_days=null'], { 'gate.max_age_days': 3 }).values.gate.max_age_days).toBeNull()
  })

  test.each([
    ['csv', ['csv']],
    ['xlsx, csv', ['csv', 'xlsx']],
    ['csv,csv', ['csv']],
    ['[parquet, jsonl]', ['jsonl', 'parquet']],
    ['[]', []],
  ])('publish.exports=%s', (text, expected) => {
    expect(resolve([`publish.exports=${text}`]).values.publish.exports).toEqual(expected)
  })
})

describe('the hash', () => {
  const base = resolve().hash

  test('is of values, not of who said them or in which order', () => {
    expect(resolve(['gate.min_rows.organizations=1']).hash).toBe(base)
    expect(resolve(['publish.exports=csv,xlsx']).hash).toBe(resolve(['publish.exports=xlsx,csv']).hash)
  })

  test('does not move with what cannot change data', () => {
    const memory = fc.integer({ min: 64, max: 100_000 })
    const workers = fc.integer({ min: 1, max: 64 })
    fc.assert(
      fc.property(memory, workers, (limit, count) => {
        expect(resolve([`engine.memory_limit_mb=${limit}`, `run.concurrency=${count}`]).hash).toBe(base)
      }),
    )
  })

  test('moves with every setting that can', () => {
    const other = [
      'gate.min_rows.organizations=5',
      'gate.min_rows.contacts=5',
      'gate.min_rows.entity_links=5',
      'gate.min_rows.entity_changes=5',
    ]
    other.push(
      'gate.max_quarantine_rate=0.5',
      'gate.max_age_days=5',
      'gate.max_loss_rate=0.5',
      'gate.warn_loss_rate=0.5',
      'resolve.switchboard_names=5',
    )
    other.push('ingest.part_rows=5', 'ingest.max_cell_characters=5', 'ingest.max_columns=5', 'ingest.max_entry_bytes=5')
    other.push(
      'ingest.max_compression_ratio=5',
      'ingest.max_held_bytes=5',
      'publish.exports=csv',
      'resolve.match_probability=0.95',
    )
    other.push(
      'resolve.match_precision=0.98',
      'resolve.review_probability=0.3',
      'resolve.linkage_model=trained',
      'resolve.train_records=50',
    )
    const decisive = Object.values(SETTINGS).filter(({ affectsData }) => affectsData)
    expect(other.length).toBe(FLOORS.length + decisive.length)
    expect(new Set([base, ...other.map((text) => resolve([text]).hash)]).size).toBe(other.length + 1)
  })
})

test('the reference names every setting, in a row of five cells', () => {
  const rows = configurationReference().trimEnd().split('\n').slice(2)
  expect(rows.map((row) => row.split('`')[1])).toEqual(['gate.min_rows.<dataset>', ...Object.keys(SETTINGS)])
  for (const row of rows) expect(row.replaceAll('\\|', '').split('|').length).toBe(7)
})
