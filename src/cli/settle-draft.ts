import { needsCountry } from '../drafting/draft-questions.ts'
import type { Answers, DomainDraft, Question } from '../drafting/index.ts'
import type { CliIo } from './cli-io.ts'
import { describeQuestions } from './describe-draft.ts'
import { checkCountry } from './draft-answers.ts'
import { UsageError } from './errors.ts'

export type SettledDraft =
  | { readonly outcome: 'settled'; readonly draft: DomainDraft }
  /** Nobody could be asked, and guesses were not to be taken. */
  | { readonly outcome: 'open'; readonly draft: DomainDraft }
  | { readonly outcome: 'stopped' }

/** More questions than any draft has, so that an answer that settles nothing cannot go round for ever. */
const MOST_QUESTIONS = 1000

/**
 * Asks what is in doubt, one after the other: an answer may change what is asked next.
 * @param draftWith the draft that answers make
 * @throws UsageError with `--yes` for what is never guessed, and for a country that nothing tells and values need
 */
export async function settleDraft(
  draftWith: (answers: Answers) => DomainDraft,
  given: Answers,
  { yes, json }: { readonly yes: boolean; readonly json: boolean },
  io: CliIo,
  show: (draft: DomainDraft) => void,
): Promise<SettledDraft> {
  let answers = given
  let draft = draftWith(answers)
  show(draft)
  if (yes) {
    const never = draft.questions.find(({ id }) => id === 'lawful_basis')
    if (never !== undefined)
      throw new UsageError(
        `${never.text} That is never guessed. Say ${never.option}. About people are: ${draft.personal.join(', ')}.`,
      )
    const untold = draft.questions.find(({ id, guess }) => id === 'country' && guess === null)
    if (untold !== undefined && needsCountry(draft))
      throw new UsageError(
        `${untold.text} Nothing in the files says it. Say ${untold.option}, for example --country GB.`,
      )
    if (!json && draft.questions.length > 0)
      io.out(`Taken as guesses, which nothing in the files settles:\n${describeQuestions(draft.questions)}`)
    return { outcome: 'settled', draft }
  }
  if (draft.questions.length === 0) return { outcome: 'settled', draft }
  const { ask } = io
  if (ask === undefined || json) return { outcome: 'open', draft }
  for (let asked = 0; asked < MOST_QUESTIONS; asked++) {
    const [question] = draft.questions
    if (question === undefined) return { outcome: 'settled', draft }
    const answer = await ask({
      message: question.text,
      choices: question.choices,
      initial: question.guess,
      check: (text) => checkAnswer(question, text),
    })
    if (answer === null) return { outcome: 'stopped' }
    answers = withAnswer(answers, question, answer)
    draft = draftWith(answers)
  }
  throw new Error('a question was answered, and is asked again')
}

function checkAnswer({ id }: Question, text: string): string | undefined {
  if (id === 'country') return checkCountry(text)
  if (id === 'trust') return /^\d{1,3}$/.test(text) ? undefined : 'Give a number from 0 to 999.'
  return undefined
}

function withAnswer(answers: Answers, { id, table }: Question, answer: string): Answers {
  switch (id) {
    case 'country':
      return { ...answers, country: answer.toUpperCase() }
    case 'lawful_basis':
      return { ...answers, lawfulBasis: answer }
    case 'date_order':
      return answer === 'dmy' || answer === 'mdy' || answer === 'ymd' ? { ...answers, dateOrder: answer } : answers
    case 'decimal':
      return answer === 'comma' || answer === 'point' ? { ...answers, decimal: answer } : answers
    case 'trust':
      return { ...answers, trust: Number(answer) }
    case 'entity':
      return { ...answers, entity: new Map([...(answers.entity ?? []), [table ?? '', answer]]) }
    case 'key':
      return { ...answers, key: new Map([...(answers.key ?? []), [table ?? '', answer]]) }
  }
}
