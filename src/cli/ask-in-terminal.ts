import type { Readable, Writable } from 'node:stream'
import { isCancel, select, selectKey, text } from '@clack/prompts'
import type { Asking } from './ask.ts'
import { plainText } from './plain-text.ts'

/** Asks with arrow keys, by one key, or for a text. Null when the person stops with Ctrl-C or Escape. */
export async function askInTerminal(
  { message, choices, initial, byKey, check }: Asking,
  input: Readable,
  output: Writable,
): Promise<string | null> {
  const shown = plainText(message)
  const options = choices.map(({ value, label }) => ({ value, label: plainText(label) }))
  if (byKey === true) {
    const pressed = await selectKey({ message: shown, options, input, output })
    return isCancel(pressed) ? null : pressed
  }
  const given =
    choices.length > 0
      ? await select({
          message: shown,
          options,
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
