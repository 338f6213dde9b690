import { cleanText } from '../text/clean-text.ts'
import { saysNothing } from '../text/says-nothing.ts'
import { absent, accepted, type Normalised, refused, saidNothing } from './normalised.ts'

const INVALID = refused(
  'invalid_coordinates',
  'The text is no latitude and longitude on Earth; write them in degrees, latitude first: `-33.92490,18.42410`.',
)
const PLACEHOLDER = saidNothing(
  'placeholder_coordinates',
  'Latitude and longitude are both zero, which stands for none; put the place in the source.',
)
const SWAPPED = [
  {
    code: 'swapped_coordinates',
    message: 'Longitude stood before latitude, as only one order lies on Earth; they were swapped.',
  },
]
const LONGEST = 120
const CANONICAL = /^-?\d{1,2}\.\d{5},-?\d{1,3}\.\d{5}$/
const POINT = /^(?:srid=4326; ?)?point ?\(([^()]*)\)$/i
const DEGREES = /^([NSEWO])? ?([+-]?\d{1,3}(?:[.,]\d+)?)(?: ?[°º] ?| ?deg ?)?$/i
const DEGREES_MINUTES =
  /^([NSEW])? ?([+-]?\d{1,3}) ?(?:°|º|d|deg| ) ?(\d{1,2}(?:[.,]\d+)?) ?(?:'|′|’|m| |$)? ?(?:(\d{1,2}(?:[.,]\d+)?) ?(?:"|″|”|''|’’|′′|s)?)?$/i

/** One of the two, and the axis if a letter said it. */
interface Angle {
  readonly degrees: number
  readonly axis: 'latitude' | 'longitude' | undefined
}

const numeral = (text: string | undefined): number => (text === undefined ? 0 : Number(text.replace(',', '.')))

function angle(text: string): Angle | null {
  const [, before = '', rest = text, after = ''] = /^([NSEW]?) ?(.*?) ?([NSEW]?)$/i.exec(text.trim()) ?? []
  if (before !== '' && after !== '') return null
  const letter = (before + after).toUpperCase()
  const axis = letter === '' ? undefined : letter === 'N' || letter === 'S' ? 'latitude' : 'longitude'
  const plain = DEGREES.exec(rest)
  const parts = plain === null ? DEGREES_MINUTES.exec(rest) : null
  const whole = plain?.[2] ?? parts?.[2]
  if (whole === undefined) return null
  const [minutes, seconds] = [numeral(parts?.[3]), numeral(parts?.[4])]
  if (minutes >= 60 || seconds >= 60) return null
  const size = Math.abs(numeral(whole)) + minutes / 60 + seconds / 3600
  const isNegative = whole.startsWith('-')
  if (isNegative && letter !== '') return null
  return { degrees: isNegative || letter === 'S' || letter === 'W' ? -size : size, axis }
}

/** The two texts of a pair, however they are divided. */
function halves(text: string): readonly [string, string] | null {
  for (const mark of [/ ?[;|/] ?/, /, /, /,/, / /]) {
    const parts = text.split(mark)
    if (parts.length === 2) return [parts[0] ?? '', parts[1] ?? '']
  }
  const decimals = /^([+-]?\d+,\d+) ?[, ] ?([+-]?\d+,\d+)$/.exec(text)
  if (decimals !== null) return [decimals[1] ?? '', decimals[2] ?? '']
  const lettered = /^(.*?[NSEW])[ ,]{0,2}(.*)$/i.exec(text)
  const [, first = '', second = ''] = lettered ?? []
  if (first.length > 1) return [first, second]
  const leading = /^([NS].*?)[ ,]{0,2}([EW].*)$/i.exec(text)
  return leading === null ? null : [leading[1] ?? '', leading[2] ?? '']
}

const fixed = (degrees: number): string => {
  const text = degrees.toFixed(5)
  return text === '-0.00000' ? '0.00000' : text
}
const isLatitude = (degrees: number): boolean => Math.abs(degrees) <= 90
const isLongitude = (degrees: number): boolean => Math.abs(degrees) <= 180

function onEarth(first: Angle, second: Angle): Normalised<string> {
  if (first.axis !== undefined && first.axis === second.axis) return INVALID
  const isTold = first.axis !== undefined || second.axis !== undefined
  const isReversed = first.axis === 'longitude' || second.axis === 'latitude'
  const [latitude, longitude] = isReversed ? [second.degrees, first.degrees] : [first.degrees, second.degrees]
  const [y, x] = [fixed(latitude), fixed(longitude)]
  if (Number(y) === 0 && Number(x) === 0) return PLACEHOLDER
  if (isLatitude(latitude) && isLongitude(longitude)) return accepted(`${y},${x}`)
  if (!isTold && isLatitude(longitude) && isLongitude(latitude)) return accepted(`${x},${y}`, SWAPPED)
  return INVALID
}

/**
 * A place as latitude and longitude in degrees with five decimals, about a metre: `-33.92490,18.42410`. Reads decimal
 * degrees (with a decimal comma too, where another mark divides the two), degrees, minutes and seconds with or
 * without letters, `POINT(x y)` and `geo:`. Latitude comes first unless letters say otherwise, or only the other
 * order lies on Earth (`swapped_coordinates`). Null with `placeholder_coordinates` for zero and zero, with
 * `invalid_coordinates` for anything else. Total and idempotent.
 */
export function normaliseCoordinates(raw: string): Normalised<string> {
  const text = cleanText(raw)
  if (text === null) return absent
  if (text.length > LONGEST) return INVALID
  const bare = text
    .replace(/[−–]/g, '-')
    .replace(/^geo:/i, '')
    .replace(/^[([] ?(.*?) ?[)\]]$/, '$1')
  const point = CANONICAL.test(bare) ? null : POINT.exec(bare)
  const pair = halves(point === null ? bare : (point[1] ?? '').trim())
  const [first, second] = pair === null ? [null, null] : [angle(pair[0]), angle(pair[1])]
  if (first === null || second === null) return saysNothing(text) ? absent : INVALID
  return point === null ? onEarth(first, second) : onEarth(second, first)
}

/** Latitude and longitude of a normalised place, in degrees. */
export function degreesOf(place: string): readonly [latitude: number, longitude: number] {
  const [latitude = '', longitude = ''] = place.split(',')
  return [Number(latitude), Number(longitude)]
}
