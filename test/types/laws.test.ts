import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { columnsOf } from '../../src/resolve/conditions/parse-condition.ts'
import { parseLinkageSettings } from '../../src/resolve/settings/parse-linkage-settings.ts'
import { types } from '../../src/types/registry.ts'
import { type AttributeColumns, KEEPS, type SemanticType, type TypeContext } from '../../src/types/semantic-type.ts'

const CONTEXTS: readonly TypeContext[] = [
  { country: 'ZA', dateOrder: 'dmy' },
  { country: 'US', dateOrder: 'mdy', decimalComma: false },
  { country: 'DE', decimalComma: true },
  { country: '' },
]

/** Cells that spreadsheets hold and code trips over. */
const NASTY: readonly string[] = [
  '',
  ' ',
  '\u00a0\t\r\n',
  '\u0000',
  '\ud800',
  'a\udc00b',
  '\u202eevil\u202c',
  '\ufeff\u200b',
  '-',
  '--',
  '?',
  '.',
  ',',
  ';',
  '/',
  '|',
  '&',
  '()',
  '@',
  '+',
  '0',
  '-0',
  '0000000000',
  '1e999',
  '1.23457E+11',
  'NaN',
  'Infinity',
  'n/a',
  'N.A.',
  '#REF!',
  'Unknown',
  'null',
  'none',
  'true',
  '=1+1',
  '1,2,3',
  '12.0',
  '1/2/2025',
  '31.02.2020',
  '2020-02-30',
  '99999999999999999999',
  '٠١٢٣٤٥٦٧٨٩',
  'İIıi',
  'Straße',
  'ŉa',
  'ﷺ',
  'e\u0301',
  'Σίσυφος',
  '李小龍',
  '株式会社',
  'ООО',
  '👩‍👩‍👧',
  'a; b',
  'a\nb',
  'a / b | c',
  'Mr',
  '(Pty) Ltd',
  'https://',
  'mailto:',
  'x'.repeat(10_001),
  ' ,'.repeat(5_000),
  '('.repeat(8_000),
  '1 '.repeat(8_000),
  '-32.99 27.89 '.repeat(500),
  '+1 '.repeat(3_000),
  'Dr '.repeat(3_000),
]

const words = [...types.values()].flatMap(({ examples }) => examples.map(({ value }) => String(value)))
const cell = fc.oneof(
  fc.constantFrom(...NASTY),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  fc.string({ maxLength: 40 }),
  fc.string({ unit: fc.constantFrom(...'0123456789 -+.,:/()R€$%eETZ'), maxLength: 24 }),
  fc
    .array(fc.constantFrom(...words.flatMap((word) => word.split(/(?<=[\s,])/u)), ';', ' / ', '(', ')', '"', ' '), {
      maxLength: 6,
    })
    .map((pieces) => pieces.join('')),
  fc.constantFrom(...words).map((word) => ` ${word.toUpperCase()} `),
)

const columns = (isList: boolean): AttributeColumns => ({
  value: 'thing',
  isList,
  part: (name) => `thing_${name}`,
})

/** The records' settings when the type is all that there is to compare. */
const settingsOf = (type: SemanticType, isList: boolean) => ({
  comparisons: [
    {
      output_column_name: 'thing',
      comparison_levels: (type.compare?.(columns(isList)) ?? []).map(({ label, sql, isNull, m, u, termFrequency }) => ({
        label_for_charts: label,
        sql_condition: sql,
        ...(isNull ? { is_null_level: true } : {}),
        ...(m === undefined ? {} : { m_probability: m }),
        ...(u === undefined ? {} : { u_probability: u }),
        ...(termFrequency === undefined ? {} : { tf_adjustment_column: termFrequency }),
      })),
    },
  ],
  blocking_rules_to_generate_predictions: [
    ...type.block(columns(isList)).map(({ sql, explode }) => ({ blocking_rule: sql, arrays_to_explode: [...explode] })),
    'l.other = r.other',
  ],
})

describe('the registry', () => {
  test('calls every type by its own id', () => {
    for (const [id, type] of types) {
      expect(type.id).toBe(id)
      expect(id).toMatch(/^[a-z]+(?:_[a-z]+)*$/)
    }
    expect(new Set([...types.values()].map(({ title }) => title)).size).toBe(types.size)
  })
})

describe.each([...types])('%s', (_, type) => {
  const readers = type.examples.flatMap(({ options }) =>
    CONTEXTS.map((context) => ({ context, reader: type.reader(type.options.parse(options), context) })),
  )

  test('reads any cell without throwing, and what it gave reads as itself', () => {
    fc.assert(
      fc.property(cell, fc.constantFrom(...readers), (text, { reader }) => {
        for (const part of [text, ...reader.split(text)]) {
          const { value, issues } = reader.normalise(part)
          for (const { code, message } of issues) {
            expect(code).toMatch(/^[a-z]+(?:_[a-z0-9]+)*$/)
            expect(message).toMatch(/^\p{Lu}.{10,}\.$/u)
          }
          if (value === null) continue
          expect(typeof value === 'string' ? value.trim() : value).toBe(value)
          expect(value).not.toBe('')
          // `47,5660` is 47.566, and that text on its own may be thousands: a number is kept as one and not read again.
          if (typeof value === 'number' && /^-?\d{1,3}\.\d{3}$/.test(String(value))) continue
          expect(reader.normalise(String(value)).value).toBe(value)
        }
      }),
      { numRuns: 1_500 },
    )
  })

  test('reads every nasty cell in every way it can be told to', () => {
    for (const text of NASTY)
      for (const { reader } of readers)
        for (const part of [text, ...reader.split(text)]) {
          const { value } = reader.normalise(part)
          if (value !== null) expect(reader.normalise(String(value)).value).toBe(value)
        }
  })

  test('gives no value that it remarks on, unless it says that it repairs', () => {
    if (type.repairs) return
    fc.assert(
      fc.property(cell, fc.constantFrom(...readers), (text, { reader }) => {
        const { value, issues } = reader.normalise(text)
        if (issues.length > 0) expect(value).toBeNull()
      }),
    )
  })

  test('is silent about a blank cell, and publishes no placeholder', () => {
    for (const { reader } of readers) {
      for (const text of ['', ' ', '\u00a0\t', '\u200b'])
        expect(reader.normalise(text)).toEqual({ value: null, issues: [] })
      for (const text of ['n/a', '#REF!', '-', 'Unknown', '?', 'tbc']) expect(reader.normalise(text).value).toBeNull()
    }
  })

  test('says the same of the same text', () => {
    for (const { reader } of readers)
      for (const text of words) expect(reader.normalise(text)).toEqual(reader.normalise(text))
  })

  test('splits a cell into texts of which none is blank, and a value of its own into itself', () => {
    fc.assert(
      fc.property(cell, fc.constantFrom(...readers), (text, { reader }) => {
        for (const part of reader.split(text)) expect(part.trim()).not.toBe('')
      }),
      { numRuns: 500 },
    )
    for (const { options, value } of type.examples)
      expect(type.reader(type.options.parse(options), { country: 'ZA' }).split(String(value))).toEqual([String(value)])
  })

  test('recognises a column between 0 and 1, whatever stands in it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.array(cell, { maxLength: 8 }), (label, sample) => {
        const score = type.recognise({ label, sample, country: '' })
        expect(score).toBeGreaterThanOrEqual(0)
        expect(score).toBeLessThanOrEqual(1)
      }),
      { numRuns: 300 },
    )
    expect(type.recognise({ label: '', sample: [], country: 'ZA' })).toBe(0)
  })

  test('has examples that are canonical, pass the schema and read as themselves', () => {
    for (const { options, value, country = 'ZA' } of type.examples) {
      const given = type.options.parse(options)
      const { value: read, issues } = type.reader(given, { country }).normalise(String(value))
      expect([read, issues]).toEqual([value, []])
      expect(type.schema(given).parse(value)).toBe(value)
    }
  })

  test('gives nothing that its schema refuses', () => {
    const given = type.examples.flatMap(({ options }) =>
      CONTEXTS.map((context) => {
        const parsed = type.options.parse(options)
        return { reader: type.reader(parsed, context), schema: type.schema(parsed) }
      }),
    )
    fc.assert(
      fc.property(cell, fc.constantFrom(...given), (text, { reader, schema }) => {
        const { value } = reader.normalise(text)
        if (value !== null) expect(schema.safeParse(value).success).toBe(true)
      }),
      { numRuns: 1_000 },
    )
  })

  test('has a schema and options that become JSON Schema; an unknown option is a fault', () => {
    for (const { options } of type.examples)
      expect(z.toJSONSchema(type.schema(type.options.parse(options)))).toHaveProperty('type')
    expect(z.toJSONSchema(type.options)).toMatchObject({ type: 'object', additionalProperties: false })
    expect(type.options.safeParse({ no_such_option: 1 }).success).toBe(false)
    if (type.vocabularyOption !== null)
      expect(type.options.safeParse({ [type.vocabularyOption]: 'words' }).success).toBe(true)
  })

  test('masks what is somebody’s', () => {
    for (const { options, value } of type.examples) {
      const given = type.options.parse(options)
      const shown = type.mask(String(value), given)
      if (type.pii(given) !== 'none') expect(shown).not.toContain(String(value))
      if (type.pii(given) === 'sensitive') expect(shown).toBe('***')
    }
  })

  test.each([false, true])('is compared and blocked on as linkage settings can say (a list: %s)', (isList) => {
    const known = new Set(['thing', 'other', ...type.parts.map(({ name }) => `thing_${name}`)])
    if (type.compare !== null) {
      const settings = parseLinkageSettings(settingsOf(type, isList))
      for (const comparison of settings.comparisons) {
        for (const column of comparison.columns) expect(known).toContain(column)
        // A condition that is not understood is asked of the engine pair by pair.
        expect(comparison.conditions).toBeDefined()
        for (const { termFrequency } of comparison.levels) {
          if (termFrequency) expect(known).toContain(termFrequency.column)
        }
      }
    }
    for (const { sql, explode } of type.block(columns(isList))) {
      const text = settingsOf({ ...type, compare: withTwoLevels }, isList)
      const rule = parseLinkageSettings(text).rules.find((one) => one.sql === sql)
      expect(rule?.rest).toBeUndefined()
      expect(rule?.keys.length).toBeGreaterThan(0)
      for (const column of [...(rule?.columns ?? []), ...explode]) expect(known).toContain(column)
    }
  })

  test('takes a list apart where an attribute keeps all values', () => {
    if (type.keeps.includes('distinct'))
      for (const { explode } of type.block(columns(true))) expect(explode.length).toBeGreaterThan(0)
    for (const level of type.compare?.(columns(true)) ?? []) {
      const named = columnsOf(level.sql).length
      if (level.sql !== 'ELSE') expect(named).toBeGreaterThan(0)
    }
  })

  test('has parts of every value that it gives', () => {
    fc.assert(
      fc.property(cell, fc.constantFrom(...readers), (text, { reader, context }) => {
        const { value } = reader.normalise(text)
        if (value === null) return
        for (const { of, column } of type.parts) {
          const part = of(value, context)
          expect(part).toEqual(of(value, context))
          if (part === null) continue
          if (column === 'list<string>')
            for (const element of z.array(z.string()).parse(part)) expect(element).not.toBe('')
          else if (column === 'double') expect(Number.isFinite(part)).toBe(true)
          else expect(z.string().parse(part)).not.toBe('')
        }
      }),
      { numRuns: 500 },
    )
  })

  test('keeps by default what it says can be kept', () => {
    expect(type.keeps).toContain(type.keep)
    for (const keep of type.keeps) expect(KEEPS).toContain(keep)
    expect(new Set(type.keeps).size).toBe(type.keeps.length)
    expect(new Set(type.parts.map(({ name }) => name)).size).toBe(type.parts.length)
  })

  test('blocks on nothing that many share', () => {
    for (const { options } of type.examples)
      if (type.evidence(type.options.parse(options)).frequency === 'many')
        expect(type.block(columns(false)).filter(({ sql }) => sql === 'l.thing = r.thing')).toEqual([])
  })
})

/** A comparison that says next to nothing, so that blocking of a type that is not compared can be asked about. */
function withTwoLevels(): ReturnType<NonNullable<SemanticType['compare']>> {
  return [
    { label: 'same', sql: '"thing_l" = "thing_r"', m: 0.9, u: 0.1 },
    { label: 'other', sql: 'ELSE', m: 0.1, u: 0.9 },
  ]
}
