import { describe, expect, test } from 'vitest'
import { typeOf } from '../types/support/read-type.ts'

const read = (type: string, cell: string, country: string): string => {
  const { split, normalise } = typeOf(type).reader(country, {})
  return split(cell)
    .map((part) => normalise(part))
    .map(({ value, beside }) => (beside === undefined ? (value ?? '-') : `${value} ext ${beside.extension}`))
    .join(' | ')
}

describe('an e-mail address', () => {
  test.each([
    ['jürgen@example.com', 'jürgen@example.com'],
    ['"foo bar"@example.com', '-'],
    ['δοκιμή@παράδειγμα.gr', 'δοκιμή@xn--hxajbheg2az3al.gr'],
    ['thabo@example.co.za (work)', 'thabo@example.co.za'],
    ['E: thabo@example.co.za', 'thabo@example.co.za'],
    ['d’arcy@example.co.za', "d'arcy@example.co.za"],
    ['Courriel : jean@exemple.fr', 'jean@exemple.fr'],
    ['e-posta: ali@ornek.com.tr', 'ali@ornek.com.tr'],
    ['E-Mail Büro: hans@beispiel.de', 'hans@beispiel.de'],
    ['“thabo@example.co.za”', 'thabo@example.co.za'],
    ['«ana@ejemplo.es»', 'ana@ejemplo.es'],
    ['thabo@example.co.za\\', 'thabo@example.co.za'],
    ['a@b.co & c@d.co', 'a@b.co | c@d.co'],
    ['a@b.co oder c@d.de', 'a@b.co | c@d.de'],
    ['a@b.cn；c@d.cn', 'a@b.cn | c@d.cn'],
    ['mailto:thabo@example.co.za?subject=Hi', 'thabo@example.co.za'],
    ['用户@例子.中国', '用户@xn--fsqu00a.xn--fiqs8s'],
    ['info@harbour-flight.com', 'info@harbour-flight.com'],
    ['and@example.com', 'and@example.com'],
    ['e@example.com', 'e@example.com'],
    ['thabo@example..co.za', '-'],
    ['user@localhost', '-'],
    ['thabo at example dot co', '-'],
  ])('%j is %j', (cell, told) => expect(read('email', cell, 'ZA')).toBe(told))
})

describe('a phone number', () => {
  const office = '+27115550101'
  test.each([
    ['ZA', '+27 11 555 0101 ext.', office],
    ['ZA', '082 555 0101 Thabo', '+27825550101'],
    ['ZA', '+27 82 555 0101 WhatsApp only', '+27825550101'],
    ['ZA', '011 555 0101 / ext 22', `${office} ext 22`],
    ['ZA', '٠١١٥٥٥٠١٠١', office],
    ['ZA', '+44 20 7946 0958 ext 12 or 13', '+442079460958 ext 12, 13'],
    ['ZA', '011 555 0101 (ext 22)', `${office} ext 22`],
    ['ZA', '011 555 0101 uitbr 22', `${office} ext 22`],
    ['ZA', '011 555 0101 bylyn 22', `${office} ext 22`],
    ['ES', '912 345 678 extensión 22', '+34912345678 ext 22'],
    ['BR', '(11) 3333-4444 r. 22', '+551133334444 ext 22'],
    ['DE', '030 901820 App. 22', '+4930901820 ext 22'],
    ['NL', '020 555 0101 tst. 22', '+31205550101 ext 22'],
    ['PL', '22 555 01 01 w. 22', '+48225550101 ext 22'],
    ['PL', '22 555 01 01 wew. 22', '+48225550101 ext 22'],
    ['TR', '0212 555 01 01 (dahili: 22)', '+902125550101 ext 22'],
    ['CN', '010-12345678转22', '+861012345678 ext 22'],
    ['CN', '010-12345678 分机 22', '+861012345678 ext 22'],
    ['RU', '495 555-01-01 доб. 22', '+74955550101 ext 22'],
    ['ZA', '082 555 0101 24hrs', '+27825550101'],
    ['ZA', '082 555 0101 (24/7)', '+27825550101'],
    ['ZA', 'Tel 011 555 0101 Fax 011 555 0102', `${office} | -`],
    ['ZA', 'T: 011 555 0101 C: 082 555 0101', `${office} | +27825550101`],
    ['ZA', '011 555 0101 w 082 555 0101 c', `${office} | +27825550101`],
    ['DE', '030/901820-22', '+493090182022'],
    ['ZA', '011 555 0101 - 22', '-'],
    ['ZA', '0000000000', '-'],
    ['ZA', 'unlisted', '-'],
  ])('%s %j is %j', (country, cell, told) => expect(read('phone', cell, country)).toBe(told))
})
