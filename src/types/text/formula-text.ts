import { sqlText } from '../../engine/sql.ts'

// The whole value is a number or an E.164 phone, or two numbers as coordinates are: no formula can be made of it.
const number = '[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][+-]?[0-9]+)?'
const harmless = `${number}(, ?${number})?`
const harmlessText = new RegExp(`^(?:${harmless})$`)

/** What begins a formula: the signs, and their full-width forms, which spreadsheets of some languages take for them. */
const SIGNS = ['=', '+', '-', '@', '\uff1d', '\uff0b', '\uff0d', '\uff20']
/** What a spreadsheet takes away before it looks for one. */
const BLANKS = [' ', '\u00a0', '\u200b', '\ufeff']
const BREAKS = ['\t', '\r', '\n']

const classOf = (characters: readonly string[], written: (code: string) => string): string =>
  `[${characters.map((character) => written(character.charCodeAt(0).toString(16).padStart(4, '0'))).join('')}]`
const openerOf = (written: (code: string) => string): string =>
  `(?:${classOf(BREAKS, written)}|${classOf(BLANKS, written)}*${classOf(SIGNS, written)})`
const openerText = openerOf((code) => `\\u${code}`)
const opener = new RegExp(`^${openerText}`)
const openerSql = `^${openerOf((code) => `\\x{${code}}`)}`
const guardedOpenerSql = `^'+${openerOf((code) => `\\x{${code}}`)}`

/** The text as a spreadsheet may safely open it: with a leading apostrophe where it would run as a formula. */
export function neutralisedText(text: string): string {
  return opener.test(text) && !harmlessText.test(text) ? `'${text}` : text
}

/** The same as `guardedText`, as a SQL expression over a text column. */
export function guardedSql(column: string): string {
  return `CASE WHEN regexp_matches(${column}, ${sqlText(guardedOpenerSql)}) OR regexp_matches(${column}, ${sqlText(openerSql)}) AND NOT regexp_full_match(${column}, ${sqlText(harmless)}) THEN '''' || ${column} ELSE ${column} END`
}

const guarded = new RegExp(`^'+${openerText}`)

/** Like `neutralisedText`, and so that `unguardedText` gives the very same text back: text that already looks neutralised is marked once more. */
export const guardedText = (text: string): string => (guarded.test(text) ? `'${text}` : neutralisedText(text))

/** What `guardedText` was given, from a spreadsheet that came back. */
export const unguardedText = (text: string): string => (guarded.test(text) ? text.slice(1) : text)
