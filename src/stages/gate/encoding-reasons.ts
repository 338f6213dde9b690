import type { Plan } from '../../ledger/plan-document.ts'
import { readingsTold, type SourceNote } from '../../ledger/source-notes.ts'
import type { Reason } from '../../quality/index.ts'
import { list } from '../../quality/phrases.ts'

interface Guess {
  readonly source: string
  readonly encoding: string
  readonly notes: readonly SourceNote[]
}

/** What a person accepts of a source: that its text is in this encoding. */
const causeOf = (source: string, encoding: string): string => `encoding ${source} ${encoding}`

const sourceOf = ({ sources }: Pick<Plan, 'sources'>, { file }: SourceNote): string =>
  sources.find((pin) => pin.file === file)?.source ?? file

/** Encodings that were guessed, of each source and by what they were taken for. */
function guessesOf(plan: Pick<Plan, 'sources'>, notes: readonly SourceNote[]): Guess[] {
  const found = new Map<string, Guess>()
  for (const note of notes) {
    if (note.code !== 'encoding_guessed') continue
    const [source, encoding] = [sourceOf(plan, note), note.detail ?? '']
    const cause = causeOf(source, encoding)
    found.set(cause, { source, encoding, notes: [...(found.get(cause)?.notes ?? []), note] })
  }
  return [...found.values()]
}

/**
 * A reason that blocks for each encoding that is a guess: nobody would see later that names were read in another one. Once a person let it
 * through it is known, until the source's bytes look like another encoding.
 */
export function encodingReasons(plan: Pick<Plan, 'sources'>, notes: readonly SourceNote[]): Reason[] {
  return guessesOf(plan, notes).map(({ source, encoding, notes: [first, ...others] }) => {
    const files = list([first, ...others].flatMap((note) => (note === undefined ? [] : [note.file])).slice(0, 3))
    return {
      dataset: source,
      id: 'reading.encoding_guessed',
      blocks: true,
      cause: causeOf(source, encoding),
      sentence:
        `${source} (error): The encoding of its text is known. That of ${files} is a guess, ${encoding}. ` +
        `${readingsTold(first ?? {})} Write the right one into domain.yaml, beside \`describes:\` of the table of source ` +
        `${source}, for example \`encoding: ${encoding}\`; or let this run through if ${encoding} is right.`,
    }
  })
}

/** Notes as they are told where a person accepted an encoding: no guess any more. */
export const withAccepted = (
  plan: Pick<Plan, 'sources'>,
  notes: readonly SourceNote[],
  accepted: ReadonlyMap<string, { readonly by: string; readonly at: string }>,
): SourceNote[] =>
  notes.map((note) => {
    if (note.code !== 'encoding_guessed') return note
    const decision = accepted.get(causeOf(sourceOf(plan, note), note.detail ?? ''))
    if (decision === undefined) return note
    const { readings: _, ...told } = note
    return {
      ...told,
      code: 'encoding_found',
      detail: `${note.detail}, as ${decision.by} accepted on ${decision.at.slice(0, 10)}`,
    }
  })
