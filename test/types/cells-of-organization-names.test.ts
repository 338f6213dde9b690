import { describe, expect, test } from 'vitest'
import { typeOf } from './support/read-type.ts'

const { value, part } = typeOf('organization_name')
const key = (text: string, country = 'ZA') => part('key', value(text, country) ?? '', { country })
const aliases = (text: string, country = 'ZA') => part('aliases', value(text, country) ?? '', { country })

describe('a legal form', () => {
  test.each([
    ['Foo Air (Edms) Bpk', 'fooair'],
    ['Foo Air Eiendoms Beperk', 'fooair'],
    ['Foo Bpk', 'foo'],
    ['Foo BK', 'foo'],
    ['Foo Beslote Korporasie', 'foo'],
    ['Foo Ingelyf', 'foo'],
    ['Foo Vereniging sonder Winsoogmerk', 'foo'],
    ['Foo AG', 'foo'],
    ['Foo S.A.', 'foo'],
    ['Foo S.p.A.', 'foo'],
    ['Foo SpA', 'foo'],
    ['Foo GmbH & Co. KG', 'foo'],
    ['Foo Ges.m.b.H.', 'foo'],
    ['Foo s.r.o.', 'foo'],
    ['Foo v.o.s.', 'foo'],
    ['Foo Sp. z o.o.', 'foo'],
    ['Foo Lda.', 'foo'],
    ['Foo A.Ş.', 'foo'],
    ['Foo ApS', 'foo'],
    ['Foo Teoranta', 'foo'],
    ['Foo DAC', 'foo'],
    ['Foo CIC', 'foo'],
    ['Foo ASBL', 'foo'],
    ['Foo Sh.p.k.', 'foo'],
    ['Foo MMC', 'foo'],
    ['Foo LLLP', 'foo'],
    ['Foo Company Limited by Guarantee', 'foo'],
    ['Foo (RF) (Pty) Ltd', 'foo'],
    ['Foo RF Ltd', 'foo'],
    ['Foo SOC Ltd', 'foo'],
  ])('%j leaves the key %j', (text, expected) => expect(key(text)).toBe(expected))

  test.each([
    ['Blue RF', 'bluerf'],
    ['Blue Soc', 'bluesoc'],
    ['The Company', 'thecompany'],
    ['The Company Ltd', 'thecompany'],
    ['Die Maatskappy', 'diemaatskappy'],
    ['La Limited', 'lalimited'],
    ['Day Spa', 'dayspa'],
    ['Foo SA', 'foosa'],
    ['A B', 'ab'],
    ['Mosie BK Trust', 'mosiebktrust'],
    ['Wilde', 'wilde'],
  ])('%j holds none: its key is %j', (text, expected) => expect(key(text)).toBe(expected))

  test('that is short for something else where it is written is a word', () => {
    expect(key('Valley Ag', 'US')).toBe('valleyag')
    expect(key('Burger BK', 'US')).toBe('burgerbk')
    expect(key('Foo SA', 'FR')).toBe('foo')
  })
})

describe('a sign for and', () => {
  test.each(['A + B', 'A & B', 'A and B', 'A+B', 'A＋B'])('%j is the same as the word', (text) =>
    expect(key(text)).toBe('aandb'),
  )
  test.each([
    ['Canal+', 'canal'],
    ['C++ Solutions', 'csolutions'],
    ['+27 Media', '27media'],
  ])('%j has none', (text, expected) => expect(key(text)).toBe(expected))
})

describe('what a name says that it is called besides', () => {
  test.each([
    ['Foo Pty Ltd t/a Bar', 'foo', ['Bar']],
    ['Foo (Pty) Ltd T/A Bar Air', 'foo', ['Bar Air']],
    ['Foo trading as Bar', 'foo', ['Bar']],
    ['Foo Ltd (t/a Bar)', 'foo', ['Bar']],
    ['Foo (t/a Bar) Ltd', 'foo', ['Bar']],
    ['Foo t/a Bar t/a Baz', 'foo', ['Bar', 'Baz']],
    ['Foo Ltd (formerly Bar Ltd)', 'foo', ['Bar Ltd']],
    ['Foo Ltd, formerly known as "Bar"', 'foo', ['Bar']],
    ['Foo aka Bar', 'foo', ['Bar']],
    ['Foo a.k.a. Bar', 'foo', ['Bar']],
    ['Foo d/b/a Bar', 'foo', ['Bar']],
    ['Foo doing business as Bar', 'foo', ['Bar']],
    ['Foo BK h/a Bar', 'foo', ['Bar']],
    ['Foo handelend onder de naam Bar', 'foo', ['Bar']],
    ['Foo GmbH vormals Bar AG', 'foo', ['Bar AG']],
  ])('%j is %j, and %j', (text, name, others) => {
    expect([key(text), aliases(text)]).toEqual([name, others])
    expect(value(text)).toBe(text)
  })

  test('the keys of aliases are keys of names', () => {
    expect(part('alias_keys', 'Foo t/a Bar Air (Pty) Ltd', { country: 'ZA' })).toEqual(['barair'])
  })

  test.each([
    'Trading As Usual',
    'Formerly',
    'DBA Consulting',
    'Alan Trading as',
    'T&A Motors',
    'Foo (South Africa)',
    'Taka Foods',
  ])('%j has none', (text) => expect([aliases(text), value(text)]).toEqual([null, text]))
})

describe('a name as it is written', () => {
  test.each(['海南省聪健食品（集团）有限公司', 'トヨタ（株）', 'Smith, Jones and Partners', 'Foo (Pty) Ltd'])(
    '%j stays',
    (text) => expect(value(text)).toBe(text),
  )
  test('compares by its letters all the same', () => {
    expect(key('海南省聪健食品（集团）有限公司')).toBe(key('海南省聪健食品(集团)有限公司'))
  })
})
