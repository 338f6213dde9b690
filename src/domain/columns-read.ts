import type { Description, MappedAttribute, Reading, SourceTable } from './domain.ts'

/** The columns that a reading takes its text from. */
export function columnsOfReading(reading: Reading): readonly string[] {
  switch (reading.way) {
    case 'column':
    case 'match':
      return [reading.column]
    case 'join':
      return reading.columns
    case 'parts':
      return Object.values(reading.parts).flat()
    case 'constant':
    case 'infer':
      return []
  }
}

/** The columns whose cells feed an attribute with values of its own: what another's texts say besides is counted with that one. */
export const columnsFeeding = ({ readings }: MappedAttribute): readonly string[] => [
  ...new Set(readings.flatMap(({ reading, besides }) => (besides === undefined ? columnsOfReading(reading) : []))),
]

/** Which attributes each column of a table feeds, as `entity.attribute`: a column that feeds none is not there. */
export function attributesFed(table: SourceTable): ReadonlyMap<string, readonly string[]> {
  const fed = new Map<string, string[]>()
  const feeds = (column: string, what: string) => fed.set(column, [...new Set([...(fed.get(column) ?? []), what])])
  const read = ({ entity, attributes }: Description) => {
    for (const { attribute, readings } of attributes)
      for (const { reading } of readings)
        for (const column of columnsOfReading(reading)) feeds(column, `${entity}.${attribute.name}`)
  }
  table.describes.forEach(read)
  return fed
}
