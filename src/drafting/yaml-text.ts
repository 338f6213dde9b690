const PLAIN = /^[A-Za-z][A-Za-z0-9_./-]*(?: [A-Za-z0-9_./-]+)*$/
/** Words that YAML, or a reader of its older kind, takes for something else. */
const WORDS = /^(?:true|false|null|yes|no|on|off|y|n)$/i
const QUOTABLE = /^[^'\p{Cc}\p{Cs}\p{Zl}\p{Zp}\ufeff]*$/u

/** A text as a value or a key of YAML, in a block or in a line of `{ … }`: plain where it can be, else quoted. */
export function yamlText(text: string): string {
  if (PLAIN.test(text) && !WORDS.test(text)) return text
  if (QUOTABLE.test(text)) return `'${text}'`
  return JSON.stringify(text.toWellFormed()).replace(/[\u007f-\u009f\u2028\u2029\ufeff]/g, escaped)
}

const escaped = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`

/** A text behind `#`: one line, nothing that could end it. */
export const yamlComment = (text: string): string => `# ${text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')}`

/** One text, or `[a, b]`. */
export const yamlList = (texts: readonly string[]): string => `[${texts.map(yamlText).join(', ')}]`
export const yamlOneOrList = (texts: readonly string[]): string =>
  texts.length === 1 ? yamlText(texts[0] ?? '') : yamlList(texts)
