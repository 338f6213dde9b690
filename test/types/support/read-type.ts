import { types } from '../../../src/types/registry.ts'
import type { CanonicalValue, SemanticType, TypeContext, Vocabulary } from '../../../src/types/semantic-type.ts'
import { foldWords } from '../../../src/types/text/fold-text.ts'

/** A type of the registry, read as a domain reads it. */
export function typeOf(id: string) {
  const type = types.get(id) as SemanticType
  const reader = (country: string, options: Record<string, unknown>, vocabulary?: Vocabulary) =>
    type.reader(type.options.parse(options), { country, ...(vocabulary && { vocabulary }) })
  return {
    type,
    reader,
    value: (text: string, country = '', options: Record<string, unknown> = {}) =>
      reader(country, options).normalise(text).value,
    codes: (text: string, country = '', options: Record<string, unknown> = {}) =>
      reader(country, options)
        .normalise(text)
        .issues.map(({ code }) => code),
    split: (cell: string, country = '') => reader(country, {}).split(cell),
    part: (name: string, value: CanonicalValue, context: TypeContext = { country: '' }) =>
      type.parts.find((part) => part.name === name)?.of(value, context),
    recognise: (label: string, sample: readonly string[], country = '') => type.recognise({ label, sample, country }),
  }
}

/** A domain's vocabulary: each spelling and the term it means. */
export const vocabularyOf = (words: Readonly<Record<string, string>>): Vocabulary => ({
  id: 'words',
  terms: new Map(Object.entries(words).map(([spelling, term]) => [foldWords(spelling, ''), term])),
})
