import { foldWords } from './fold-text.ts'
import { isPlaceholder } from './placeholder.ts'
import { WORDS_FOR_NOTHING } from './words-for-nothing.ts'

const LONGEST = 40
const WORDS: ReadonlySet<string> = new Set(
  Object.values(WORDS_FOR_NOTHING).flatMap((words) => words.split(', ').map((word) => foldWords(word, ''))),
)

/** Whether cleaned text only stands for "nothing here", in whatever language: a placeholder, `vacant`, `keine Angabe` … */
export const saysNothing = (text: string): boolean =>
  isPlaceholder(text) || (text.length <= LONGEST && WORDS.has(foldWords(text, '')))
