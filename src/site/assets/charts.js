import { h, number } from './dom.js'
import uPlot from './uplot.js'

const svg = 'http://www.w3.org/2000/svg'

/** A line in a line of text: the last values, oldest first. Gaps stay gaps. */
export function sparkline(values, label) {
  const known = values.filter((value) => typeof value === 'number')
  if (known.length < 2) return h('span', { class: 'quiet' }, 'no history yet')
  const least = Math.min(...known)
  const span = Math.max(...known) - least || 1
  const x = (at) => 2 + (at * 76) / Math.max(1, values.length - 1)
  const y = (value) => 18 - ((value - least) * 16) / span
  let path = ''
  let open = false
  for (const [at, value] of values.entries()) {
    if (typeof value !== 'number') open = false
    else {
      path += `${open ? 'L' : 'M'}${x(at).toFixed(1)} ${y(value).toFixed(1)}`
      open = true
    }
  }
  const picture = document.createElementNS(svg, 'svg')
  for (const [name, value] of Object.entries({
    viewBox: '0 0 80 20',
    width: '80',
    height: '20',
    class: 'sparkline',
    role: 'img',
    'aria-label': `${label}: ${known.slice(-6).map(number).join(', ')}`,
  }))
    picture.setAttribute(name, value)
  const line = document.createElementNS(svg, 'path')
  line.setAttribute('d', path)
  const dot = document.createElementNS(svg, 'circle')
  const lastAt = values.findLastIndex((value) => typeof value === 'number')
  dot.setAttribute('cx', x(lastAt).toFixed(1))
  dot.setAttribute('cy', y(values[lastAt]).toFixed(1))
  dot.setAttribute('r', '2')
  picture.append(line, dot)
  return picture
}

/** Seconds since 1970 as a day, with the hour where there is one. */
const instant = (seconds) => new Date(seconds * 1000).toISOString().slice(0, 16).replace('T00:00', '').replace('T', ' ')

const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim()

/**
 * A chart over time, redrawn when the page's width or its colours change.
 * @param {{ title: string, times: string[], series: { label: string, values: (number | null)[], colour: string, dash?: number[] }[], height?: number }} options
 */
export function chart({ title, times, series, height = 180 }) {
  const box = h('div', { class: 'plot' })
  const figure = h(
    'figure',
    { class: 'chart', 'aria-label': title },
    h('figcaption', {}, title),
    box,
    h(
      'p',
      { class: 'visually-hidden' },
      series
        .map(({ label, values }) => {
          const known = values.filter((value) => value !== null)
          return `${label}: from ${number(known[0])} to ${number(known.at(-1))}, least ${number(Math.min(...known))}, most ${number(Math.max(...known))}.`
        })
        .join(' '),
    ),
  )
  const data = [times.map((at) => Date.parse(at) / 1000), ...series.map(({ values }) => values)]
  let plot
  const draw = () => {
    plot?.destroy()
    if (!figure.isConnected || box.clientWidth === 0) return
    const axis = { stroke: colour('--quiet'), grid: { stroke: colour('--line'), width: 1 }, ticks: { show: false } }
    plot = new uPlot(
      {
        width: box.clientWidth,
        height,
        tzDate: (stamp) => uPlot.tzDate(new Date(stamp * 1e3), 'Etc/UTC'),
        cursor: { drag: { x: false, y: false } },
        scales: { y: { range: (_, low, high) => [Math.min(0, low ?? 0), (high ?? 0) === 0 ? 1 : high * 1.05] } },
        axes: [
          { ...axis, space: 110, values: (_, ticks) => ticks.map(instant) },
          { ...axis, size: 64, values: (_, ticks) => ticks.map(number) },
        ],
        series: [
          { label: 'Time (UTC)', value: (_, at) => (at === null ? '–' : instant(at)) },
          ...series.map((one) => ({
            label: one.label,
            stroke: colour(one.colour),
            width: 2,
            dash: one.dash,
            points: { show: times.length < 60, size: 6, fill: colour(one.colour) },
          })),
        ],
      },
      data,
      box,
    )
  }
  new ResizeObserver(draw).observe(box)
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', draw)
  return figure
}
