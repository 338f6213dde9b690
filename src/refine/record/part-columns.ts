import type { Attribute } from '../../domain/index.ts'
import type { ColumnType } from '../../engine/index.ts'
import type { TypeContext, TypePart } from '../../types/index.ts'
import type { AttributeValue } from './attribute-reader.ts'

/** A column that linkage compares or blocks on besides the value itself. */
export interface PartColumn {
  readonly name: string
  readonly type: ColumnType
  readonly of: (value: AttributeValue) => AttributeValue
}

/** The part columns of an attribute: of a list, the parts of all its values, each once. */
export const partColumns = ({ type, isList, columns, context }: Attribute): PartColumn[] =>
  type.parts.map((part) => ({
    name: columns.part(part.name),
    type: isList ? 'list<string>' : part.column,
    of: isList ? ofList(part, context) : ofValue(part, context),
  }))

const ofValue =
  (part: TypePart, context: TypeContext): PartColumn['of'] =>
  (value) =>
    value === null || Array.isArray(value) ? null : part.of(value as string | number | boolean, context)

function ofList(part: TypePart, context: TypeContext): PartColumn['of'] {
  return (values) => {
    if (!Array.isArray(values)) return null
    const found = new Set<string>()
    for (const value of values as readonly string[]) {
      const made = part.of(value, context)
      if (made === null) continue
      for (const one of Array.isArray(made) ? (made as readonly string[]) : [String(made)]) found.add(one)
    }
    return found.size === 0 ? null : [...found]
  }
}
