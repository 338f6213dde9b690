import picocolors from 'picocolors'

export type Paint = ReturnType<typeof picocolors.createColors>

/** Colours for a stream: none when it is no terminal or NO_COLOR is set. */
export const paintFor = (isTerminal: boolean, env: Readonly<Record<string, string | undefined>>): Paint =>
  picocolors.createColors(isTerminal && !env.NO_COLOR && env.TERM !== 'dumb')
