import { mask } from '../../contracts/mask.ts'
import { strongerClass } from '../../contracts/stronger-class.ts'
import { columnsOfReading } from '../../domain/columns-read.ts'
import type { MappedAttribute, SourceTable } from '../../domain/index.ts'

/** An attribute that the rows of a table may say, and how a cell's text that was meant for it may be shown. */
export interface ToldField {
  readonly entity: string
  readonly attribute: string
  readonly mask: (raw: string) => string
}

/** Every attribute of each thing that a row describes, in the order of the descriptions. */
export const toldFields = (table: SourceTable): readonly ToldField[] =>
  table.describes.flatMap(({ entity, attributes }) =>
    attributes.map((mapped) => ({ entity, attribute: mapped.attribute.name, mask: maskOf(table, mapped) })),
  )

/** As its type masks it; stronger where the attribute, or a column that it is read from, has a stronger class. */
function maskOf({ columns }: SourceTable, { attribute, readings }: MappedAttribute): ToldField['mask'] {
  const { type, options, pii } = attribute
  const read = new Set(readings.flatMap(({ reading }) => columnsOfReading(reading)))
  const strongest = columns
    .filter(({ name }) => read.has(name))
    .reduce((most, one) => strongerClass(most, one.pii), pii)
  return strongest === type.pii(options) ? (raw) => type.mask(raw, options) : (raw) => mask(raw, strongest)
}
