import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'

export interface TruthRow {
  readonly file: string
  readonly sheet: string
  readonly row_number: string
  readonly entity: string
  readonly person: string
  readonly expected_class: string
}

export const readTruth = (path: string): TruthRow[] => parse(readFileSync(path), { columns: true })

export const FILES = [
  'Contact Database.xlsx',
  'Reachout Database.xlsx',
  'SACAA Flight Schools - Refined copy__CLEANED.xlsx',
]

export const bytesOf = (folder: string): Buffer[] =>
  [...FILES, '.truth.csv'].map((file) => readFileSync(join(folder, file)))
