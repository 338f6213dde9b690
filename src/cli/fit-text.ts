import { wrapText } from './wrap-text.ts'

/** A line that names a command stays in one, so that it can be copied; the terminal itself breaks it. */
const COMMAND = /\bhotpass [a-z]/

/**
 * A person's text broken at spaces for a screen of so many columns, what follows a break indented.
 * @param columns `undefined` where lines are not broken: a pipe, or a terminal of an unknown width
 */
export const fitText = (text: string, columns: number | undefined): string =>
  columns === undefined
    ? text
    : text
        .split('\n')
        .flatMap((line) => (COMMAND.test(line) ? [line] : wrapText(line, columns, 'spaces', 2)))
        .join('\n')
