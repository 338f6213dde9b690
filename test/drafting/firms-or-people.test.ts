import { describe, expect, test } from 'vitest'
import { csv, drafted, said } from './sampled.ts'

/** Rows of a register with what each is called, and the mail and the website of each. */
const register = (
  labels: readonly [string, string, string, string],
  names: readonly string[],
  mails: readonly string[],
) =>
  csv([
    [...labels],
    ...names.map((name, at) => [
      name,
      `${at + 1} ${['Alta', 'Nova', 'Main'][at % 3]}`,
      mails[at % mails.length] as string,
      at % 2 === 0 ? `www.ex${at}.example` : '',
    ]),
  ])
const subject = async (text: string, country: string): Promise<string> => {
  const [first = ''] = said(await drafted({ 'list.csv': text }, { country }))
  return first
}
const ofAll = ['info1@ex1.example', 'kontakt@ex2.example', 'info@ex3.example']

describe('a column that is called a name alone', () => {
  test.each([
    [
      'Italian',
      'IT',
      'Nome',
      ['Pizzeria Vesuvio', 'Osteria da Gino', 'Trattoria da Mario', 'Farmacia Centrale', 'Bar Sport'],
    ],
    [
      'German',
      'DE',
      'Name',
      ['Bäckerei Müller', 'Tierarztpraxis Müller', 'Fahrschule Lindenhof', 'Friseur Anna', 'Gasthof Adler'],
    ],
    [
      'Polish',
      'PL',
      'Nazwa',
      ['Gabinet Zwierzak', 'Lecznica Mruczek', 'Piekarnia Nowak', 'Kwiaciarnia Irys', 'Bar Smak'],
    ],
    ['Turkish', 'TR', 'Ad', ['Berber Anadolu', 'Berber Şifa', 'Fırın Kardeşler', 'Lokanta Ege', 'Kasap Hasan']],
    [
      'Dutch',
      'NL',
      'Naam',
      ['Bakkerij Van Dijk', 'Kapsalon Het Hoekje', 'Slagerij Jansen', 'Bloemist Roos', 'Garage Smit'],
    ],
  ])('%s: is that of firms, where rows have websites or mailboxes for all', async (_, country, label, names) => {
    const text = register([label, 'Street', 'E-mail', 'Website'], names, ofAll)
    expect(await subject(text, country)).toMatch(/^organization\.name: organization_name/)
  })

  test('is that of people, where mailboxes are theirs and nobody has a website', async () => {
    const rows = ['Anna Berg', 'Bo Lind', 'Cara Holm', 'Dag Ek', 'Eva Sten'].map((name) => [
      name,
      `${name.toLowerCase().replace(' ', '.')}@post.example`,
    ])
    expect(await subject(csv([['Name', 'E-mail'], ...rows]), 'SE')).toMatch(/^person\.name: person_name/)
  })

  test('is that of firms, where their cells say what they are', async () => {
    const names = ['Zulu Air (Pty) Ltd', 'Kilo Charter CC', 'Golf Flying Club', 'Hope Clinic', 'Rivers Trust', 'Skyhop']
    expect(await subject(csv([['Name', 'Town'], ...names.map((name) => [name, 'Durban'])]), 'ZA')).toMatch(
      /^organization\.name: organization_name/,
    )
  })

  test('is what a person says that rows are', async () => {
    const text = csv([
      ['Name', 'Town'],
      ['Ada Works', 'Hull'],
      ['Bea Rooms', 'Leeds'],
      ['Cid Stores', 'York'],
    ])
    const [first = ''] = said(
      await drafted({ 'list.csv': text }, { country: 'GB', entity: new Map([['list.csv', 'organization']]) }),
    )
    expect(first).toMatch(/^organization\.name: organization_name/)
  })
})

test('pupils of a school are pupils, though each row names the school', async () => {
  const pupils = ['Anna Ode', 'Ben Parr', 'Carl Quin', 'Dora Rice', 'Emil Sand', 'Fay Toft']
  const rows = pupils.map((name, at) => [name, `${7 + (at % 2)}A`, at < 4 ? 'Hill School' : 'Lake School'])
  const all = said(await drafted({ 'class.csv': csv([['Student', 'Class', 'School'], ...rows]) }, { country: 'GB' }))
  expect(all.join('\n')).toMatch(/person\.name: person_name <- Student/)
})
