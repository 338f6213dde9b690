import { describe, expect, test } from 'vitest'
import { typeOf } from '../types/support/read-type.ts'

const { value, part } = typeOf('organization_name')
const key = (text: string, country: string) => part('key', value(text, country) ?? '', { country })
const aliases = (text: string, country: string) => part('aliases', value(text, country) ?? '', { country })

test.each(
  [
    ...['Foo BK', 'Foo AG', 'Foo S.A.', 'Foo S.p.A.', 'Foo GmbH & Co. KG', 'Foo s.r.o.', 'Foo Sp. z o.o.'],
    ...[
      'Foo (Proprietary) Limited',
      'Foo NPC',
      'Foo CC',
      'Foo (Eiendoms) Beperk',
      'Foo SOC Ltd',
      'Foo Pty Ltd t/a Bar',
    ],
    ...['Foo Pty Ltd (2001/123456/07)', 'Foo Ltd (RC 12345)', 'Foo Ltd (in liquidation)', 'Foo BK (in likwidasie)'],
  ].map((text) => ['ZA', text]),
)('%s %j leaves foo', (country, text) => expect(key(text, country)).toBe('foo'))

test.each([
  ['HU', 'Foo Kft.'],
  ['EE', 'Foo OÜ'],
  ['CZ', 'Foo a.s.'],
  ['MX', 'Foo S. de R.L. de C.V.'],
  ['ES', 'Foo S.L.U.'],
  ['BR', 'Foo Ltda ME'],
  ['LU', 'Foo S.à r.l.'],
  ['NL', 'Foo V.O.F.'],
  ['DE', 'Foo UG (haftungsbeschränkt)'],
  ['DE', 'Foo e.V.'],
  ['TR', 'Foo Ltd. Şti.'],
  ['TR', 'Foo San. ve Tic. A.Ş.'],
  ['TR', 'Foo Sanayi ve Ticaret Limited Şirketi'],
  ['MY', 'Foo Sdn. Bhd.'],
  ['ID', 'PT Foo Tbk'],
  ['AE', 'Foo FZ-LLC'],
  ['US', 'Foo, N.A.'],
  ['GB', 'Foo CIO'],
  ['FR', 'Foo SAS (en liquidation)'],
])('%s %j leaves foo', (country, text) => expect(key(text, country)).toBe('foo'))

test.each([
  ['Foo Air (Edms) Bpk', 'fooair'],
  ['A + B', 'aandb'],
  ['A & B', 'aandb'],
  ['Blue RF', 'bluerf'],
  ['The Company', 'thecompany'],
  ['Smith, Jones and Partners', 'smithjonesandpartners'],
  ['Ex Libris', 'exlibris'],
  ['The Formerly Ltd', 'theformerly'],
  ['T/A Motors', 'tamotors'],
  ['Bar None Ltd', 'barnone'],
  ['Null & Void CC', 'nullandvoid'],
  ['NA Trading', 'natrading'],
  ['Foo (South Africa)', 'foosouthafrica'],
  ['Foo (2)', 'foo2'],
  ['CIO Magazine', 'ciomagazine'],
  ['South African Weather Service (SAWS)', 'southafricanweatherservice'],
])('%j keeps %j', (text, left) => expect(key(text, 'ZA')).toBe(left))

describe('what else it is called', () => {
  test.each([
    ['ZA', 'Foo Pty Ltd t/a Bar', ['Bar']],
    ['ZA', 'Foo (formerly known as Bar)', ['Bar']],
    ['ZA', 'Foo (ex Bar)', ['Bar']],
    ['ZA', 'Foo AKA Bar', ['Bar']],
    ['ZA', 'Foo BK handelend as Bar', ['Bar']],
    ['US', 'Foo DBA: Bar', ['Bar']],
    ['DE', 'Foo GmbH, vorm. Bar GmbH', ['Bar GmbH']],
    ['ES', 'Foo SL (nombre comercial: Bar)', ['Bar']],
    ['BR', 'Foo Ltda (nome fantasia Bar)', ['Bar']],
    ['FR', 'Foo faisant affaire sous le nom de Bar', ['Bar']],
    ['PL', 'Foo dawniej Bar', ['Bar']],
    ['TR', 'Foo eski adıyla Bar', ['Bar']],
    ['NL', 'Foo BV h.o.d.n. Bar', ['Bar']],
    ['RU', 'Фу (бывшая Бар)', ['Бар']],
    ['ZA', 'South African Weather Service (SAWS)', ['SAWS']],
    ['ZA', 'SAWS (South African Weather Service)', ['South African Weather Service']],
  ])('%s %j', (country, text, others) => {
    expect([aliases(text, country), value(text, country)]).toEqual([others, text])
  })
  test.each(['Foo (Cape Town)', 'Foo (2)', 'Foo Ltd (in liquidation)', 'AKA Bank', 'Trading Post', 'Foo (NPC)'])(
    '%j says nothing else',
    (text) => expect(aliases(text, 'ZA')).toBeNull(),
  )
})
