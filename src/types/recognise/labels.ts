/** Labels written as a list in one text, with commas between. */
export const labels = (list: string): readonly string[] =>
  list
    .split(',')
    .map((label) => label.replace(/\s+/g, ' ').trim())
    .filter((label) => label !== '')
