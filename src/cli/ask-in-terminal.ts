import type { Readable, Writable } from 'node:stream'
import { isCancel, select, text } from '@clack/prompts'
import type { Asking } from './ask.ts'
import { plainText } from './plain-text.ts'

/** Asks with arrow keys, or for a text. Null when the person stops with Ctrl-C or Escape. */
export async function askInTerminal(
  { message, choices, initial, check }: Asking,
  input: Readable,
  output: Writable,
): Promise<string | null> {
  const shown = plainText(message)
  const given =
    choices.length > 0
      ? await select({
          message: shown,
          options: choices.map(({ value, label }) => ({ value, label: plainText(label) })),
          ...(initial === null ? {} : { initialValue: initial }),
          input,
          output,
        })
      : await text({
          message: shown,
          ...(initial === null ? {} : { initialValue: initial }),
          validate: (typed) => check?.(typed ?? ''),
          input,
          output,
        })
  return isCancel(given) ? null : given
}
