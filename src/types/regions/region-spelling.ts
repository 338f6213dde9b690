/** A region as its country's people write it. */
export interface RegionSpelling {
  /** ISO 3166-2; null for what people call a region and the standard has no code for. */
  readonly code: string | null
  /** Its canonical name. */
  readonly name: string
  /** Short forms and other spellings, in lower case. */
  readonly spellings: readonly string[]
  /** Towns that lie in it and in no other region of the country, in lower case. */
  readonly towns?: readonly string[]
}

/** A list written as one text with commas between. */
export const listed = (list: string): readonly string[] =>
  list
    .replace(/\s+/g, ' ')
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '')
