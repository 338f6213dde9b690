import { z } from 'zod'
import { sameAttribute } from './compare/blocks.ts'
import type { ComparisonLevel } from './compare/comparison-level.ts'
import { agree, apart, equal, held, lettersOff, missing, otherwise } from './compare/levels.ts'
import { defineType } from './define-type.ts'
import { normaliseDate } from './normalise/date.ts'
import { type Normalised, refused, saidNothing } from './normalise/normalised.ts'
import { DATE_OPTIONS, looksLikeDate } from './recognise/date-cells.ts'
import { labels } from './recognise/labels.ts'
import { recogniser } from './recognise/recogniser.ts'
import type { AttributeColumns } from './semantic-type.ts'

const IMPLAUSIBLE = refused(
  'implausible_date_of_birth',
  'The day lies in the future, so nobody was born on it; correct it in the source.',
)
const PLACEHOLDER = saidNothing(
  'placeholder_date_of_birth',
  'The day is what programs write for no day; leave the cell blank.',
)
/** What spreadsheets write where they know no day. Other first days of a time are days on which people are born. */
const NO_DAY = '1900-01-01'

/** Eight digits, so that one wrong digit is one edit. */
const digitsOf = (day: string): string => day.replaceAll('-', '')

/** The day that day and month make the other way round; null where that is none, or the same. */
function swapped(day: string): string | null {
  const [year, month = '', dayOfMonth = ''] = day.split('-')
  return Number(dayOfMonth) > 12 || month === dayOfMonth ? null : `${year}${dayOfMonth}${month}`
}

const swappedDay = ({ part }: AttributeColumns): ComparisonLevel => ({
  label: 'day and month swapped',
  sql: `"${part('digits')}_l" = "${part('swapped')}_r"`,
  m: 0.01,
  u: 1e-4,
})

export const dateOfBirth = defineType<string, z.output<typeof DATE_OPTIONS>>({
  id: 'date_of_birth',
  title: 'Date of birth',
  description: 'The day on which a person was born, from 1900 to today.',
  example: '1984-02-17',
  options: DATE_OPTIONS,
  recognise: recogniser({
    labels: labels(`
      date of birth, birth date, birthdate, dob, d o b, birthday, born, born on, date birth, geboortedatum, gebore,
      geburtsdatum, geburtstag, geboren, geboren am, geb datum, date de naissance, ne le, naissance, fecha de
      nacimiento, nacimiento, fecha nacimiento, f nacimiento, data de nascimento, nascimento, data di nascita,
      nato il, geb dat, 生年月日, 誕生日, 出生日期, 생년월일, تاريخ الميلاد, fodelsedatum, fodselsdato, data urodzenia,
      дата рождения, dogum tarihi`),
    otherLabels: labels('place of birth, country of birth, birth place, year of birth, birth year, newborn'),
    holds: looksLikeDate,
    distinctive: 0.2,
  }),
  reader: ({ order }, context) => {
    const chosen = { ...context, dateOrder: order ?? context.dateOrder }
    const today = new Date().toISOString().slice(0, 10)
    const normalise = (text: string): Normalised<string> => {
      const read = normaliseDate(text, chosen)
      if (read.value === null) return read
      if (read.value === NO_DAY) return PLACEHOLDER
      return read.value > today ? IMPLAUSIBLE : read
    }
    return { normalise }
  },
  column: 'date',
  parts: [
    { name: 'digits', description: 'Year, month and day as eight digits.', column: 'string', of: digitsOf },
    {
      name: 'swapped',
      description: 'The digits with day and month swapped, where that is a day.',
      column: 'string',
      of: swapped,
    },
    { name: 'day_of_year', description: 'Month and day.', column: 'string', of: (day) => day.slice(5) },
    { name: 'year', description: 'The year.', column: 'string', of: (day) => day.slice(0, 4) },
  ],
  compare: (columns) =>
    columns.isList
      ? [
          missing(columns.value, 'no date of birth'),
          agree(columns, 'a date of birth in common', { m: 0.9, u: 1e-4 }),
          otherwise('other dates of birth', { m: 0.1, u: 1 }),
        ]
      : [
          missing(columns.value, 'no date of birth'),
          agree(columns, 'same date of birth', { m: 0.93, u: 1e-4 }),
          swappedDay(columns),
          lettersOff(columns.part('digits'), 1, 'one digit off', { m: 0.03, u: 0.002 }),
          // Who writes one year for another writes day and month right; a person looks at it.
          held(equal(columns.part('day_of_year'), 'same day and month, another year', { m: 0.005, u: 0.0027 }, false)),
          equal(columns.part('year'), 'same year', { m: 0.01, u: 0.015 }),
          // A father and a son have name, address and phone in common, and nothing says so but this.
          apart(otherwise('other dates of birth', { m: 0.02, u: 0.98 })),
        ],
  block: (columns) => [sameAttribute(columns)],
  evidence: { frequency: 'few', exclusive: true, stable: true },
  keep: 'first',
  keeps: ['first', 'most_common'],
  pii: 'personal',
  schema: () => z.iso.date(),
})
