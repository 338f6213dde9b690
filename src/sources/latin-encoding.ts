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
/** The encodings of one byte a letter that files in other languages than those of the West come in. */
const byEncoding: Readonly<Record<string, readonly Alphabet[]>> = {
  'windows-1250': CENTRAL,
  'iso-8859-2': CENTRAL,
  'windows-1254': ['çğıöşüâîûi̇'],
  'windows-1257': ['ąčęėįšųūž', 'āčēģīķļņšūž'],
}
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

const FROM = 0.97
/** Of letters that the encodings read differently: one may be a slip. */
const FEWEST = 3
const AHEAD = 0.1

/** Letters above ASCII, and signs beside a letter that no punctuation is: what other bytes become in a wrong encoding. */
const TOLD =
  /(?![\p{ASCII}])\p{L}|(?<=\p{L})(?![\p{ASCII}])[^\p{L}\p{P}\p{Z}]|(?![\p{ASCII}])[^\p{L}\p{P}\p{Z}](?=\p{L})|[¶§]/gu

/** How many of what tells encodings apart are letters of an alphabet. */
function share(told: readonly string[], alphabet: Alphabet): number {
  return told.length === 0 ? 0 : told.filter((letter) => alphabet.includes(letter.toLowerCase())).length / told.length
}

function bestShare(text: string, alphabets: readonly Alphabet[]): number {
  const told = text.match(TOLD) ?? []
  return Math.max(...alphabets.map((alphabet) => share(told, alphabet)))
}

/**
 * The encoding of a text in a language of Central Europe, the Baltic or Turkey, where its letters are those of one such language and would
 * be of none of the West. Undefined where nothing tells it from windows-1252.
 */
export function latinEncoding(bytes: Buffer): string | undefined {
  const plain = iconv.decode(bytes, 'windows-1252')
  const asWestern = bestShare(plain, western)
  const scored = Object.entries(byEncoding)
    .flatMap(([encoding, alphabets]) => {
      const text = iconv.decode(bytes, encoding)
      const telling = [...text].filter((letter, at) => letter !== plain[at])
      return telling.length < FEWEST ? [] : [{ encoding, score: bestShare(text, alphabets) }]
    })
    .sort((a, b) => b.score - a.score)
  const [best] = scored
  return best !== undefined && best.score >= FROM && best.score > asWestern + AHEAD ? best.encoding : undefined
}
