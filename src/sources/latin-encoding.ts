import iconv from 'iconv-lite'

/** Letters above ASCII of a language, in lower case. */
type Alphabet = string

/** Polish, Czech, Slovak, Hungarian, South Slavic, Romanian. */
const CENTRAL: readonly Alphabet[] = [
  'ąćęłńóśźż',
  'áčďéěíňóřšťúůýž',
  'áäčďéíĺľňóôŕšťúýž',
  'áéíóöőúüű',
  'čćđšž',
  'ăâîşţ',
]
const western: readonly Alphabet[] = [
  'àâæçéèêëîïôœùûüÿ',
  'äöüß',
  'áéíñóúüªº',
  'ãáâàçéêíõóôúüªº',
  'àèéìíîòóùú',
  'åäöæøé',
  'áéíóúýðþæö',
  'äõöüšž',
  'äéëèêïíóöüúá',
  'àçéèíïòóúü',
]

/** What files that are not in windows-1252 come in, and the languages that are written so. */
const byEncoding: Readonly<Record<string, readonly Alphabet[]>> = {
  'windows-1250': CENTRAL,
  'iso-8859-2': CENTRAL,
  'windows-1254': ['çğıöşüâîûi̇'],
  'windows-1257': ['ąčęėįšųūž', 'āčēģīķļņšūž'],
  ibm850: western,
  ibm852: CENTRAL,
  macintosh: western,
}

const USUAL = 'windows-1252'
/** Encodings of Latin letters with one byte each: every byte means something in nearly all of them. */
export const LATIN_ENCODINGS: readonly string[] = [USUAL, 'iso-8859-15', ...Object.keys(byEncoding)]

const FROM = 0.97
/** Of letters that the encodings read differently: one may be a slip. */
const FEWEST = 3
const AHEAD = 0.1

/** Letters above ASCII, and signs beside a letter that no punctuation is: what other bytes become in a wrong encoding. */
const TOLD =
  /(?![\p{ASCII}])\p{L}|(?<=\p{L})(?![\p{ASCII}])[^\p{L}\p{P}\p{Z}]|(?![\p{ASCII}])[^\p{L}\p{P}\p{Z}](?=\p{L})|[¶§]/gu

/** Typographic signs of windows-1252 where a writer puts them; inside of a word they are letters of another encoding. */
const IN_PLACE =
  /(?<=\p{L})’(?=\p{L})|(?<!\p{L})[“‘„‚•](?=[\p{L}\d ])|(?<=[\p{L}\d.,!?])[”’…](?!\p{L})|(?<!\p{L})[–—](?!\p{L})/gu

/** How many of what tells encodings apart are letters of an alphabet. */
function share(told: readonly string[], alphabet: Alphabet, inPlace: number): number {
  const all = told.length + inPlace
  const own = told.filter((letter) => alphabet.includes(letter.toLowerCase())).length + inPlace
  return all === 0 ? 0 : own / all
}

function bestShare(text: string, alphabets: readonly Alphabet[], inPlace = 0): number {
  const told = text.match(TOLD) ?? []
  return Math.max(...alphabets.map((alphabet) => share(told, alphabet, inPlace)))
}

/**
 * The likeliest encoding of a text of Latin letters: one whose letters are those of one language that is written so, where in windows-1252
 * they would be of none; else windows-1252. Nothing proves it.
 */
export function latinEncoding(bytes: Buffer): string {
  const plain = iconv.decode(bytes, USUAL)
  const asWestern = bestShare(plain, western, plain.match(IN_PLACE)?.length)
  const scored = Object.entries(byEncoding)
    .flatMap(([encoding, alphabets]) => {
      const text = iconv.decode(bytes, encoding)
      const telling = [...text].filter((letter, at) => letter !== plain[at])
      return telling.length < FEWEST ? [] : [{ encoding, score: bestShare(text, alphabets) }]
    })
    .sort((a, b) => b.score - a.score)
  const [best] = scored
  return best !== undefined && best.score >= FROM && best.score > asWestern + AHEAD ? best.encoding : USUAL
}
