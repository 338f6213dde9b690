import type { Normalised } from '../../types/index.ts'
import { cleanText } from '../../types/text/clean-text.ts'
import { saysNothing } from '../../types/text/says-nothing.ts'

/** A remark about a value, with the text it is about: the text stays with the row, never in what is published. */
export interface ValueIssue {
  readonly field: string
  readonly code: string
  readonly message: string
  readonly raw: string | null
}

/** A value of which nothing, or not all, is used, with its text as the cell has it. */
export interface AsideValue extends ValueIssue {
  readonly raw: string
}

/** Told of each value behind the one that is kept. */
const FURTHER = {
  code: 'further_value',
  message: 'The cell holds several values, and one is kept; give each a row or a column of its own.',
}

/** What is noted while the cells of one thing are read. */
export class ReadingNotes {
  readonly issues: ValueIssue[] = []
  /** Each value once, under the first reason. */
  readonly setAside: AsideValue[] = []
  /** How many values cells gave so far, used or not; words that stand for nothing are none. */
  said = 0

  /**
   * Notes what a text was read as; a constant is said by nobody, so that its issues are remarked alone.
   * @param isTaken whether an attribute takes what the text says besides
   */
  read(field: string, raw: string, found: Normalised<unknown>, isSaid: boolean, isTaken = false): void {
    for (const { code, message } of found.issues) this.issues.push({ field, code, message, raw })
    if (isSaid) this.#count(field, raw, found, isTaken)
  }

  /** Sets a value aside that was counted before. */
  leave(field: string, raw: string, why: { readonly code: string; readonly message: string }): void {
    this.#setAside(field, raw, why)
  }

  /**
   * Notes a text behind the one whose value is kept: a value that is another is set aside.
   * @param isRemarked whether the record is to carry that as well
   */
  readFurther(field: string, raw: string, found: Normalised<unknown>, kept: unknown, isRemarked: boolean): void {
    if (found.value === null || found.value === kept) {
      this.#count(field, raw, found)
      return
    }
    if (isRemarked) this.issues.push({ field, ...FURTHER, raw })
    this.said++
    this.#setAside(field, raw, FURTHER)
  }

  #count(field: string, raw: string, { value, issues }: Normalised<unknown>, isTaken = false): void {
    if (value !== null) {
      this.said++
      const part = issues.find(({ effect }) => effect === 'drops_part' || (effect === 'tells_beside' && !isTaken))
      if (part !== undefined) this.#setAside(field, raw, part)
      return
    }
    const [reason] = issues
    if (reason === undefined || reason.effect === 'says_nothing' || saysNothing(cleanText(raw) ?? '')) return
    this.said++
    this.#setAside(field, raw, reason)
  }

  #setAside(field: string, raw: string, { code, message }: { readonly code: string; readonly message: string }): void {
    this.setAside.push({ field, code, message, raw })
  }
}
