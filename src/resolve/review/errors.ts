/** The review queue's error family: what happened, where, and what to do next. */
class ReviewError extends Error {
  override name = 'ReviewError'
}

/** A decision cannot be taken because of earlier ones; all are named. */
export class ContradictionError extends ReviewError {
  override name = 'ContradictionError'
  readonly messages: readonly string[]
  constructor(messages: readonly string[]) {
    super(
      `${messages.join('\n')}\nNothing was decided. Withdraw the earlier decision (hotpass review withdraw <decision>), ` +
        'or take its place with --replace.',
    )
    this.messages = messages
  }
}

/** A file to import that is not one of ours, or not whole. */
export class ReviewImportError extends ReviewError {
  override name = 'ReviewImportError'
  constructor(file: string, problems: readonly string[]) {
    const shown = problems.slice(0, 10).map((problem) => `  ${problem}`)
    super(
      `${file} was not imported, and nothing was decided:\n${shown.join('\n')}` +
        `${problems.length > 10 ? `\n  and ${problems.length - 10} more` : ''}\n` +
        'Correct the file, or export the queue again: hotpass review export',
    )
  }
}

/** A decisions file in the store that cannot be read. */
export class DecisionFileError extends ReviewError {
  override name = 'DecisionFileError'
  constructor(key: string, why: string) {
    super(
      `${key} is no file of resolution decisions: ${why}. Nothing was resolved without it. Remove it, or put the right one there.`,
    )
  }
}
