const words = (text: string): readonly string[] => text.trim().split(/\s+/)

/** First words of company names. */
export const ADJECTIVES = words(`
  Blue Silver Golden Amber Crimson Scarlet Emerald Ivory Cobalt Copper Bronze Indigo Violet Azure Coral Jade Onyx Ruby Saffron Sable
  Bright Bold Brave Swift Steady Quiet Noble Proud Royal Grand Prime First Early Clear Open Wild Free High Upper Lower
  Coastal Inland Desert Savanna Karoo Highveld Lowveld Bushveld Southern Northern Eastern Western Central Summit Horizon Solar Lunar Stellar Cosmic Polar
  Winter Summer Autumn Spring Misty Windy Sunny Stormy Thunder Rapid Active Agile Modern Classic Vintage United Allied Global Local Native
  Red White Black Green Grey Orange Purple Yellow Crystal Diamond Granite Marble Cedar Maple Willow Baobab Protea Acacia Aloe Fynbos`)

/** Second words of company names. */
export const NOUNS = words(`
  Sky Wing Falcon Eagle Hawk Heron Crane Swallow Kestrel Osprey Harrier Buzzard Condor Albatross Gannet Petrel Plover Starling Weaver Hornbill
  Propeller Rotor Rudder Aileron Cockpit Hangar Runway Beacon Compass Altitude Airfield Airstrip Airway Skyline Skyway Cloud Cumulus Cirrus Stratus Zenith
  Lion Leopard Cheetah Rhino Kudu Impala Oryx Gemsbok Springbok Eland Zebra Giraffe Jackal Caracal Serval Mongoose Pangolin Meerkat Genet Duiker
  River Valley Mountain Ridge Canyon Plateau Delta Harbour Bay Cape Point Island Lagoon Reef Dune Pan Spring Forest Meadow Orchard
  Arrow Lance Shield Anchor Bridge Tower Gate Path Trail Route Voyager Pioneer Pilgrim Ranger Scout Sentinel Guardian Herald Envoy Nomad`)

/** What the company does; each holds a word that people abbreviate. */
export const KINDS: readonly string[] = [
  'Aviation',
  'Flight School',
  'Flying Academy',
  'Aviation Academy',
  'Air Charter',
  'Aviation Services',
  'Flight Training Centre',
  'Helicopter Services',
  'Aircraft Maintenance',
  'International Aviation',
  'Aero Engineering',
  'Air Logistics',
  'Aviation College',
  'Pilot Training',
  'Flying Association',
  'Aerial Surveys Company',
  'Air Ambulance Services',
  'Avionics Engineering',
  'Drone Services',
  'Aircraft Management',
  'Aviation Consulting Group',
  'Air Cargo International',
  'Aerospace Manufacturing',
  'Gliding Association',
]

/** How people shorten the words above. */
export const ABBREVIATIONS: Readonly<Record<string, string>> = {
  Aviation: 'Avn',
  Academy: 'Acad',
  School: 'Sch',
  Flight: 'Flt',
  Services: 'Svcs',
  Training: 'Trng',
  Centre: 'Ctr',
  Helicopter: 'Heli',
  Maintenance: 'Maint',
  International: 'Intl',
  Engineering: 'Eng',
  Logistics: 'Log',
  College: 'Coll',
  Association: 'Assoc',
  Company: 'Co',
  Charter: 'Chtr',
  Aircraft: 'Acft',
  Management: 'Mgmt',
  Consulting: 'Cons',
  Group: 'Grp',
  Manufacturing: 'Mfg',
  Ambulance: 'Amb',
  Surveys: 'Surv',
}

/** Words that make a look-alike a different organization; none occurs in the lists above. */
export const LOOK_ALIKE_MARKS = words('North South II III 2000 Express Junior Plus Alpha Bravo Overberg Waterberg')

/** Words that keep names apart once every combination has been used. */
export const GENERATION_WORDS = words(
  'Drakens Cederberg Outeniqua Soutpans Magalies Winelands Garden Sunshine Whale Maloti Lebombo Tsitsi',
)

const ONSETS = words('Tha Kwa Mo Ndi Le Se Bo Lu Ma Zi Vu Na Ka Pha Si Te Go Re Um Di')
const MIDDLES = words(
  'bela kgo nuri ntho rato zwe mbi lani shwa pelo thali masa koti vhu ndlo gane tsha ramo yisi dube',
)
const CODAS = words('ni la mo ne di so tha wa ka re za lo')
export const INVENTED_WORD_COUNT = ONSETS.length * MIDDLES.length * CODAS.length

/** The nth invented word; all differ. */
export function inventedWord(index: number): string {
  const coda = CODAS[index % CODAS.length]
  const rest = Math.floor(index / CODAS.length)
  return `${ONSETS[Math.floor(rest / MIDDLES.length) % ONSETS.length]}${MIDDLES[rest % MIDDLES.length]}${coda}`
}

export const FIRST_NAMES = words(`
  Lerato Thabo Naledi Sipho Zanele Bongani Nomsa Kabelo Palesa Tshepo Ayanda Lindiwe Mandla Refilwe Sibusiso Thandeka Katlego Dineo Lwazi Nokuthula
  Johan Annelie Pieter Marietjie Hendrik Elmarie Gerhard Riana Francois Chanté Andries Liesel Priya Rajesh Anisha Devan Fatima Yusuf Aisha Imraan
  Sarah James Emily Michael Hannah David Rebecca Peter René Zoë Noël Sinéad Rudzani Tendani Mulalo Vhutshilo Hlengiwe Xolani Nandi Mpho`)

export const SURNAMES = words(`
  Mokoena Dlamini Nkosi Khumalo Mahlangu Sithole Ndlovu Zwane Molefe Mabaso Radebe Tshabalala Maseko Mthembu Zungu Phiri Baloyi Chauke Maluleke Mathebula
  Botha Venter Pretorius Fourie Coetzee Kruger Steyn Swanepoel Erasmus Vermaak Labuschagne Oosthuizen Naidoo Pillay Govender Moodley Reddy Maharaj Essop Davids
  Adams Jacobs Petersen Hendricks Williams Isaacs Arendse Smith Harris Turner Walker Cooper Müller Kühn Böhme Lefèvre Ramaphala Netshitenzhe Mudau Nemakonde
  Mokwena Sebego Modise Kgosana Letsoalo Mashaba Malatji Sekhukhune Rakgoale Mphahlele Gumede Cele Shange Hadebe Ngcobo Buthelezi Zondo Mkhize Xaba Vilakazi`)

export const ROLES: readonly string[] = [
  'Owner',
  'Chief Executive Officer',
  'CEO',
  'Managing Director',
  'MD',
  'Director',
  'Chief Flying Instructor',
  'CFI',
  'Head of Training',
  'Operations Manager',
  'Ops Mgr',
  'Accountable Manager',
  'Office Administrator',
  'Receptionist',
  'Safety Officer',
  'Bookkeeper',
]

export interface Town {
  readonly name: string
  readonly province: string
  /** Area code of its land lines, without the leading zero. */
  readonly dialling: string
  readonly postcode: string
}

const TOWN_TABLE = `
  Johannesburg|Gauteng|11|2000
  Lanseria|Gauteng|11|1748
  Pretoria|Gauteng|12|0002
  Germiston|Gauteng|11|1401
  Midrand|Gauteng|11|1685
  Cape Town|Western Cape|21|8001
  Stellenbosch|Western Cape|21|7600
  George|Western Cape|44|6529
  Oudtshoorn|Western Cape|44|6625
  Durban|KwaZulu-Natal|31|4001
  Pietermaritzburg|KwaZulu-Natal|33|3201
  Richards Bay|KwaZulu-Natal|35|3900
  Gqeberha|Eastern Cape|41|6001
  East London|Eastern Cape|43|5201
  Makhanda|Eastern Cape|46|6139
  Bloemfontein|Free State|51|9301
  Bethlehem|Free State|58|9701
  Welkom|Free State|57|9459
  Polokwane|Limpopo|15|0699
  Tzaneen|Limpopo|15|0850
  Mbombela|Mpumalanga|13|1200
  Middelburg|Mpumalanga|13|1050
  Rustenburg|North West|14|0299
  Potchefstroom|North West|18|2531
  Kimberley|Northern Cape|53|8301
  Upington|Northern Cape|54|8801`

export const TOWNS: readonly Town[] = TOWN_TABLE.trim()
  .split('\n')
  .map((line) => {
    const [name = '', province = '', dialling = '', postcode = ''] = line.trim().split('|')
    return { name, province, dialling, postcode }
  })

/** Other spellings of provinces that the real sheets hold. */
export const PROVINCE_SPELLINGS: Readonly<Record<string, readonly string[]>> = {
  Gauteng: ['GAUTENG', 'gauteng', 'Gauteng Province'],
  'Western Cape': ['WESTERN CAPE', 'western  cape', 'W Cape'],
  'KwaZulu-Natal': ['KZN', 'Kwazulu Natal', 'KWAZULU-NATAL', 'kwa zulu natal'],
  'Eastern Cape': ['EASTERN CAPE', 'eastern cape', 'Eastern-Cape'],
  'Free State': ['Freestate', 'FREE STATE', 'free state'],
  Limpopo: ['LIMPOPO', 'limpopo province'],
  Mpumalanga: ['MPUMALANGA', 'mpumalanga'],
  'North West': ['North-West', 'NORTH WEST', 'north west province'],
  'Northern Cape': ['NORTHERN CAPE', 'northern cape'],
}

export const CATEGORIES = [
  'Flight School',
  'Charter',
  'Maintenance',
  'Helicopter Operator',
  'Aero Club',
  'Drone Operator',
  'Cargo',
] as const
export const AIRCRAFT = [
  'C172',
  'PA-28',
  'C152',
  'R44',
  'B200',
  'C208',
  'DA40',
  'Sling 2',
  'Bat Hawk',
  'R22',
  'PC-12',
] as const
export const STREETS = [
  'Hangar Road',
  'Airfield Rd',
  'Runway Street',
  'Propeller Ave',
  'Windsock Lane',
  'Tower Blvd',
  'Apron Dr',
] as const
export const REMARKS: readonly string[] = [
  'Called, no answer',
  'Interested in charts',
  'Met at the air show',
  'Wants a quote',
  '=SUM(1+1)',
  '@cmd',
  '+27 is the prefix, they said',
  '-1 visit',
  '=HYPERLINK("https://trap.example","click")',
  '\tTabbed note',
  'Très sympathique',
  'Nice people 😀🛩️',
  'مدرسة طيران',
  'בית ספר לטיסה',
  'Two lines\nin one cell',
  'N/A',
  'Zero\u200bwidth',
  '"Quoted", with a comma; and a semicolon',
  "'; DROP TABLE companies;--",
  '<b>bold</b> & co',
]
