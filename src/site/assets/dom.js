// Every value enters a page here, as text: nothing is ever parsed as HTML.

/**
 * Makes an element. Attributes that start with `on` are listeners; `class` and the rest are set as they are.
 * @param {string} tag
 * @param {Record<string, unknown>} [attributes]
 * @param {...(Node | string | number | null | undefined | (Node | string | null)[])} children
 */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value)
    else element.setAttribute(name, value === true ? '' : String(value))
  }
  for (const child of children.flat()) {
    if (child === null || child === undefined) continue
    element.append(child instanceof Node ? child : shown(child))
  }
  return element
}

/** Text without the characters that could disguise it. */
export const shown = (value) => String(value ?? '').replaceAll(/[\p{Cc}\p{Bidi_Control}\u2028\u2029]/gu, ' ')

const whole = new Intl.NumberFormat('en-US')
const short = new Intl.NumberFormat('en-US', { maximumFractionDigits: 3 })

export const count = (value) => (typeof value === 'number' ? whole.format(value) : '–')
export const number = (value) => (typeof value === 'number' ? short.format(value) : shown(value))
export const plural = (value, one, many = `${one}s`) => `${count(value)} ${value === 1 ? one : many}`
export const time = (iso) => (iso ? `${shown(iso).slice(0, 16).replace('T', ' ')} UTC` : '–')
export const bytes = (value) =>
  value < 1024
    ? `${count(value)} B`
    : value < 1024 ** 2
      ? `${short.format(Math.round(value / 102.4) / 10)} KB`
      : `${short.format(Math.round(value / 1024 / 102.4) / 10)} MB`

const marks = {
  published: '●',
  passed: '●',
  warned: '▲',
  uncertain: '▲',
  warning: '▲',
  unchanged: '○',
  blocked: '■',
  failed: '■',
  timed_out: '■',
  cancelled: '○',
  error: '■',
}

/** A state in words, with a mark and a colour that only repeat them. */
export const status = (name) =>
  h('span', { class: `status ${shown(name)}` }, h('span', { 'aria-hidden': 'true' }, `${marks[name] ?? '○'} `), name)

/** Reads a document of the site. @throws Error with a sentence for people */
export async function readDocument(path) {
  const reply = await fetch(path)
  if (reply.status === 404) return undefined
  if (!reply.ok) throw new Error(`${path} could not be read (${reply.status}).`)
  return reply.json()
}

/** A list of terms and what they say. */
export const facts = (pairs) =>
  h(
    'dl',
    { class: 'facts' },
    pairs
      .filter(([, value]) => value !== null && value !== undefined)
      .map(([term, value]) => h('div', {}, h('dt', {}, term), h('dd', {}, value))),
  )
