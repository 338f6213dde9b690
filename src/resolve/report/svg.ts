import { escapeHtml } from './html.ts'

/** Width of every chart, in pixels. */
export const WIDTH = 760
/** For, against, and neither. Each stands out by 3 to 1 from a light page and from a dark one. */
export const FOR = '#2f8a56'
export const AGAINST = '#c4513a'
export const NEUTRAL = '#4a7cc7'

/**
 * Parts of a chart as SVG text. Text and lines take the colour of the page around them; nothing has a style or a class, so pages that
 * forbid inline styles show the chart too.
 */
export const drawing = (height: number, parts: readonly string[]): string =>
  `<svg width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" fill="currentColor" font-family="system-ui, sans-serif" font-size="12">${parts.join('')}</svg>`

/** Escaped text; `y` is the middle of its line. */
export const label = (x: number, y: number, text: string, anchor: 'start' | 'middle' | 'end' = 'start'): string =>
  `<text x="${exact(x)}" y="${exact(y)}" dy="0.35em" text-anchor="${anchor}">${escapeHtml(text)}</text>`

/** A rectangle between two corners, in whichever order. */
export const bar = (x: number, y: number, toX: number, toY: number, fill: string): string =>
  `<rect x="${exact(Math.min(x, toX))}" y="${exact(Math.min(y, toY))}" width="${exact(Math.abs(toX - x))}" height="${exact(Math.abs(toY - y))}" fill="${fill}"/>`

export const rule = (x: number, y: number, toX: number, toY: number, opacity = 0.25): string =>
  `<line x1="${exact(x)}" y1="${exact(y)}" x2="${exact(toX)}" y2="${exact(toY)}" stroke="currentColor" stroke-opacity="${opacity}"/>`

/** A line through points, each marked. */
export const path = (points: readonly (readonly [number, number])[], stroke: string): string =>
  `<polyline points="${points.map(([x, y]) => `${exact(x)},${exact(y)}`).join(' ')}" fill="none" stroke="${stroke}" stroke-width="2"/>${points
    .map(([x, y]) => `<circle cx="${exact(x)}" cy="${exact(y)}" r="3" fill="${stroke}"/>`)
    .join('')}`

/** Names of series beside their colours, from the right edge inwards. */
export function legend(entries: readonly { readonly name: string; readonly colour: string }[]): string {
  const parts: string[] = []
  let x = WIDTH
  for (const { name, colour } of [...entries].reverse()) {
    x -= name.length * 6.6
    parts.push(label(x, 10, name))
    x -= 16
    parts.push(bar(x, 4, x + 12, 16, colour))
    x -= 14
  }
  return parts.join('')
}

/** Round numbers inside of a range: two to six or so, one step apart. */
export function ticks(from: number, until: number): number[] {
  if (!(until - from > 1e-9)) return [from]
  const rough = (until - from) / 5
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = ([1, 2, 5].find((factor) => factor * power >= rough) ?? 10) * power
  const first = Math.ceil(from / step - 1e-9)
  const count = Math.floor(until / step + 1e-9) - first + 1
  return Array.from({ length: count }, (_, at) => Number(((first + at) * step).toPrecision(12)))
}

export const cut = (text: string, most = 46): string => (text.length > most ? `${text.slice(0, most - 1)}…` : text)

const exact = (value: number): number => Math.round(value * 100) / 100
