import { mask } from '../../contracts/mask.ts'

const BUILT_IN: ReadonlySet<unknown> = new Set([
  Error,
  TypeError,
  RangeError,
  SyntaxError,
  ReferenceError,
  EvalError,
  URIError,
  AggregateError,
])

/**
 * Masks what an error that no room of ours wrote may quote of the data: quoted text, e-mail addresses and long numbers, in its
 * message, its stack and its causes. It stays the same object, so that its name still decides about a retry. Our own families say
 * what they may and are left alone.
 */
export function maskError(error: unknown, depth = 5): void {
  if (!(error instanceof Error) || depth === 0) return
  if ((BUILT_IN.has(error.constructor) && !ofTheSystem(error)) || error.name === 'ZodError') {
    const before = error.message
    const after = maskText(before)
    if (after !== before) {
      const { stack } = error
      error.message = after
      if (stack !== undefined) error.stack = stack.replace(before, () => after)
    }
  }
  maskError(error.cause, depth - 1)
  if (error instanceof AggregateError) for (const one of error.errors) maskError(one, depth - 1)
}

/** What was thrown as an error that may be told: anything may be thrown, a cell's text too. */
export function tellableError(thrown: unknown): Error {
  const error = thrown instanceof Error ? thrown : new Error(String(thrown))
  maskError(error)
  return error
}

/** Node names files and packages, which tell an operator what to mend, and never a cell. */
const ofTheSystem = (error: Error): boolean =>
  ('errno' in error && typeof error.errno === 'number') || ('code' in error && error.code === 'ERR_MODULE_NOT_FOUND')

// Quotes that are escaped stand inside what is quoted, as in the JSON that a schema's error is told in; where that leaves the quote
// open, the backslash was a character like any other. Each way reads a text in one manner only, so both are linear.
const QUOTED = /(["'`])(?:((?:\\.|(?!\1)[^\n\\]){1,500})|((?:(?!\1)[^\n]){1,500}))\1/g
const EMAIL = /[^\s"'`<>()@]+@[^\s"'`<>()@]+\.[^\s"'`<>()@]+/g
const LONG_NUMBER = /\+?\d[\d\s().-]{5,}\d/g

/** Free text with everything that may be a value of the data masked as personal. */
export const maskText = (text: string): string =>
  text
    .replace(
      QUOTED,
      (_, quote: string, escaped: string | undefined, plain: string | undefined) =>
        `${quote}${mask(escaped ?? plain ?? '', 'personal')}${quote}`,
    )
    .replace(EMAIL, (value) => mask(value, 'personal'))
    .replace(LONG_NUMBER, (value) => mask(value, 'personal'))
