import { z } from 'zod'
import { sameValue } from './compare/blocks.ts'
import {
  alike,
  common,
  doubted,
  equal,
  held,
  lettersOff,
  missing,
  missingOnASide,
  otherwise,
  sharesOne,
  together,
  wordsShared,
} from './compare/levels.ts'
import { defineType } from './define-type.ts'
import { organizationWords } from './normalise/organization-name.ts'
import { nameKey } from './normalise/person-name.ts'
import { repairNameCase } from './normalise/person-name-case.ts'
import { readPersonName } from './normalise/person-name-reader.ts'
import { legalFormsOf } from './organizations/legal-forms.ts'
import { saysKind } from './organizations/says-kind.ts'
import { givenForms } from './people/given-forms.ts'
import { nameAndRole } from './people/name-and-role.ts'
import { namePartsOf, nameWords } from './people/name-parts.ts'
import { soundKey } from './people/sound-key.ts'
import { splitPeople } from './people/split-people.ts'
import { partOf } from './recognise/part-of.ts'
import { type LabelledColumn, listed, recogniser } from './recognise/recogniser.ts'
import { cleanText } from './text/clean-text.ts'
import { foldWords } from './text/fold-text.ts'
import { isPlaceholder } from './text/placeholder.ts'

const GIVEN_PARTS = ['title', 'given', 'middle', 'family', 'suffix'] as const
const PART_LABELS = {
  title: listed('title', 'salutation', 'honorific', 'anrede', 'titel', 'aanhef', 'civilité', 'tratamiento'),
  given: listed(
    'first name, given name, given names, forename, forenames, first, firstname, fname, voornaam, vorname, prénom, nome di battesimo, имя',
    'nome, nombre, nombres, imię, imiona, ad, adı, isim, ismi, jméno, křestní jméno, meno, keresztnév, utónév, förnamn, fornavn, etunimi',
    'prenume, ime, eesnimi, vardas, vārds, όνομα, 名',
  ),
  middle: listed(
    'middle name, middle names, middle initial, middle, second name, tweede naam, zweiter vorname, отчество',
  ),
  family: listed(
    'last name, family name, surname, last, lastname, lname, second surname, achternaam, nachname, familienname, van, nom de famille',
    'apellido, apellidos, sobrenome, apelido, cognome, фамилия, nazwisko, soyad, soyadı, soy isim, příjmení, priezvisko, vezetéknév',
    'családnév, efternamn, etternavn, efternavn, sukunimi, nume, nume de familie, prezime, perekonnanimi, pavardė, uzvārds, nom',
    'επώνυμο, 姓',
  ),
  suffix: listed('suffix, name suffix, postnominals'),
}
const PERSON_WORD = /^(?:\p{Lu}[\p{L}\p{M}'’.-]*|\p{Ll}{1,4}|\p{Lo}[\p{L}\p{M}]*)$/u
const NOT_OF_PEOPLE = new Set(
  'the and of for service services centre center company group street road avenue other new north south east west project program'.split(
    ' ',
  ),
)

/** Two to five words without digits, as names have them, with no legal form behind them; a role may stand beside them. */
function looksLikeName(cell: string): boolean {
  const [one = ''] = splitPeople(cell)
  const first = nameAndRole(one)?.name ?? one
  const words = first.trim().split(/[\s,]+/)
  if (words.length < 2 || words.length > 5 || first.length > 60 || /[\d@:/&]/.test(first)) return false
  const folded = nameWords(first)
  if (
    saysKind(first) ||
    folded.some((word) => NOT_OF_PEOPLE.has(word)) ||
    !words.every((word) => PERSON_WORD.test(word))
  )
    return false
  return (
    organizationWords(first, legalFormsOf('')).length === foldWords(first.replace(/['’]/g, ''), ' ').split(' ').length
  )
}

/** An organization's, by its legal form or a word for what it is. */
function namesOrganization(cell: string): boolean {
  const left = organizationWords(cell, legalFormsOf('')).length
  return saysKind(cell) || (left > 0 && left < foldWords(cell.replace(/['’]/g, ''), ' ').split(' ').length)
}

/** Names of people come again as little as keys do, and hardly as one word. */
function distinctive({ sample }: LabelledColumn): number {
  const different = new Set(sample.map((cell) => nameKey(cell))).size
  return different / sample.length > 0.6 ? 0.45 : 0.15
}

/** Each part in its own case, so that `SMITH` beside `John` is no shout. */
function inCase(part: string, isFamily: boolean): string {
  // A word in front keeps a particle small that would be the first of a name.
  return isFamily ? repairNameCase(`${part === part.toUpperCase() ? 'X' : 'x'} ${part}`).slice(2) : repairNameCase(part)
}

const options = z.strictObject({
  take_apart: z
    .boolean()
    .default(true)
    .describe('Whether a cell may name several people, or a role beside a name; `false`: it is one name as it stands.'),
})

export const personName = defineType<string, z.output<typeof options>>({
  options,
  id: 'person_name',
  title: 'Name of a person',
  description:
    'One person a value, given name first, without titles; in one column or in several (title, given, middle, family, suffix). Case is ' +
    'repaired when the whole name is in one case. A cell may hold several people, and a role beside each; where the name is that of the ' +
    'entity, each of them is a record.',
  example: 'Lerato Mokoena',
  recognise: recogniser({
    labels: listed(
      'name, full name, person, person name, contact, contact name, contact person, first name, last name',
      'surname, family name, given name, given names, forename, middle name, maiden name, first, last',
      'student, volunteer, apprentice, trainee, tenant, passenger, resident, customer name, employee, employee name, owner, owner name, manager, manager name, director',
      'member name, student name, patient, author, naam, van, voornaam, kontakpersoon, volle naam, vorname',
      'nachname, familienname, ansprechpartner, kontakt, prénom, nom, nom de famille, nom et prénom',
      'interlocuteur, nombre, apellido, apellidos, nombre completo, contacto, nome, sobrenome, apelido',
      'nome completo, contato, achternaam, contactpersoon, cognome, nominativo, referente, имя, фамилия',
      'фио, отчество, контактное лицо, ad soyad, adı, soyadı, الاسم, الاسم الكامل, 姓名, 氏名, 名前, お名前, 이름, 성명',
      'フリガナ, ふりがな, カナ, 氏名カナ, imie i nazwisko, nazwisko i imię, nazwisko, imię, namn, navn, nimi',
      'contact persons, contact person s, contact s, contatto, persona di contatto, osoba kontaktowa, cognome e nome, nome e cognome',
      'nombre y apellidos, apellidos y nombre, persona de contacto, adı soyadı, yetkili, yetkili kişi, ilgili kişi, veli, veli adı',
      'öğrenci, öğrenci adı, czytelnik, uczeń, opiekun, alunno, allievo, alumno, élève, schüler, schülerin, pupil, pupil name, guardian, parent',
      'contact person role, name role, name and role, responsible, responsible person, person in charge, doctor, physician, dentist, pharmacist, verantwortlich, verantwortlicher, inhaber',
      'responsável, proprietário, médico, dentista, responsable, encargado, propietario, titular, gérant, propriétaire, médecin, responsabile',
      'titolare, medico, eigenaar, sorumlu, sorumlu kişi, sahibi, eczacı, doktor, arzt, ärztin, ansprechpartnerin, właściciel, lekarz',
      'jméno a příjmení, kontaktní osoba, kapcsolattartó, kontaktperson, yhteyshenkilö, persoană de contact, kontakt osoba',
    ),
    otherLabels: listed(
      'company name, organisation name, organization name, business name, trading name, site name',
      'school name, file name, user name, username, product name, program name, programme name',
      'project name, account name, domain name, bank name, street name, city name, country name, sheet name',
      'brand name, item name, category name, facility name, store name, contact number, contact email',
      'contact type, contact id, event name, region name, province name, place name, contact date',
      'supplier name, vendor name, legal name, charity name, firmenname, nome da empresa, host name',
      'department name, plan name',
    ),
    holds: (cell, { label }) =>
      looksLikeName(cell) ||
      (/name|naam|nom|vor|van|contact|nazwisk|imi[eę]|soyad|^ad[ıi]?$|apellid|jm[eé]no|příjm|f[oö]rnamn|сон|имя|名|カナ|かな|이름|اسم/i.test(
        label,
      ) &&
        isOneWord(cell)),
    denies: namesOrganization,
    distinctive,
  }),
  assembly: {
    parts: GIVEN_PARTS,
    partOf: partOf(PART_LABELS),
    join: (given) => {
      const parts = GIVEN_PARTS.flatMap((part) => {
        const text = cleanText(given[part] ?? null)
        return text === null || isBlankPart(text) ? [] : [inCase(text, part === 'family')]
      })
      return parts.length === 0 ? null : parts.join(' ')
    },
  },
  reader: ({ take_apart: apart }, { country }) => ({
    ...(apart && { split: splitPeople }),
    normalise: (text) => readPersonName(text, country, apart),
  }),
  besides: { of: { role: 'role' }, text: (_, { role = '' }) => role },
  repairs: true,
  column: 'string',
  parts: [
    {
      name: 'key',
      description: 'Its words together, folded.',
      column: 'string',
      identifies: true,
      of: (value) => nameKey(value) || null,
    },
    {
      name: 'sorted',
      description: 'Its words in alphabetical order: equal where given and family name are swapped.',
      column: 'string',
      identifies: true,
      of: (value) => [...nameWords(value)].sort().join(' ') || null,
    },
    {
      name: 'word_list',
      description: 'Its words, each once: one family name of two, a middle name less.',
      column: 'list<string>',
      of: (value) => [...new Set(nameWords(value))].sort(),
    },
    {
      name: 'given',
      description: 'First given name; none where only an initial stands there.',
      column: 'string',
      of: (value) => namePartsOf(value)?.given ?? null,
    },
    {
      name: 'given_forms',
      description: 'The first given name, and the names that it may be short for.',
      column: 'list<string>',
      of: (value) => {
        const given = namePartsOf(value)?.given ?? null
        return given === null ? null : givenForms(given)
      },
    },
    {
      name: 'initial',
      description: 'First letter of the first given name.',
      column: 'string',
      of: (value) => namePartsOf(value)?.initial ?? null,
    },
    {
      name: 'family',
      description: 'Family name with its particles.',
      column: 'string',
      of: (value) => namePartsOf(value)?.family ?? null,
    },
    {
      name: 'sound',
      description: 'First initial and family name as it sounds: `meyer`, `maier`.',
      column: 'string',
      of: (value) => {
        const parts = namePartsOf(value)
        return parts === null ? null : `${parts.initial ?? ''} ${soundKey(parts.family)}`.trim()
      },
    },
  ],
  compare: ({ value, isList, part }) => {
    const [key, sorted, family, given] = [part('key'), part('sorted'), part('family'), part('given')]
    if (isList)
      return [
        missing(value, 'no name'),
        sharesOne(key, 'a name in common', { m: 0.7, u: 1e-4 }),
        sharesOne(sorted, 'a name in common, its words swapped', { m: 0.05, u: 1e-5 }),
        sharesOne(part('sound'), 'a name in common by its sound', { m: 0.1, u: 1e-3 }),
        otherwise('other names', { m: 0.15, u: 1 }),
      ]
    const sameInitial = equal(part('initial'))
    return [
      missing(value, 'no name'),
      common(equal(key, 'same name', { m: 0.65, u: 1e-4 })),
      equal(sorted, 'the words swapped', { m: 0.04, u: 1e-5 }, false),
      together('one letter off', { m: 0.08, u: 1e-4 }, lettersOff(key, 1), sameInitial),
      together('all words of the shorter name', { m: 0.05, u: 2e-4 }, wordsShared(part('word_list'), 2)),
      together(
        'same family name, given name as an initial',
        { m: 0.05, u: 2e-4 },
        equal(family),
        sameInitial,
        missingOnASide(given),
      ),
      together('same family name, given name alike', { m: 0.04, u: 2e-4 }, equal(family), alike(given, 0.85)),
      together(
        'same family name, given name by a short form',
        { m: 0.03, u: 1e-4 },
        equal(family),
        sharesOne(part('given_forms'), '', { m: 0.5, u: 0.01 }),
      ),
      equal(part('sound'), 'same initial and sound', { m: 0.03, u: 1e-3 }, false),
      alike(key, 0.92, 'alike', { m: 0.02, u: 1e-3 }),
      together('one name, which is one of the other', { m: 0.03, u: 2e-3 }, wordsShared(part('word_list'), 1)),
      held(equal(family, 'same family name', { m: 0.02, u: 5e-3 }, false)),
      doubted(otherwise('another name', { m: 0.005, u: 0.99 })),
    ]
  },
  block: ({ isList, part }) => [
    sameValue(part('key'), isList),
    sameValue(part('sorted'), isList),
    sameValue(part('sound'), isList),
  ],
  evidence: { frequency: 'few', exclusive: false, stable: false },
  keep: 'first',
  keeps: ['first', 'most_common', 'longest', 'distinct'],
  pii: 'personal',
  schema: () => z.string().min(1),
})

/** `N/A` and `-` name nobody; `Null` and `None` beside another name are somebody's. */
const isBlankPart = (text: string): boolean => isPlaceholder(text) && !/^\p{L}+$/u.test(text)

/** A column of given or family names alone is one word a cell. */
function isOneWord(cell: string): boolean {
  return /^\p{L}[\p{L}\p{M}'’.-]{0,40}$/u.test(cell.trim())
}
