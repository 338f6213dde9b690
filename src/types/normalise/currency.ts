const ISO: ReadonlySet<string> = new Set(Intl.supportedValuesOf('currency'))

/**
 * Signs and short forms of money, in lower case, and the currencies they may mean; one that ends a longer one stands
 * after it.
 */
const SIGNS: Readonly<Record<string, string>> = {
  us$: 'USD',
  ca$: 'CAD',
  c$: 'CAD NIO',
  au$: 'AUD',
  a$: 'AUD',
  nz$: 'NZD',
  hk$: 'HKD',
  nt$: 'TWD',
  s$: 'SGD',
  mx$: 'MXN',
  n$: 'NAD',
  z$: 'ZWG',
  r$: 'BRL',
  $: 'USD CAD AUD NZD SGD HKD TWD NAD MXN ARS CLP COP UYU DOP BSD BBD BZD BMD BND FJD GYD JMD KYD LRD SBD SRD TTD XCD XCG',
  '£': 'GBP EGP FKP GIP SHP SSP SDG SYP LBP',
  '€': 'EUR',
  euro: 'EUR',
  euros: 'EUR',
  '¥': 'JPY CNY',
  円: 'JPY',
  元: 'CNY TWD HKD',
  rmb: 'CNY',
  '₹': 'INR',
  rs: 'INR PKR LKR NPR MUR SCR',
  'rs.': 'INR PKR LKR NPR MUR SCR',
  '₨': 'INR PKR LKR NPR MUR SCR',
  r: 'ZAR BRL',
  'fr.': 'CHF',
  fr: 'CHF',
  sfr: 'CHF',
  kr: 'SEK NOK DKK ISK',
  'kr.': 'SEK NOK DKK ISK',
  zł: 'PLN',
  kč: 'CZK',
  ft: 'HUF',
  lei: 'RON MDL',
  '₺': 'TRY',
  tl: 'TRY',
  '₽': 'RUB',
  'руб.': 'RUB BYN',
  руб: 'RUB BYN',
  '₴': 'UAH',
  '₩': 'KRW KPW',
  '₪': 'ILS',
  '₫': 'VND',
  '฿': 'THB',
  '₱': 'PHP',
  '₦': 'NGN',
  '₵': 'GHS',
  'gh₵': 'GHS',
  ksh: 'KES',
  kshs: 'KES',
  tsh: 'TZS',
  ush: 'UGX',
  p: 'BWP',
  k: 'ZMW PGK MMK',
  rp: 'IDR',
  rm: 'MYR',
  's/': 'PEN',
  '₡': 'CRC',
  '₲': 'PYG',
  '₸': 'KZT',
  '₼': 'AZN',
  '₾': 'GEL',
}

const MEANING: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries(SIGNS).map(([sign, currencies]) => [sign, currencies.split(' ')]),
)

/** Currencies that a sign, a short form or an ISO 4217 code may mean; undefined for any other word. */
export function currenciesOf(sign: string): readonly string[] | undefined {
  const code = sign.toUpperCase()
  return code.length === 3 && ISO.has(code) ? [code] : MEANING.get(sign.toLowerCase())
}

/** Whether a text is a currency's code of ISO 4217. */
export const isCurrency = (code: string): boolean => ISO.has(code)

/** How many decimals a currency has: 2 of most, 0 of the yen, 3 of the Kuwaiti dinar. */
export const decimalsOf = (currency: string): number =>
  new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2
