// The review page: two records side by side, what each comparison adds, and keys to answer with. Values enter as text only (`h`).
import { h, shown } from './dom.js'

const MOST_BITS_WIDTH = 100
const place = document.getElementById('review')
const said = document.getElementById('said')
const token = takeToken()

/** @type {{ pairs: any[], run: string } | null} */
let queue = null
/** By pair that was dealt with: the decision, or null where it was skipped. */
const past = []
let busy = false

/** The token stands behind the # of the address once; the tab keeps it, the address does not. */
function takeToken() {
  const given = /^#token=([A-Za-z0-9_-]+)$/.exec(location.hash)?.[1]
  if (given === undefined) return sessionStorage.getItem('hotpass-token')
  sessionStorage.setItem('hotpass-token', given)
  history.replaceState(null, '', location.pathname)
  return given
}

async function send(path, body) {
  const reply = await fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-hotpass-token': token ?? '' },
    body: JSON.stringify(body),
  })
  const answer = await reply.json().catch(() => ({ error: 'The server gave no answer that can be read.' }))
  if (!reply.ok) throw new Error(answer.error)
  return answer
}

/** Does one thing at a time, and says what went wrong. */
async function once(work) {
  if (busy) return
  busy = true
  try {
    await work()
  } catch (error) {
    said.textContent = shown(error instanceof Error ? error.message : error)
  } finally {
    busy = false
  }
}

const current = () => queue?.pairs[past.length]

const answer = (verdict) =>
  once(async () => {
    const pair = current()
    if (pair === undefined || token === null) return
    const why = document.getElementById('why')?.value.trim() || 'looked at side by side'
    const { decision } = await send('answers', { pair_id: pair.pair_id, subject: pair.subject, verdict, why })
    past.push(decision)
    draw(verdict === 'same' ? 'Kept: they are one.' : 'Kept: they are different.')
  })

const skip = () =>
  once(async () => {
    if (current() === undefined) return
    past.push(null)
    draw('Skipped.')
  })

const undo = () =>
  once(async () => {
    if (past.length === 0) return
    const decision = past[past.length - 1]
    if (decision !== null) await send('withdrawals', { decision })
    past.pop()
    draw('Undone.')
  })

const KEYS = { a: () => answer('same'), r: () => answer('different'), s: skip, u: undo }

document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target instanceof HTMLInputElement) return
  const act = Object.hasOwn(KEYS, event.key) ? KEYS[event.key] : undefined
  if (act === undefined) return
  event.preventDefault()
  act()
})

const MARKS = { same: '=', differs: '≠', 'one side only': '–' }

const fieldRow = ({ field, left, right, mark }) =>
  h(
    'tr',
    { class: mark === 'differs' ? 'differs' : null },
    h(
      'td',
      { class: 'mark' },
      h('span', { 'aria-hidden': 'true' }, MARKS[mark] ?? ''),
      h('span', { class: 'hidden' }, mark),
    ),
    h('th', { scope: 'row' }, field),
    h('td', {}, left ?? ''),
    h('td', {}, right ?? ''),
  )

function weightRow({ comparison, label, bits, tfBits }, most) {
  const weight = bits + tfBits
  const bar = h('span', { class: weight < 0 ? 'bar against' : 'bar for' })
  bar.style.inlineSize = `${(Math.abs(weight) / most) * MOST_BITS_WIDTH}%`
  return h(
    'tr',
    {},
    h('th', { scope: 'row' }, comparison),
    h('td', {}, label),
    h('td', { class: 'number' }, weight.toFixed(2)),
    h('td', { class: 'bars' }, bar),
  )
}

const button = (key, label, act, enabled) =>
  h(
    'button',
    { type: 'button', onclick: act, disabled: !enabled, 'aria-keyshortcuts': key },
    h('kbd', {}, key),
    ` ${label}`,
  )

function draw(message) {
  const pair = current()
  const kept = past.filter((decision) => decision !== null).length
  const where = pair === undefined ? `${kept} answered.` : `Pair ${past.length + 1} of ${queue.pairs.length}.`
  const reading =
    token === null ? ' Reading only: to answer, open the address that hotpass docs printed in its terminal.' : ''
  said.textContent = `${message} ${where}${reading}`.trim()
  const buttons = (open) =>
    h(
      'p',
      { class: 'answers' },
      button('a', 'They are one', KEYS.a, open && token !== null),
      button('r', 'They are different', KEYS.r, open && token !== null),
      button('s', 'Skip', KEYS.s, open),
      button('u', 'Undo', KEYS.u, past.length > 0),
    )
  const why = document.getElementById('why')?.value ?? 'looked at side by side'
  if (pair === undefined) {
    place.replaceChildren(
      h('p', {}, 'Nothing is left to ask here. The next run takes the answers in: ', h('code', {}, 'hotpass run')),
      buttons(false),
    )
    return
  }
  const most = Math.max(1, ...pair.waterfall.map(({ bits, tfBits }) => Math.abs(bits + tfBits)))
  place.replaceChildren(
    h(
      'div',
      { class: 'wide', role: 'region', 'aria-label': 'The two records', tabindex: '0' },
      h(
        'table',
        { class: 'records' },
        h(
          'thead',
          {},
          h(
            'tr',
            {},
            ...['', 'field', pair.left_record, pair.right_record].map((name) =>
              h(name === '' ? 'td' : 'th', name === '' ? {} : { scope: 'col' }, name),
            ),
          ),
        ),
        h('tbody', {}, pair.fields.map(fieldRow)),
      ),
    ),
    buttons(true),
    h('p', {}, h('label', { for: 'why' }, 'Why '), h('input', { id: 'why', value: why, maxlength: '500', size: '40' })),
    h(
      'h2',
      {},
      `Match probability ${(pair.match_probability * 100).toFixed(1)}% (${pair.match_weight.toFixed(2)} bits)`,
    ),
    h(
      'div',
      { class: 'wide', role: 'region', 'aria-label': 'What each comparison adds, in bits', tabindex: '0' },
      h(
        'table',
        { class: 'weights' },
        h(
          'tbody',
          {},
          pair.waterfall.map((step) => weightRow(step, most)),
        ),
      ),
    ),
    h('p', { class: 'quiet' }, `${pair.pair_id}. Personal values are masked.`),
  )
}

await once(async () => {
  const reply = await fetch('pairs.json')
  const told = await reply.json()
  if (!reply.ok) throw new Error(told.error)
  queue = told
  draw('')
})
