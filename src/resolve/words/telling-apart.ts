/**
 * Words that tell two names of one kind apart however much else they share: numbers, letters, directions, ordinals, sizes. Facts of
 * languages, folded (no case, no accents); a spelling of the same is the same.
 */
const DIRECTIONS: Readonly<Record<string, string>> = {
  north: 'north northern nord norte noord norden nordliche noordelike kuzey polnoc settentrionale septentrional',
  south: 'south southern sud sur sul suid zuid suden sudliche guney poludnie meridional meridionale',
  east: 'east eastern est este leste oos oost osten ostliche dogu wschod oriental orientale',
  west: 'west western ouest oeste ovest wes westen westliche bati zachod occidental occidentale',
  central: 'central centrale zentral sentraal',
  upper: 'upper haute alto alta bo boven ober superior superieur superieure',
  lower: 'lower basse bajo baja baixo baixa onder unter nieder inferior inferieur inferieure',
  inner: 'inner inter interior interieur',
  outer: 'outer exterior exterieur',
  old: 'old alt alte vieux vieille viejo vieja velho velha oud ou',
  new: 'new neu neue nouveau nouvelle nuevo nueva novo nova nieuw nuwe yeni',
  junior: 'junior jr jnr',
  senior: 'senior sr snr',
  boys: 'boys garcons ninos jungen seuns jongens',
  girls: 'girls filles ninas madchen meisies meisjes',
}
const NUMBERS: readonly string[] = [
  'first erste erster premier primero primera primeiro primeira primo eerste 1st 1er',
  'second zweite zweiter deuxieme segundo segunda secondo tweede 2nd',
  'third dritte dritter troisieme tercero tercera terceiro terzo derde 3rd',
  'fourth vierte quatrieme cuarto quarto vierde 4th',
  'fifth funfte cinquieme quinto vyfde vijfde 5th',
  'sixth sechste sixieme sexto sesto sesde zesde 6th',
  'seventh siebte septieme septimo setimo settimo sewende zevende 7th',
  'eighth achte huitieme octavo oitavo ottavo agste 8th',
  'ninth neunte neuvieme noveno nono negende 9th',
  'tenth zehnte dixieme decimo tiende 10th',
]

const SAME = new Map<string, string>([
  ...Object.entries(DIRECTIONS).flatMap(([word, spellings]) => spellings.split(' ').map((one) => [one, word] as const)),
  ...NUMBERS.flatMap((spellings, at) => spellings.split(' ').map((one) => [one, `${at + 1}`] as const)),
])
const ORDINAL = /^0*(\d+)(?:st|nd|rd|th|er|e|eme|de|ste|o|a)?$/
const ROMAN = /^(?=[ivx]{2,})x{0,3}(?:ix|iv|v?i{0,3})$/
const ROMAN_VALUES: Readonly<Record<string, number>> = { i: 1, v: 5, x: 10 }
/** A block, a wing, a ward: `A`, `AA`, `BB`. */
const LETTER = /^(\p{L})\1{0,2}$/u

function romanValue(word: string): number {
  const values = [...word].map((letter) => ROMAN_VALUES[letter] ?? 0)
  return values.reduce((sum, value, at) => sum + (value < (values[at + 1] ?? 0) ? -value : value), 0)
}

/**
 * What a word tells apart by, in one spelling (`II`, `2nd` and `second` are `2`, `northern` is `north`), or null for a word like others.
 * @param word folded
 */
export function tellsApartBy(word: string): string | null {
  const known = SAME.get(word)
  if (known !== undefined) return known
  const number = ORDINAL.exec(word)?.[1]
  if (number !== undefined) return number
  if (/\p{N}/u.test(word)) return word
  if (ROMAN.test(word)) return `${romanValue(word)}`
  return LETTER.test(word) ? word : null
}
