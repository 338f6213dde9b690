import { z } from 'zod'
import { agree, missing, otherwise, within } from './compare/levels.ts'
import { defineType } from './define-type.ts'
import { normaliseDate } from './normalise/date.ts'
import { dayNumber } from './normalise/day-number.ts'
import { DATE_OPTIONS, looksLikeDate } from './recognise/date-cells.ts'
import { labels } from './recognise/labels.ts'
import { notCalled } from './recognise/not-called.ts'
import { recogniser } from './recognise/recogniser.ts'

export const date = defineType<string, z.output<typeof DATE_OPTIONS>>({
  id: 'date',
  title: 'Date',
  description: 'A day, published as a date. A time of day is dropped; what can be read as two days is refused.',
  example: '2025-03-04',
  options: DATE_OPTIONS,
  recognise: notCalled(
    labels(`
      birth date, date of birth, dob, birthday, birthdate, born, geboortedatum, geburtsdatum, date de naissance,
      fecha de nacimiento, data de nascimento, data di nascita, 生年月日, 誕生日,
      出生日期, 생년월일, تاريخ الميلاد, fodelsedatum, fodselsdato, data urodzenia, дата рождения, dogum tarihi, phone, id, number`),
    recogniser({
      labels: labels(`
        date, day, created, created at, created on, updated, updated at, modified, last modified, joined, date
        joined, start date, end date, since, valid until, valid from, expires, expiry, expiry date, due, due date,
        opened, closed, registered, registration date, date registered, order date, timestamp, last seen, datum,
        geskep, vervaldatum, erstellt, erstellt am, geaendert, beginn, ende, gueltig bis, eintrittsdatum, date de
        creation, cree le, modifie le, fecha, fecha de alta, creado, vencimiento, data, criado em, data de
        criacao, validade, aangemaakt, gewijzigd, vervaldag, data di creazione, creato, scadenza`),
      otherLabels: labels(
        'date format, date type, update frequency, up to date, data source, data type, days, day of week',
      ),
      holds: (cell) => looksLikeDate(cell),
      distinctive: 0.85,
    }),
  ),
  reader: ({ order }, context) => ({
    normalise: (text) => normaliseDate(text, { ...context, dateOrder: order ?? context.dateOrder }),
  }),
  column: 'date',
  parts: [{ name: 'days', description: 'Days since 1970-01-01.', column: 'double', of: dayNumber }],
  compare: (columns) =>
    columns.isList
      ? [
          missing(columns.value, 'no date'),
          agree(columns, 'a day in common', { m: 0.5, u: 0.005 }),
          otherwise('other days', { m: 0.5, u: 0.995 }),
        ]
      : [
          missing(columns.value, 'no date'),
          agree(columns, 'same day', { m: 0.5, u: 0.002 }, true),
          within(columns.part('days'), 31, 'within a month', { m: 0.2, u: 0.02 }),
          within(columns.part('days'), 366, 'within a year', { m: 0.15, u: 0.2 }),
          otherwise('more than a year apart', { m: 0.15, u: 0.778 }),
        ],
  evidence: { frequency: 'many', exclusive: false, stable: false },
  keep: 'latest',
  keeps: ['latest', 'earliest', 'first', 'most_common'],
  schema: () => z.iso.date(),
})
