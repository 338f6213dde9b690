import { cleanText } from '../text/clean-text.ts'
import { saysNothing } from '../text/says-nothing.ts'

/** A name as it stands in a cell, taken apart: what something is called, and what else it is, was or trades as. */
export interface NameAndAliases {
  readonly name: string
  readonly aliases: readonly string[]
}

/** What joins a name and another of the same thing, in the languages in which registers write it. */
const JOINING = [
  't/as?|trading as|trades as|trading under(?: the name(?: of)?)?|d/b/a|dba|doing business as|o/a|operating as|operating under',
  'a/k/a|aka|a\\.k\\.a\\.?|also known as|better known as|f/k/a|fka|formerly(?: known as| trading as| called)?',
  'previously(?: known as| trading as| called)?|n/k/a|now known as|now trading as|now called',
  'h/a|handelend(?:e)? as|handelend onder(?: de naam)?|h\\.?o\\.?d\\.?n\\.?|voorheen(?: bekend as)?|ook bekend as|ook bekend als',
  'vormals|vorm\\.|ehemals|ehem\\.|firmierend als|bekannt als|handelnd als|faisant affaires? sous le nom de|nom commercial',
  'dawniej|poprzednio|dříve|predtým|eski adıyla|eski unvanı|tidigare kallad|tidligere kalt|ранее|бывш(?:ий|ая|ее)|прежнее название',
  'auch bekend als|anciennement|connu(?:e)? sous le nom de|ex-nom',
  'nombre comercial|nome fantasia|conhecid[oa] como|conocid[oa] como|anteriormente|già nota come',
].join('|')
/** Outside of brackets words of names: `Ex Libris`. */
const JOINING_IN_BRACKETS = `${JOINING}|ex|früher|enseigne|abbr(?:eviated)?(?: as)?|abbreviation|short|prev`
const BEFORE = '(?<![\\p{L}\\p{N}])'
const MAY_JOIN = new RegExp(`${BEFORE}(?:${JOINING_IN_BRACKETS})(?![\\p{L}\\p{N}])|\\(`, 'iu')
const IN_BRACKETS = new RegExp(`\\s*[([]\\s*(?:${JOINING_IN_BRACKETS})[:.]?\\s+([^()[\\]]{1,150})[)\\]]`, 'giu')
const JOINED = new RegExp(`\\s*,?\\s+(?:${JOINING})[:.]?\\s+`, 'iu')
const ARTICLE_ALONE = /^(?:the|die|das|der|la|le|el|il|les|los|las|de|het|o|a)$/i
/** The last thing in a name, and in brackets. */
const LAST_IN_BRACKETS = /^([^()]+)\s\(([^()]{2,120})\)$/
const WRAPPING = /^[\s"'“”‘’,;:-]+|[\s"'“”‘’,;:-]+$/g
const LONGEST = 400
const holdsLetter = (text: string): boolean => /[\p{L}\p{N}]/u.test(text)

/** `South African Weather Service (SAWS)` and the other way round: letters that begin the words of what stands beside them. */
function shortAndLong(text: string): NameAndAliases | null {
  const [, outer = '', inner = ''] = LAST_IN_BRACKETS.exec(text) ?? []
  if (!isShortFor(inner, outer) && !isShortFor(outer, inner)) return null
  return { name: outer.trim(), aliases: [inner.trim()] }
}

function isShortFor(short: string, long: string): boolean {
  if (!/^\p{Lu}[\p{Lu}&.-]{1,9}$/u.test(short)) return false
  const letters = short.replace(/[^\p{L}]/gu, '')
  const words = long.split(/[^\p{L}]+/u).filter((word) => word !== '')
  const of = (chosen: readonly string[]) => chosen.map(([first = '']) => first).join('')
  return (
    letters.length > 1 && [of(words).toUpperCase(), of(words.filter((word) => /^\p{Lu}/u.test(word)))].includes(letters)
  )
}

/**
 * The name and the aliases of a cell: `Foo (Pty) Ltd t/a Bar`, `Foo (formerly Bar Ltd)`. A name that merely holds such a word
 * (`Trading As Usual`) has none. Total.
 */
export function nameAndAliases(text: string): NameAndAliases {
  if (text.length > LONGEST || !MAY_JOIN.test(text)) return { name: text, aliases: [] }
  const aliases: string[] = []
  const outside = text.replace(IN_BRACKETS, (_, alias: string) => {
    aliases.push(alias)
    return ' '
  })
  const [name = '', ...others] = outside.split(JOINED)
  aliases.push(...others)
  const short = shortAndLong(outside.trim())
  if (short !== null && aliases.length === 0) return short
  const told = [...new Set(aliases.map((alias) => cleanText(alias.replace(WRAPPING, '')) ?? ''))]
  const named = cleanText(name.replace(/[\s,;:([-]+$/, '')) ?? ''
  if (!holdsLetter(named) || ARTICLE_ALONE.test(named) || others.some((alias) => !holdsLetter(alias)))
    return { name: text, aliases: [] }
  return { name: named, aliases: told.filter((alias) => holdsLetter(alias) && !saysNothing(alias) && alias !== named) }
}
