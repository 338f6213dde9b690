import { foldText } from '../text/fold-text.ts'

/**
 * January to December in English, Afrikaans, German, French, Spanish, Portuguese, Dutch and Italian, short forms too,
 * without accents.
 */
const NAMES = [
  'stycznia styczen ocak sijecnja ianuarie januarja leden ledna tammikuu januar jan january januarie januar janner janvier janv enero ene janeiro januari gennaio gen',
  'lutego luty subat unor unora februarie helmikuu feb february februarie februar feber fevrier fevr fev febrero fevereiro februari febbraio',
  'marca marzec mart brezen brezna martie maaliskuu mar march mrt maart marz mars marzo marco',
  'kwietnia kwiecien nisan duben dubna aprilie huhtikuu apr april avril avr abril abr aprile',
  'maja mayis kveten kvetna toukokuu may mei mai mayo maio maggio mag',
  'czerwca czerwiec haziran cerven cervna iunie kesakuu jun june junie juni juin junio junho giugno giu',
  'lipca lipiec temmuz cervenec cervence iulie heinakuu jul july julie juli juillet juil julio julho luglio lug',
  'sierpnia sierpien agustos srpen srpna elokuu aug august augustus aout agosto ago',
  'wrzesnia wrzesien eylul zari septembrie syyskuu sep sept september septembre septiembre setiembre setembro set settembre sett',
  'pazdziernika pazdziernik ekim rijen rijna octombrie lokakuu oct october okt oktober octobre octubre outubro out ottobre ott',
  'listopada listopad kasim noiembrie marraskuu nov november novembre noviembre novembro',
  'grudnia grudzien aralik prosinec prosince decembrie joulukuu dec december des desember dezember dez decembre diciembre dic dezembro dicembre',
]
const MONTHS: ReadonlyMap<string, number> = new Map(
  NAMES.flatMap((names, at) => names.split(' ').map((name): [string, number] => [name, at + 1])),
)

/** By the first letters, which all cases of the word have. */
const CYRILLIC: readonly (readonly [string, number])[] = [
  ...(['янв', 'фев', 'мар', 'апр', 'мая', 'июн', 'июл', 'авг', 'сен', 'окт', 'ноя', 'дек'] as const).map(
    (start, at): [string, number] => [foldText(start), at + 1],
  ),
  [foldText('май'), 5],
]

const WEEKDAYS: ReadonlySet<string> = new Set(
  `mon monday tue tues tuesday wed weds wednesday thu thur thurs thursday fri friday sat saturday sun sunday
  maandag dinsdag woensdag donderdag vrydag vrijdag saterdag zaterdag sondag zondag
  mo di mi do fr sa so montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag
  lundi mardi mercredi jeudi vendredi samedi dimanche lun mer jeu ven sam dim
  lunes martes miercoles jueves viernes sabado domingo
  segunda terca quarta quinta sexta segunda-feira terca-feira quarta-feira quinta-feira sexta-feira
  ma wo vr za zo lunedi martedi mercoledi giovedi venerdi domenica pzt sal car per cum cmt paz pon wto sro czw pia sob nie пн вт ср чт пт сб вс`
    .split(/\s+/)
    .filter((word) => word !== ''),
)
const FIRST_WORD = /^([a-zа-я-]{2,14})\.?,? /

/** The text without a day of the week in front of digits. */
export function withoutWeekday(text: string): string {
  if (!/^\p{L}/u.test(text)) return text
  const folded = foldText(text)
  const [prefix = '', word = ''] = FIRST_WORD.exec(folded) ?? []
  return WEEKDAYS.has(word) && /^\d/.test(folded.slice(prefix.length)) ? folded.slice(prefix.length) : text
}

/** The month of a name or short form in lower case without accents; undefined for any other word. */
export const monthNamed = (name: string): number | undefined =>
  MONTHS.get(name) ?? CYRILLIC.find(([start]) => name.startsWith(start))?.[1]

/**
 * A written date in lower case without accents, and without the day of the week and words that only join its parts.
 */
export function plainWrittenDate(text: string): string {
  const folded = foldText(text)
  const [prefix = '', word = ''] = FIRST_WORD.exec(folded) ?? []
  const bare = WEEKDAYS.has(word) ? folded.slice(prefix.length) : folded
  return bare.replace(/^(?:le|el|den|am|der|die|the) /, '').replace(/ (?:of|de|del|di|van) /g, ' ')
}
