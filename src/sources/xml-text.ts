const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

function entity(whole: string, name: string): string {
  if (!name.startsWith('#')) return named[name] ?? whole
  const code =
    name.startsWith('#x') || name.startsWith('#X') ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1))
  return Number.isInteger(code) && code >= 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole
}

/**
 * Text of UTF-8 XML bytes: line ends as XML reads them, the five named entities and numeric ones, then the `_xHHHH_`
 * escapes of OOXML. `rich` may be 0 when the bytes are known to be ASCII without `&`, `_` or CR, 0x80 when only not ASCII.
 */
export function xmlText(bytes: Buffer, start: number, end: number, rich: number): string {
  if (start >= end) return ''
  if (rich === 0) return bytes.toString('latin1', start, end)
  const text = bytes.toString('utf8', start, end)
  if ((rich & 1) === 0) return text
  const lines = text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text
  const resolved = lines.includes('&') ? lines.replace(/&(#?\w+);/g, entity) : lines
  if (!resolved.includes('_x')) return resolved
  return resolved.replace(/_x([0-9a-fA-F]{4})_/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
}
