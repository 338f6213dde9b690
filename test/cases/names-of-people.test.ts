import { describe, expect, test } from 'vitest'
import { typeOf } from '../types/support/read-type.ts'

const { reader, codes } = typeOf('person_name')
/** Who a cell names, each with the role beside the name: `Jane Sample {CEO}`. */
const people = (cell: string, country: string): string =>
  ((read) =>
    read
      .split(cell)
      .map((part) => read.normalise(part))
      .map(({ value, beside }) => (beside === undefined ? (value ?? '-') : `${value ?? '-'} {${beside.role}}`))
      .join(' | '))(reader(country, {}))

describe('one person', () => {
  test.each([
    ['ZA', 'BA, FATOU', 'Fatou Ba'],
    ['ZA', 'Smith, John Jr.', 'John Smith Jr.'],
    ['ZA', 'SMITH, JOHN JR', 'John Smith Jr.'],
    ['ZA', 'Miller, Walter M. Jr.', 'Walter M. Miller Jr.'],
    ['ZA', 'John W. Ingram, V', 'John W. Ingram V'],
    ['ZA', 'İSMAİL ŞAHİN', 'İsmail Şahin'],
    ['TR', 'YUSUF AYDIN', 'Yusuf Aydın'],
    ['TR', 'AYDIN, YUSUF', 'Yusuf Aydın'],
    ['TR', 'IŞIL YILDIRIM', 'Işıl Yıldırım'],
    ['TR', 'YILMAZ', 'Yılmaz'],
    ['TR', 'HALIL ALI', 'Halil Ali'],
    ['ZA', 'YUSUF AYDIN', 'Yusuf Aydin'],
    ['DE', 'AYDIN, YUSUF', 'Yusuf Aydin'],
    ['ES', 'GARCÍA LÓPEZ, MARÍA JOSÉ', 'María José García López'],
    ['MX', 'Hernández Ruiz, Juan Carlos', 'Juan Carlos Hernández Ruiz'],
    ['ZA', 'GARCÍA LÓPEZ, María José', 'María José García López'],
    ['ES', 'D. José García', 'José García'],
    ['ES', 'Sra. D.ª Ana Ruiz', 'Ana Ruiz'],
    ['GB', 'D. Smith', 'D. Smith'],
    ['BR', 'Exma. Sra. Dra. Ana Souza', 'Ana Souza'],
    ['BR', 'JOÃO DA SILVA FILHO', 'João da Silva Filho'],
    ['PT', 'Eng.º João Costa', 'João Costa'],
    ['DE', 'Prof. Dr. Dr. h.c. Karl Maier', 'Karl Maier'],
    ['DE', 'VON DER LEYEN, URSULA', 'Ursula von der Leyen'],
    ['PL', 'Mgr inż. Jan Kowalski', 'Jan Kowalski'],
    ['PL', 'WAŁĘSA, LECH', 'Lech Wałęsa'],
    ['NL', "JAN VAN 'T HOF", "Jan van 't Hof"],
    ['NL', 'ir. K. Visser', 'K. Visser'],
    ['NL', 'Hr. Jan de Vries', 'Jan de Vries'],
    ['FR', 'M. Jean Dupont', 'Jean Dupont'],
    ['GB', 'M. Dupont', 'M. Dupont'],
    ['FR', 'Me Claire Martin', 'Claire Martin'],
    ['ZA', 'Mnu. Sipho Khumalo', 'Sipho Khumalo'],
    ['ZA', 'Nksz Zanele Mbatha', 'Zanele Mbatha'],
    ['ZA', 'Mnumzana Bheki Ngcobo', 'Bheki Ngcobo'],
    ['ZA', 'NOMVULA MTHETHWA-NDLOVU', 'Nomvula Mthethwa-Ndlovu'],
    ['ZA', 'Rre Thabo Molefe', 'Thabo Molefe'],
    ['SA', 'د. محمد علي', 'محمد علي'],
    ['SA', 'محمد بن سلمان', 'محمد بن سلمان'],
    ['CN', '李小龍', '李小龍'],
    ['JP', '田中太郎 様', '田中太郎'],
    ['ZA', 'Jane Sample <jane@sample.example>', 'Jane Sample'],
    ['ZA', 'Jane Sample (082 555 0101)', 'Jane Sample'],
    ['ZA', 'Jane Sample - cell: 082 555 0101', 'Jane Sample'],
    ['ZA', 'Mr & Mrs Smith', 'Smith'],
    ['DE', 'Herr und Frau Meyer', 'Meyer'],
    ['FR', 'M. et Mme Dupont', 'Dupont'],
    ['ES', 'Sr. y Sra. García', 'García'],
    ['ZA', 'Mnr. en Mev. Botha', 'Botha'],
  ])('%s %j is %j', (country, cell, name) => expect(people(cell, country)).toBe(name))
})

describe('what only looks like something else stays', () => {
  test.each([
    ['Jennifer Null', 'Peter Vacant', 'John None', 'Anna Test', 'Fatou Ba', 'Sung Na', 'Peter Unknown'],
    ['Anne - Marie', 'Mary Smith -Jones', 'Farokh Engineer', 'Pilot Moyo', 'Chief Albert Luthuli', 'Jean-Luc Chef'],
    ['Alberto Contador', 'Dean Key', 'Pastor Maldonado', 'Santiago Ramón y Cajal', 'José Ortega y Gasset'],
    ['Maria de Fátima e Silva', 'Antoni Gaudí i Cornet', 'José de la Serna y Martínez de Hinojosa', 'DUPONT Jean'],
    ['Smith, Jones and Partners', 'Smith & Jones Ltd', 'Brown Brothers & Sons', 'Kowalski Jan', 'Xola !Xhosa'],
  ])('%j, %j and the others', (...names) => {
    for (const name of names) expect(people(name, 'ZA')).toBe(name)
  })
})

describe('a name and a role', () => {
  test.each([
    ['ZA', 'Jane Sample — CEO', 'Jane Sample {CEO}'],
    ['ZA', 'Jane Sample -CEO', 'Jane Sample {CEO}'],
    ['ZA', 'Jane Sample- Owner', 'Jane Sample {Owner}'],
    ['ZA', 'Jane Sample CEO', 'Jane Sample {CEO}'],
    ['ZA', 'CEO Jane Sample', 'Jane Sample {CEO}'],
    ['ZA', 'Accountable Manager Jane Sample', 'Jane Sample {Accountable Manager}'],
    ['ZA', 'Jane Sample, Chief Pilot', 'Jane Sample {Chief Pilot}'],
    ['ZA', 'Jane Sample (Finance)', 'Jane Sample {Finance}'],
    ['ZA', 'Jane Sample, Customer Service', 'Jane Sample {Customer Service}'],
    ['DE', 'Max Muster (Geschäftsführer)', 'Max Muster {Geschäftsführer}'],
    ['DE', 'Eva Weiß – Abteilungsleiterin Verkauf', 'Eva Weiß – Abteilungsleiterin Verkauf'],
    ['ES', 'Juan Pérez - Gerente de ventas', 'Juan Pérez {Gerente de ventas}'],
    ['BR', 'João Silva - sócio', 'João Silva {sócio}'],
    ['IT', 'Mario Rossi - amministratore delegato', 'Mario Rossi {amministratore delegato}'],
    ['PL', 'Jan Kowalski (Prezes)', 'Jan Kowalski {Prezes}'],
    ['TR', 'Ahmet Yılmaz - Genel Müdür', 'Ahmet Yılmaz {Genel Müdür}'],
    ['NL', 'Piet de Vries (eigenaar)', 'Piet de Vries {eigenaar}'],
    ['ZA', 'Koos Botha, eienaar', 'Koos Botha {eienaar}'],
    ['SA', 'محمد علي (مدير)', 'محمد علي {مدير}'],
    ['CN', '李小龙（经理）', '李小龙 {经理}'],
    ['RU', 'Иван Петров, директор', 'Иван Петров {директор}'],
  ])('of %s %j are %j', (country, cell, told) => expect(people(cell, country)).toBe(told))
})

describe('several people', () => {
  test.each([
    ['ZA', 'A B (CFI); C D (GM)', 'A B {CFI} | C D {GM}'],
    ['ZA', 'John Smith - Owner, Jane Smith - Manager', 'John Smith {Owner} | Jane Smith {Manager}'],
    ['ZA', 'Owner: John Smith, Manager: Jane Smith', 'John Smith {Owner} | Jane Smith {Manager}'],
    ['ZA', '1. John Smith 2. Jane Smith', 'John Smith | Jane Smith'],
    ['ZA', 'John Smith/Jane Doe', 'John Smith | Jane Doe'],
    ['ZA', 'J. Smith, P. Jones', 'J. Smith | P. Jones'],
    ['IT', 'Sara Fontana, Luca Fontana', 'Sara Fontana | Luca Fontana'],
    ['IT', 'Marco e Lucia Bianchi', 'Marco Bianchi | Lucia Bianchi'],
    ['ES', 'Ana y Luis García', 'Ana García | Luis García'],
    ['ES', 'Ana García y Luis Pérez', 'Ana García | Luis Pérez'],
    ['BR', 'Ana e Luís Souza', 'Ana Souza | Luís Souza'],
    ['DE', 'Hans und Eva Müller', 'Hans Müller | Eva Müller'],
    ['TR', 'Ahmet ve Ayşe Yılmaz', 'Ahmet Yılmaz | Ayşe Yılmaz'],
    ['PL', 'Anna Nowak i Jan Kowalski', 'Anna Nowak | Jan Kowalski'],
    ['NL', 'Piet en Marie de Vries', 'Piet de Vries | Marie de Vries'],
    ['CN', '王伟、李娜', '王伟 | 李娜'],
    ['CN', '王伟，李娜', '王伟 | 李娜'],
    ['ZA', 'Lerato Mokoena, Thabo Nkosi', 'Lerato Mokoena, Thabo Nkosi'],
    ['ZA', 'Mokoena, Lerato', 'Lerato Mokoena'],
  ])('%s %j: %j', (country, cell, told) => expect(people(cell, country)).toBe(told))
})

describe('nobody', () => {
  test.each([
    ...[
      'Not Publicly Listed',
      'vacant',
      'Position vacant',
      'TBA',
      'anonymous',
      'Anonym',
      'Unbekannt',
      'inconnu',
      'Mr. N/A',
    ],
    ...['nieznany', 'bilinmiyor', 'desconhecido', 'akwaziwa', 'غير معروف', '不详', 'Mr Unknown', 'Ms. Vacant'],
  ])('is called %j', (cell) => {
    expect(people(cell, 'ZA')).toBe('-')
    expect(codes(cell, 'ZA')).toEqual(['unusable_name'])
  })
  test.each([
    ['Accountable Manager (Not Publicly Listed)', '- {Accountable Manager}'],
    ['Accountable Manager - vacant', '- {Accountable Manager}'],
    ['Vacant (CFI)', '- {CFI}'],
    ['Sales Department', '- {Sales Department}'],
    ['Front Desk', '- {Front Desk}'],
    ['Empfang', '- {Empfang}'],
    ['Recepción', '- {Recepción}'],
    ['Kantoor', '- {Kantoor}'],
    ['前台', '- {前台}'],
  ])('is named by %j', (cell, told) => expect(people(cell, 'ZA')).toBe(told))
})
