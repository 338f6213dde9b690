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
export function columnRoles(describes: readonly Description[], sourceColumn: string | null): ColumnRoles {
  const ofTypes = (types: readonly string[] | undefined): string[] =>
    describes.flatMap(({ attributes }) =>
      attributes
        .filter(({ attribute }) => types === undefined || types.includes(attribute.type.id))
        .flatMap(({ readings }) => readings.flatMap(columnsOf)),
    )
  const named = describes.flatMap(({ belongsTo }) =>
    belongsTo.flatMap((one) => (one.named === null ? [] : [one.named])),
  )
  const keys = describes.flatMap(({ key, belongsTo }) => [...key, ...belongsTo.flatMap((one) => one.key ?? [])])
  // Whom a row belongs to is content where that is not its own key: a table may say nothing else.
  const others = describes.flatMap(({ key, belongsTo, when }) => [
    ...belongsTo.flatMap((one) => one.key ?? []).filter((column) => !key.includes(column)),
    ...(when === null ? [] : [when.column]),
  ])
  return {
    spread: [...new Set([...keys, ...named, ...ofTypes(NAMES)])],
    date: ofTypes(DATES),
    mail: ofTypes(['email']),
    content: [...new Set([...ofTypes(undefined), ...named, ...others])],
    key: [...new Set([...keys, ...(sourceColumn === null ? [] : [sourceColumn])])],
  }
}
