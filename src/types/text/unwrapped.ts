const FORMULA = /^=\s*(?:T\(\s*)?["“”]([^"“”]*)["“”]\s*\)?(?:\s*&\s*"")?$/i
const DIGITS_OF_A_FORMULA = /^=(?=\d+$)/
const APOSTROPHE = /^['’‘`](?=[\p{L}\p{N}]*\d)/u

/** A cleaned text without what keeps a spreadsheet from taking it for a number: `="00123"`, `'00123`. `'t Hart` stays. */
export const unwrapped = (text: string): string =>
  (FORMULA.exec(text)?.[1]?.trim() ?? text).replace(DIGITS_OF_A_FORMULA, '').replace(APOSTROPHE, '')
