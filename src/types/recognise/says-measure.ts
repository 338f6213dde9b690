import { foldText } from '../text/fold-text.ts'

const UNITS = new Set(
  [
    'days day weeks week months month years year hours hour minutes jours jour semaines semaine mois ans an heures',
    'tage tagen tag wochen woche monate monaten monat jahre jahren jahr stunden stunde dagen dag weken maanden maand',
    'jaar uur dias dia semanas semana meses mes anos ano horas hora giorni giorno settimane mesi anni ore dagar dni',
    'stuck stk piece pieces pcs pc units unit items stuks unidades unidade unites unite pezzi szt adet',
    'kg g mg t lb lbs oz m cm mm km m2 m3 qm sqm sqft ft l ml kw kwh mw w v a gb mb tb percent prozent pct',
  ]
    .join(' ')
    .split(' '),
)
const BESIDE = new Set(
  'net netto nets fin de end of eom from after invoice date business working ouvres calendar'.split(' '),
)
const MEASURE = /^[-+]?\d[\d.,]*(?:\s*[-–x]\s*\d[\d.,]*)?\s*([\p{L}%°][\p{L}\d²³%° .]*)$/u

/** Whether a cell is a number of something: `36 jours`, `30 days net`, `2 Stück`. */
export function saysMeasure(cell: string): boolean {
  const words = foldText(MEASURE.exec(cell.trim())?.[1] ?? '')
    .split(/[ .]+/)
    .filter((word) => word !== '')
  return words.some((word) => UNITS.has(word)) && words.every((word) => UNITS.has(word) || BESIDE.has(word))
}
