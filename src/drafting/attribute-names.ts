import { labelKey } from '../types/text/label-similarity.ts'

/** What attributes of these types are called, whatever their column is: so that a second source finds them. */
const CALLED: Readonly<Record<string, string>> = {
  organization_name: 'name',
  person_name: 'name',
  email: 'emails',
  phone: 'phones',
  website: 'website',
  address: 'address',
  region: 'region',
  country: 'country',
  coordinates: 'position',
  date_of_birth: 'date_of_birth',
  role: 'role',
}
const LETTERS: Readonly<Record<string, string>> = {
  ä: 'ae',
  ö: 'oe',
  ü: 'ue',
  ß: 'ss',
  ø: 'o',
  æ: 'ae',
  œ: 'oe',
  ł: 'l',
  đ: 'd',
  ı: 'i',
}
/** Languages with these letters do not write `oe` for `ö`. */
const NOT_GERMAN = /[ğışçéáíóúőűåõøæñ]|İ/i
const LONGEST = 48

export const calledByType = (type: string): string | undefined => CALLED[type]

const inLatin = (letter: string): string => {
  const plain = LETTERS[letter.toLowerCase()] ?? letter
  return letter === letter.toLowerCase() ? plain : `${plain.charAt(0).toUpperCase()}${plain.slice(1)}`
}

/** A label as a name: lower-case Latin letters, digits and single `_`; `column_<n>` where nothing of it is left. */
export function nameOfLabel(label: string, index: number): string {
  const letters = NOT_GERMAN.test(label) ? /[ßøæœłđı]/gi : /[äöüßøæœłđı]/gi
  const plain = labelKey(label.replace(letters, inLatin))
  const name = plain
    .replace(/[^a-z0-9]+/g, '_')
    .slice(0, LONGEST)
    .replace(/^_+|_+$/g, '')
  if (name === '' || /^unnamed_\d+$/.test(name)) return `column_${index + 1}`
  return /^[a-z]/.test(name) && name !== 'constructor' ? name : `column_${name}`
}

/** Names of one entity's attributes: none twice, none that its dataset has anyway. */
export class AttributeNames {
  readonly #reserved: ReadonlySet<string>
  readonly #taken = new Set<string>()

  constructor(reserved: Iterable<string>) {
    this.#reserved = new Set(reserved)
  }

  /** The wanted name, or the nearest that is free. */
  take(wanted: string): string {
    const free = this.#reserved.has(wanted) ? `${wanted}_in_source` : wanted
    let name = free
    for (let n = 2; this.#taken.has(name); n++) name = `${free}_${n}`
    this.#taken.add(name)
    return name
  }
}
