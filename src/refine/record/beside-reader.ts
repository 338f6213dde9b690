import type { Attribute, MappedReading } from '../../domain/index.ts'
import type { ValueReader } from '../../types/index.ts'
import { cleanText } from '../../types/text/clean-text.ts'
import { saysNothing } from '../../types/text/says-nothing.ts'

/**
 * Reads what texts of another attribute say besides that one's value: the part of a name, or, where the attribute keeps what the other
 * cannot hold, that together with its value. Of a type that tells nothing besides, texts of which it can make nothing: `abc` is no
 * extension, and a word that no vocabulary has is a word.
 */
export function besideReader(attribute: Attribute, { context, besides }: MappedReading): ValueReader {
  const { attribute: of, part } = besides as NonNullable<MappedReading['besides']>
  const other = of.type.reader(of.options, context)
  const { vocabulary: _, ...plain } = context
  const { vocabulary } = attribute.context
  const own = attribute.type.reader(attribute.options, vocabulary === undefined ? plain : { ...plain, vocabulary })
  const said = (text: string): string | null => {
    const { value, issues, beside } = other.normalise(text)
    if (part !== null) return beside?.[part] ?? null
    if (of.type.besides !== null) return beside === undefined ? null : of.type.besides.text(value, beside)
    const isNothing = issues.length === 0 || issues.some(({ effect }) => effect === 'says_nothing')
    if (value !== null || isNothing) return null
    const clean = cleanText(text)
    return clean === null || saysNothing(clean) ? null : clean
  }
  return {
    split: (cell) => other.split(cell).flatMap((text) => said(text) ?? []),
    splits: true,
    takesAny: own.takesAny,
    normalise: own.normalise,
  }
}
