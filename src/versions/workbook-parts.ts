/** Cell formats of the workbook: indexes into `cellXfs` of `stylesXml`. */
export const cellFormat = { plain: 0, header: 1, body: 2, striped: 3, excellent: 4, good: 5, poor: 6, bad: 7 } as const

const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const packages = 'http://schemas.openxmlformats.org/package/2006'

const special = /[&<>\p{Cc}\ufffe\uffff]|_x[0-9A-Fa-f]{4}_/u
const everySpecial = new RegExp(special.source, 'gu')

function escaped(match: string): string {
  if (match === '&') return '&amp;'
  if (match === '<') return '&lt;'
  if (match === '>') return '&gt;'
  if (match.startsWith('_x')) return `_x005F${match}`
  if (match === '\t' || match === '\n' || (match >= '\u007f' && match <= '\u009f')) return match
  return `_x${match.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`
}

/** Text as it may stand in a worksheet. What XML cannot hold is written `_xHHHH_` (ECMA-376, 22.9.2.19, ST_Xstring). */
export function cellText(text: string): string {
  const whole = text.isWellFormed() ? text : text.toWellFormed()
  return special.test(whole) ? whole.replace(everySpecial, escaped) : whole
}

/** `A`, `B` … `Z`, `AA` … for 0, 1 … */
export function columnLetters(index: number): string {
  const last = String.fromCharCode(65 + (index % 26))
  return index < 26 ? last : columnLetters(Math.floor(index / 26) - 1) + last
}

const fill = (rgb: string) =>
  `<fill><patternFill patternType="solid"><fgColor rgb="FF${rgb}"/><bgColor indexed="64"/></patternFill></fill>`
const fills = ['366092', 'F0F0F0', 'C6EFCE', 'FFEB9C', 'FFC7CE', 'FF0000']
const bodyFormat = (fillId: number) =>
  `<xf numFmtId="0" fontId="0" fillId="${fillId}" borderId="0" xfId="0" applyFill="1" applyAlignment="1"><alignment vertical="top"/></xf>`

const stylesXml = `${head}<styleSheet xmlns="${main}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/><family val="2"/></font><font><b/><sz val="12"/><color rgb="FFFFFFFF"/><name val="Calibri"/><family val="2"/></font></fonts><fills count="${fills.length + 2}"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>${fills.map(fill).join('')}</fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="8"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="0" fontId="1" fillId="2" borderId="0" xfId="0" applyFont="1" applyFill="1" applyAlignment="1"><alignment horizontal="center" vertical="center" wrapText="1"/></xf>${[0, 3, 4, 5, 6, 7].map(bodyFormat).join('')}</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`

const packageRelationsXml = `${head}<Relationships xmlns="${packages}/relationships"><Relationship Id="rId1" Type="${office}/officeDocument" Target="xl/workbook.xml"/></Relationships>`

/** A sheet's opening: frozen header row when asked, column widths in characters. */
export function sheetStartXml(widths: readonly number[], frozen: boolean): string {
  const pane = frozen ? '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>' : ''
  const columns = widths.map((width, i) => `<col min="${i + 1}" max="${i + 1}" width="${width}" customWidth="1"/>`)
  return `${head}<worksheet xmlns="${main}"><sheetViews><sheetView workbookViewId="0">${pane}</sheetView></sheetViews><sheetFormatPr defaultRowHeight="15"/><cols>${columns.join('')}</cols><sheetData>`
}

/** A sheet's end: the filter over the given range. */
export function sheetEndXml(filter: string | undefined): string {
  return `</sheetData>${filter ? `<autoFilter ref="${filter}"/>` : ''}</worksheet>`
}

export interface SheetEntry {
  readonly name: string
  /** The filtered range, absolute (`$A$1:$B$9`). */
  readonly filter?: string
}

/** The parts that bind the sheets together, by name inside the package. */
export function workbookParts(sheets: readonly SheetEntry[]): Map<string, string> {
  const list = sheets.map(({ name }, i) => `<sheet name="${cellText(name)}" sheetId="${i + 1}" r:id="rId${i + 1}"/>`)
  const names = sheets.flatMap(({ name, filter }, i) =>
    filter
      ? [`<definedName name="_xlnm._FilterDatabase" localSheetId="${i}" hidden="1">'${name}'!${filter}</definedName>`]
      : [],
  )
  const relations = sheets.map(
    (_, i) => `<Relationship Id="rId${i + 1}" Type="${office}/worksheet" Target="worksheets/sheet${i + 1}.xml"/>`,
  )
  const types = sheets.map(
    (_, i) =>
      `<Override PartName="/xl/worksheets/sheet${i + 1}.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>`,
  )
  return new Map([
    [
      'xl/workbook.xml',
      `${head}<workbook xmlns="${main}" xmlns:r="${office}"><sheets>${list.join('')}</sheets>${names.length > 0 ? `<definedNames>${names.join('')}</definedNames>` : ''}</workbook>`,
    ],
    [
      'xl/_rels/workbook.xml.rels',
      `${head}<Relationships xmlns="${packages}/relationships">${relations.join('')}<Relationship Id="rId${sheets.length + 1}" Type="${office}/styles" Target="styles.xml"/></Relationships>`,
    ],
    ['xl/styles.xml', stylesXml],
    ['_rels/.rels', packageRelationsXml],
    [
      '[Content_Types].xml',
      `${head}<Types xmlns="${packages}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>${types.join('')}<Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/></Types>`,
    ],
  ])
}
