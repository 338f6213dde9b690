/** How a language shortens the kinds of street, by where the short form stands. */
export interface StreetWords {
  /** The last word of a segment, after a name: `Main Rd`. */
  readonly last?: ReadonlyMap<string, string>
  /** The end of a word, or a word, with a point: `Hauptstr. 5`, `Berliner Str. 5`. */
  readonly ending?: readonly { readonly pattern: RegExp; readonly full: string }[]
  /** The first word of a segment, or the one after its number, before a name: `12 av. Foch`. */
  readonly first?: ReadonlyMap<string, string>
}

const pairs = (list: string): ReadonlyMap<string, string> =>
  new Map(
    list.split(',').map((pair): [string, string] => {
      const [short = '', full = ''] = pair.split(':')
      return [short.trim(), full.trim()]
    }),
  )

/** Each short form at the end of a word in small letters, and as a word of its own with a capital. */
const endings = (list: string): NonNullable<StreetWords['ending']> =>
  [...pairs(list)].flatMap(([short, full]) => [
    { pattern: new RegExp(`(?<=\\p{Ll}{2})${short}\\.(?= |$)`, 'gu'), full },
    {
      pattern: new RegExp(`(?<=[\\p{L}.] )${short}\\.(?= |$)`, 'giu'),
      full: full.charAt(0).toUpperCase() + full.slice(1),
    },
  ])

const ENGLISH: StreetWords = {
  last: pairs(
    'st: Street, str: Street, ave: Avenue, av: Avenue, rd: Road, blvd: Boulevard, dr: Drive, ln: Lane, cres: Crescent, cnr: Corner',
  ),
}
const GERMAN: StreetWords = { last: pairs('str: Straße, pl: Platz'), ending: endings('str: straße, pl: platz') }
const SWISS: StreetWords = {
  last: pairs('str: Strasse, pl: Platz'),
  ending: endings('str: strasse, pl: platz'),
  first: pairs('av: Avenue, ave: Avenue, bd: Boulevard, ch: Chemin, pl: Place, rte: Route, imp: Impasse'),
}
const FRENCH: StreetWords = {
  first: pairs(
    `av: Avenue, ave: Avenue, bd: Boulevard, bld: Boulevard, blvd: Boulevard, boul: Boulevard, ch: Chemin, chem: Chemin, pl: Place,
    rte: Route, imp: Impasse, all: Allée, fg: Faubourg, fbg: Faubourg, sq: Square, qu: Quai, r: Rue`,
  ),
}
const SPANISH: StreetWords = {
  first: pairs(
    `c: Calle, cl: Calle, av: Avenida, avda: Avenida, avd: Avenida, pza: Plaza, plza: Plaza, pl: Plaza, ctra: Carretera, crta: Carretera,
    po: Paseo, pso: Paseo, cra: Carrera, cr: Carrera, urb: Urbanización, rda: Ronda, trav: Travesía, blvd: Bulevar`,
  ),
}
const PORTUGUESE: StreetWords = {
  first: pairs(
    `r: Rua, av: Avenida, avda: Avenida, pc: Praça, pca: Praça, tv: Travessa, trav: Travessa, al: Alameda, rod: Rodovia, estr: Estrada,
    est: Estrada, lg: Largo, lgo: Largo, bc: Beco`,
  ),
}
const DUTCH: StreetWords = {
  ending: endings('str: straat, ln: laan, pln: plein, wg: weg'),
  last: pairs('str: Straat, ln: Laan'),
}
const ITALIAN: StreetWords = {
  first: pairs(
    'v: Via, vle: Viale, pza: Piazza, pzza: Piazza, cso: Corso, lgo: Largo, str: Strada, vic: Vicolo, ple: Piazzale, loc: Località',
  ),
}

const BY_COUNTRY: Readonly<Record<string, StreetWords>> = Object.fromEntries(
  (
    [
      ['DE AT', GERMAN],
      ['CH LI', SWISS],
      ['FR MC', FRENCH],
      ['ES MX CO PE CL AR EC VE UY PY BO CR PA GT HN SV NI DO CU', SPANISH],
      ['PT BR AO MZ CV', PORTUGUESE],
      ['NL', DUTCH],
      ['IT SM VA', ITALIAN],
      ['BE LU', { ...DUTCH, ...FRENCH }],
    ] as const
  ).flatMap(([countries, words]) => countries.split(' ').map((country): [string, StreetWords] => [country, words])),
)

/**
 * The short forms of a country's addresses, ISO 3166-1 alpha-2; those of English where no other language is known to
 * be written.
 */
export const streetWordsOf = (country: string): StreetWords => BY_COUNTRY[country.toUpperCase()] ?? ENGLISH

/**
 * Words that only say that a street, a building or a box follows or stands before, folded, in all of these languages.
 */
export const STREET_KINDS: ReadonlySet<string> = new Set(
  `street road avenue boulevard drive lane crescent corner close court way place square terrace highway parade walk
  st str rd ave av blvd dr ln cres cnr hwy
  straat laan weg plein rylaan singel steeg gracht kade dreef
  strasse platz allee gasse ring ufer damm chaussee
  rue route chemin impasse quai allee faubourg cours sentier voie
  calle avenida plaza carretera paseo carrera camino ronda travesia autopista
  rua praca travessa alameda rodovia estrada largo beco
  via viale piazza corso vicolo strada piazzale
  ulitsa prospekt sokak caddesi cadde mahallesi ulica ulice utca gata gatan vej vagen`
    .split(/\s+/)
    .filter((word) => word !== ''),
)

/** Ends of words that make a street of a name: `Hauptstraße`, `Keizersgracht`. Folded. */
export const STREET_ENDING =
  /(?:strasse|straat|laan|gracht|plein|gasse|platz|weg|allee|damm|ufer|kade|singel|gatan|gata|vagen|vej)$/
