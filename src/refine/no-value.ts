const WORDS =
  'n/?a|n\\.a\\.?|none|nil|null|unknown|not (?:available|applicable|known|provided|yet)|no (?:address|website|web ?site|e-?mail|phone|number)|tb[acd]|to be (?:advised|confirmed)|pending|undefined|nan|x+|\\?+|same|see (?:above|notes)'
const NO_VALUE = new RegExp(`^\\W*(?:(?:${WORDS})\\W*)?$`, 'iu')

/** Whether a text is what people type where they have nothing to say: `n/a`, `tbc`, `-`, `unknown`. */
export const isNoValue = (text: string): boolean => text.length <= 40 && NO_VALUE.test(text)
