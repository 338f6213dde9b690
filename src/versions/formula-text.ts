import { sqlText } from '../engine/sql.ts'

// The whole value is a number or an E.164 phone: a spreadsheet reads it as a value, not as a formula.
const harmless = '[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][+-]?[0-9]+)?'
const harmlessText = new RegExp(`^(?:${harmless})$`)
const openers = new Set(['=', '+', '-', '@', '\t', '\r'])

/** The text as a spreadsheet may safely open it: with a leading apostrophe where it would run as a formula. */
export function neutralisedText(text: string): string {
  return openers.has(text.charAt(0)) && !harmlessText.test(text) ? `'${text}` : text
}

/** The same as `neutralisedText`, as a SQL expression over a text column. */
export function neutralisedSql(column: string): string {
  const codes = [...openers].map((opener) => opener.charCodeAt(0)).join(', ')
  return `CASE WHEN ascii(${column}) IN (${codes}) AND NOT regexp_full_match(${column}, ${sqlText(harmless)}) THEN '''' || ${column} ELSE ${column} END`
}

const guarded = /^'+[=+\-@\t\r]/

/** Like `neutralisedText`, and so that `unguardedText` gives the very same text back: text that already looks neutralised is marked once more. */
export const guardedText = (text: string): string => (guarded.test(text) ? `'${text}` : neutralisedText(text))

/** What `guardedText` was given, from a spreadsheet that came back. */
export const unguardedText = (text: string): string => (guarded.test(text) ? text.slice(1) : text)
