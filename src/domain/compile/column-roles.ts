import type { ColumnRoles, Description, MappedReading } from '../domain.ts'

const NAMES: readonly string[] = ['organization_name', 'person_name']
const DATES: readonly string[] = ['date', 'date_of_birth']

function columnsOf({ reading }: MappedReading): readonly string[] {
  switch (reading.way) {
    case 'column':
    case 'match':
      return [reading.column]
    case 'join':
      return reading.columns
    case 'parts':
      return Object.values(reading.parts).flat()
    default:
      return []
  }
}

/** The roles that follow from what a table describes. */
export function columnRoles(describes: readonly Description[]): ColumnRoles {
  const ofTypes = (types: readonly string[]): string[] =>
    describes.flatMap(({ attributes }) =>
      attributes
        .filter(({ attribute }) => types.includes(attribute.type.id))
        .flatMap(({ readings }) => readings.flatMap(columnsOf)),
    )
  const keys = describes.flatMap(({ key, belongsTo }) => [
    ...key,
    ...belongsTo.flatMap((belonging) => [
      ...(belonging.key ?? []),
      ...(belonging.named === null ? [] : [belonging.named]),
    ]),
  ])
  return { spread: [...new Set([...keys, ...ofTypes(NAMES)])], date: ofTypes(DATES), mail: ofTypes(['email']) }
}
