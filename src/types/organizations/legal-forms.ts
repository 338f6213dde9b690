import { foldWords } from '../text/fold-text.ts'

/** How legal forms are told from the rest of a name; words are folded. */
export interface LegalForms {
  /** Single words that end a name. */
  readonly words: ReadonlySet<string>
  /** What may be written letter by letter at the end: `S.p.A.`, `C.C.` */
  readonly letters: ReadonlySet<string>
  /** Several words that end a name, the longest first. */
  readonly phrases: readonly (readonly string[])[]
  /** Several words, or one, that a name begins with. */
  readonly fronts: readonly (readonly string[])[]
  /** Single words that belong to a form behind them: `RF (Pty) Ltd`, `SOC Ltd`; alone they are words of the name. */
  readonly beforeForm: ReadonlySet<string>
  /** What is no name by itself, so that the form behind it is one: `The Company`. */
  readonly articles: ReadonlySet<string>
  /** What scripts without spaces write into the name's own word, at either end. */
  readonly glued: RegExp | null
}

/** Forms that are no word of their own in any language that is known of: taken off everywhere. */
const ANYWHERE = [
  'limited ltd ltda lda ltee pty proprietary ptyltd pte pvt inc incorporated corp corporation co company llc llp plc pllc ulc npc',
  'bpk edms incorporee limitee ingelyf lllp cic clg dac teo teoranta gte psu dmcc lda sgps crl aisbl asbl ebvba eeig sicav scop',
  'shpk mmc mchj xxk kht kkt ohf slhf nuf iks partg partgmbb keg pfa sll sape kollsti',
  'gmbh ggmbh gesmbh mbh kg kgaa ohg ug haftungsbeschrankt gbr eg egbr bv bvba nv vof cvba sprl scrl sarl sarlu sas sasu eurl snc scop srl srls',
  'oy oyj abp publ aps ivs asa ehf oü osauhing uab sia kft zrt nyrt sro spol doo jdoo ood eood ead dooel szrl sti tbk bhd sdn eireli slu sau slne',
  'sapi gie scs sca sccl scrlfs smba amba stg jsc pjsc ojsc cjsc pjs fzco fze fzllc wll qpsc saog saoc kscp bsc kk yk gk',
  'ооо оао зао пао нао тоо одо оод еоод еад доо дооел тов прат пат фгуп муп гуп чуп',
].join(' ')

/** Forms that are words, initials or places elsewhere: taken off where that law holds. */
const SOMEWHERE: Readonly<Record<string, string>> = {
  ab: 'SE FI AX LT',
  ad: 'RS ME BG BA MK',
  ae: 'GR CY',
  cio: 'GB',
  na: 'US',
  // Everywhere but where it is short for agriculture.
  ag: 'DE AT CH LI LU ZA NA NL BE FR IT ES PT SE NO DK FI PL CZ SK HU TR RU',
  ans: 'NO',
  as: 'NO EE LV DK CZ SK TR',
  ay: 'FI',
  beperk: 'ZA NA',
  bk: 'ZA NA',
  bm: 'IL',
  bt: 'HU',
  cc: 'ZA NA',
  cv: 'NL BE ID MX',
  da: 'NO',
  dd: 'HR SI BA RS',
  ei: 'FR BR',
  ek: 'DE',
  epe: 'GR CY',
  epp: 'BR',
  ev: 'DE',
  hb: 'SE',
  hf: 'IS',
  ike: 'GR',
  is: 'DK',
  jv: 'PH IN',
  kb: 'SE',
  kda: 'BG',
  ks: 'NO DK CZ SK',
  ky: 'FI',
  lp: 'US GB CA',
  me: 'BR',
  oe: 'GR CY',
  og: 'AT',
  ou: 'EE',
  pa: 'US',
  mb: 'LT',
  mpy: 'ZA NA',
  msw: 'ZA NA',
  pc: 'US GR',
  ps: 'DK',
  sa: 'FR BE CH LU ES PT PL GR AR BR CL CO CR DO EC GT HN MX NI PA PE PY SV UY VE MA TN DZ CM CI SN RO',
  sac: 'PE',
  sae: 'EG',
  sal: 'LB',
  sc: 'MX PL ES FR',
  sci: 'FR BE LU',
  se: 'DE AT FR NL BE LU NO SE FI DK ES',
  sl: 'ES AD',
  sp: 'ES PL',
  spa: 'IT CL SM DZ TN',
  spj: 'PL',
  spk: 'PL',
  tas: 'TR',
  tmi: 'FI',
  vzw: 'BE',
  ад: 'BG RS MK',
  ао: 'RU KZ UA BY',
  дд: 'RS BA',
  ип: 'RU KZ BY',
  ано: 'RU',
}

const PHRASES = [
  'edms bpk, eiendoms bpk, eiendoms beperk, edms beperk, maatskappy beperk, mpy bpk, beslote korporasie, maatskappy sonder winsoogmerk',
  'vereniging sonder winsoogmerk, genoteerde maatskappy, ges m b h, ges mbh, limited liability co, company limited by guarantee',
  'v o s, z s, o p s, s r l s, s g p s, s coop, sociedad cooperativa, sh p k, sh a, koll sti, s a e, b m, k f t, z r t, b t',
  'sanayi ve ticaret, san ve tic, sanayi ticaret, san tic, fz llc, kooperasie beperk, charitable incorporated organisation',
  'close corporation, non profit company, nonprofit company, state owned company, public limited company, limited liability company',
  'limited liability partnership, limited partnership, private limited, public company limited, community interest company',
  'gesellschaft mit beschrankter haftung, aktiengesellschaft, kommanditgesellschaft',
  'offene handelsgesellschaft, eingetragener verein, eingetragene genossenschaft, e v, e k, e g, besloten vennootschap, naamloze vennootschap',
  'societe anonyme, societe a responsabilite limitee, societe par actions simplifiee, societe en nom collectif, societe civile immobiliere',
  's a de c v, sa de cv, s a b de c v, sab de cv, s de r l de c v, s de rl de cv, s de rl, s de r l, s a p i de c v, sapi de cv, s c de r l',
  'sociedad anonima, sociedad limitada, sociedad de responsabilidad limitada, sociedad anonima de capital variable, sociedade limitada',
  'sociedade anonima, e i r l, sociedad por acciones simplificada, s p a, s r l s, societa per azioni, societa a responsabilita limitata',
  'soc coop, societa cooperativa, soc coop a r l, s c a r l, scarl, s a p a, s n c, s a s',
  'sp z o o, sp zoo, spolka z o o, spolka z ograniczona odpowiedzialnoscia, spolka akcyjna, sp j, sp k, sp p, sp z o o sp k, s k a, p s a',
  's r o, spol s r o, spolecnost s rucenim omezenym, akciova spolecnost, d o o, j d o o, d d, d n o, o o d, e o o d',
  'aktiebolag, aktieselskab, aksjeselskap, anpartsselskab, osakeyhtio, osuuskunta, ab publ, i s, k s, p s, a s, v o f, korlatolt felelossegu tarsasag',
  'ltd sti, limited sirketi, anonim sirketi, sanayi ve ticaret ltd sti, san ve tic ltd sti, san tic ltd sti, a o, tic ltd sti',
  'sdn bhd, sendirian berhad, berhad, persero tbk, private limited company, one person company, company limited, co ltd',
  'proprietary limited, pty ltd, no liability, s a r l, s p r l, a e, e p e, o e, i k e, k s c, s a l, s a k, p j s c, w l l',
  'общество с ограниченной ответственностью, акционерное общество, публичное акционерное общество, закрытое акционерное общество',
  'ש מ, בע מ, ע ר, ذ م م, ش م م, ش ذ م م, ش م ك, ش م ع, ش م ل, ش م خ, ش ش و, ذات مسؤولية محدودة, المحدودة, محدودة',
].join(', ')

const ARTICLES: ReadonlySet<string> = new Set(
  'the a an die das der le la les l el los las o os de het il lo'.split(' '),
)
const BEFORE_FORM: ReadonlySet<string> = new Set(['rf', 'soc'])

/** In front of a name, everywhere. */
const FRONTS = [
  'ооо, оао, зао, пао, нао, тоо, одо, тов, прат, пат, фгуп, муп, гуп, общество с ограниченной ответственностью, акционерное общество',
  'публичное акционерное общество, закрытое акционерное общество, товариство з обмеженою відповідальністю, індивідуальний підприємець',
  'uab, sia, cong ty tnhh, cong ty co phan, cong ty cp, cong ty trach nhiem huu han, شركة, p t, n v, b v, s a r l, sarl, eurl, sasu, 株, 주',
].join(', ')

const FRONTS_SOMEWHERE: Readonly<Record<string, string>> = {
  pt: 'ID',
  cv: 'ID',
  ао: 'RU KZ UA BY',
  ип: 'RU KZ BY',
  ано: 'RU',
  ab: 'LT SE',
  sc: 'RO',
  ud: 'ID',
}

const GLUED = [
  ...[
    '株式会社',
    '有限会社',
    '合同会社',
    '合資会社',
    '合名会社',
    '一般社団法人',
    '公益社団法人',
    '一般財団法人',
    '医療法人',
    '㈱',
    '㈲',
  ],
  ...['股份有限公司', '有限责任公司', '有限責任公司', '股份公司', '有限公司', '集团有限公司'],
  ...['주식회사', '유한회사', '유한책임회사', '합자회사', '합명회사'],
  ...['บริษัทมหาชนจำกัด', 'บริษัท', 'ห้างหุ้นส่วนจำกัด', 'มหาชน', 'จำกัด'],
]
/** The same in brackets, which folding makes a word of: `(株)`, `(주)`. */
const GLUED_WORDS = '株 有 주 유 มหาชน'

const listOf = (text: string): readonly (readonly string[])[] =>
  text
    .split(/\s*,\s*/)
    .map((phrase) => foldWords(phrase, ' ').split(' '))
    .sort((one, other) => other.length - one.length)

const folded = (text: string): string[] => text.split(' ').map((word) => foldWords(word, ''))
const local = (forms: Readonly<Record<string, string>>, country: string): string[] =>
  Object.entries(forms).flatMap(([form, countries]) =>
    countries.split(' ').includes(country) ? [foldWords(form, '')] : [],
  )

const everywhere = folded(`${ANYWHERE} ${GLUED_WORDS}`)
const phrases = listOf(PHRASES)
const fronts = listOf(FRONTS)
const letters: ReadonlySet<string> = new Set([...everywhere, ...folded(Object.keys(SOMEWHERE).join(' '))])
const gluedForms = [...GLUED].sort((one, other) => other.length - one.length).map((form) => foldWords(form, ''))
const glued = new RegExp(`^(?:${gluedForms.join('|')})|(?:${gluedForms.join('|')})$`, 'u')
const made = new Map<string, LegalForms>()

/**
 * Legal forms of organizations in all countries that are known. Forms that are words elsewhere (`SA`, `AB`, `Spa`) count as one written
 * word only in their own countries; letter by letter (`S.A.`) everywhere.
 * @param country ISO 3166-1 alpha-2, upper case; empty when unknown
 */
export function legalFormsOf(country: string): LegalForms {
  const known = made.get(country)
  if (known !== undefined) return known
  const forms: LegalForms = {
    words: new Set([...everywhere, ...local(SOMEWHERE, country)]),
    letters,
    beforeForm: BEFORE_FORM,
    articles: ARTICLES,
    phrases,
    fronts: [...fronts, ...local(FRONTS_SOMEWHERE, country).map((form) => [form])],
    glued,
  }
  // There are few countries, but what is asked for is anybody's text.
  if (made.size < 300) made.set(country, forms)
  return forms
}
