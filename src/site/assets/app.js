import { changesPage } from './changes.js'
import { contractPage, contractsPage } from './contracts.js'
import { h } from './dom.js'
import { runPage } from './run.js'
import { runsPage } from './runs.js'
import { versionsPage } from './versions.js'

const STATUSES = ['published', 'unchanged', 'blocked', 'failed', 'cancelled', 'timed_out']

/** The address after `#` decides what is shown, so that every view has a link and the back button works. */
function view(path) {
  const [room = '', id = ''] = path
    .replace(/^#?\/?/, '')
    .split('/')
    .map(decodeURIComponent)
  if (room === 'runs' && id) return runPage(id)
  if (room === 'changes' && id) return changesPage(id)
  if (room === 'status' && STATUSES.includes(id)) return runsPage(id)
  if (room === 'contracts') return id ? contractPage(id) : contractsPage()
  if (room === 'versions') return versionsPage()
  return runsPage('all')
}

const app = document.getElementById('app')
const main = document.getElementById('main')
let turn = 0

async function show(moved) {
  const mine = ++turn
  app.setAttribute('aria-busy', 'true')
  let content
  try {
    content = await view(location.hash)
  } catch (error) {
    content = [
      h('h1', {}, 'This page could not be shown'),
      h('p', {}, error instanceof Error ? error.message : String(error)),
    ]
  }
  if (mine !== turn) return
  app.replaceChildren(...content.filter(Boolean))
  app.removeAttribute('aria-busy')
  document.title = `${app.querySelector('h1')?.textContent ?? 'Runs'} · Hotpass`
  for (const link of document.querySelectorAll('.top nav a')) {
    const target = link.getAttribute('href').replace(/^[^#]*/, '')
    const here =
      target !== '' &&
      (target === '#/' ? /^(#\/?)?$|^#\/(runs|status|changes)\//.test(location.hash) : location.hash.startsWith(target))
    if (here) link.setAttribute('aria-current', 'page')
    else link.removeAttribute('aria-current')
  }
  if (moved) {
    main.focus()
    scrollTo(0, 0)
  }
}

addEventListener('hashchange', (event) => {
  // The link past the navigation is no page of its own.
  if (new URL(event.newURL).hash !== '#main') void show(true)
})
void show(false)
