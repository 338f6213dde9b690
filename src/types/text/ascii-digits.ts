/** The zeros of scripts whose digits people write numbers with; those of other widths are made plain by cleaning. */
const ZEROS = [
  0x0660, 0x06f0, 0x07c0, 0x0966, 0x09e6, 0x0a66, 0x0ae6, 0x0b66, 0x0be6, 0x0c66, 0x0ce6, 0x0d66, 0x0e50, 0x0ed0,
  0x0f20, 0x1040, 0x17e0, 0x1810, 0xff10,
]
const PLAIN = new Map(
  ZEROS.flatMap((zero) => [...'0123456789'].map((digit, at) => [String.fromCodePoint(zero + at), digit])),
)
const OTHER = /(?![0-9])\p{Nd}/u
const EVERY = /(?![0-9])\p{Nd}/gu

/** The text with the digits of every script as `0` to `9`. */
export const asciiDigits = (text: string): string =>
  OTHER.test(text) ? text.replace(EVERY, (digit) => PLAIN.get(digit) ?? digit) : text
