import type { ComparisonLevel } from './comparison-level.ts'
import {
  equal,
  held,
  otherwise,
  sharesOne,
  together,
  wordsAgree,
  wordsAlike,
  wordsContained,
  wordsLeft,
  wordsRare,
} from './levels.ts'

/** What words in common must say at least, in bits, to be the name of one thing: once in 256 by chance. */
const RARE = 8

/**
 * How alike two names of things are, from the same to another: by their words, weighed by how rare each is in the file.
 * @param key the column of the name without case, marks and spaces
 * @param words that of its words, parted by spaces
 * @param called the list of its key and those of what it is called besides, where names tell that
 */
export const nameLevels = (key: string, words: string, called?: string): readonly ComparisonLevel[] => {
  const agreeing = wordsAgree(words)
  return [
    equal(key, 'same name', { m: 0.6, u: 1e-5 }),
    equal(words, 'same name, short forms spelt out', { m: 0.05, u: 1e-5 }, false),
    ...(called === undefined
      ? []
      : [sharesOne(called, 'a name in common by what one is called besides', { m: 0.02, u: 2e-5 })]),
    together('the same words but for slips', { m: 0.1, u: 2e-5 }, wordsLeft(words, 0)),
    together(
      'rare words in common, none against',
      { m: 0.12, u: 1e-4 },
      wordsLeft(words, 1),
      wordsRare(words, RARE),
      agreeing,
    ),
    together('words in common, none against', { m: 0.02, u: 1e-3 }, wordsLeft(words, 1), agreeing),
    together('rare words in common', { m: 0.04, u: 3e-4 }, wordsAlike(words, 0.6), wordsRare(words, RARE), agreeing),
    together('some words in common', { m: 0.03, u: 1e-2 }, wordsContained(words, 0.5), agreeing),
    held(together('other numbers, letters, directions or kinds', { m: 0.01, u: 2e-3 }, wordsContained(words, 0.5))),
    held(otherwise('another name', { m: 0.03, u: 0.98 })),
  ]
}
