import type { Attribute } from '../../domain/index.ts'
import { foldWords } from '../../types/text/fold-text.ts'
import type { AttributeValue } from './attribute-reader.ts'

/** What names by equal letters alone make one: the type's own key where it has one. */
export function nameKeyOf(attribute: Attribute): (value: AttributeValue) => string | null {
  const key = attribute.type.parts.find(({ name }) => name === 'key')
  return (value) => {
    if (value === null || Array.isArray(value)) return null
    const own = key?.of(value as string, attribute.context)
    return typeof own === 'string' ? own : foldWords(String(value), '')
  }
}
