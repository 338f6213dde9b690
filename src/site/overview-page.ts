import { SITE_ASSET_FILES } from '../config/site-asset-files.ts'
import { escapeHtml } from './escape-html.ts'
import { pageShell } from './page-shell.ts'
import { type IndexEntry, pipelinesOf, type SiteHead } from './site-index.ts'
import { standingSection } from './standing-section.ts'

/** Runs that the overview shows without its script. */
const SHOWN = 20

/** What `app.js` loads, one module by way of another. */
const MODULES = Object.keys(SITE_ASSET_FILES)
  .filter((name) => name.endsWith('.js') && !['app.js', 'cytoscape.js', 'lineage.js', 'review.js'].includes(name))
  .map((name) => `assets/${name}`)

const whole = new Intl.NumberFormat('en-US')

/** `index.html`: the newest runs and the current versions are in the page itself, so that a copy on disk shows them too. */
export function overviewPage(head: SiteHead): string {
  const newest = head.recent.toReversed()
  const pipelines = pipelinesOf(head)
  const body = `<div id="app">
<h1>Where things stand</h1>
<div id="standing">
${newest.length === 0 ? '<p>No run has ended yet. Start one with: hotpass run</p>' : pipelines.map((pipeline) => standingOf(newest, pipeline, pipelines.length > 1)).join('\n')}
</div>
<p class="notice">This page shows the newest ${Math.min(SHOWN, newest.length)} of ${whole.format(head.total)} runs. To see them all, each run's checks, the contracts and the versions, run <code>hotpass docs</code> on this store and open the address it prints.</p>
${newest.length === 0 ? '' : runsTable(newest.slice(0, SHOWN))}
</div>`
  const scripts = ['assets/app.js']
  return pageShell({
    title: 'Where things stand',
    body,
    root: '',
    scripts,
    preloads: MODULES,
    styles: ['assets/uplot.css'],
  })
}

const standingOf = (newest: readonly IndexEntry[], pipeline: string, several: boolean): string =>
  standingSection(
    newest.filter((entry) => entry.pipeline === pipeline),
    pipeline,
    several,
  )

/** Of a run that published. */
const impactOf = ({ status, impact }: IndexEntry): string => (status === 'published' ? (impact ?? 'unknown') : '–')

const runsTable = (entries: readonly IndexEntry[]): string => `<table>
<caption>The newest runs</caption>
<thead><tr><th scope="col">Run</th><th scope="col">Ended</th><th scope="col">Status</th><th scope="col">Gate</th><th scope="col">Impact</th><th scope="col" class="number">Read</th><th scope="col" class="number">Quarantined</th><th scope="col" class="number">Published</th></tr></thead>
<tbody>
${entries
  .map(
    (entry) =>
      `<tr><th scope="row">${escapeHtml(entry.run)}</th><td>${escapeHtml(entry.at.slice(0, 16).replace('T', ' '))}</td><td><span class="status ${escapeHtml(entry.status)}">${escapeHtml(entry.status)}</span></td><td>${escapeHtml(entry.verdict ?? 'not reached')}</td><td>${escapeHtml(impactOf(entry))}</td><td class="number">${whole.format(entry.read)}</td><td class="number">${whole.format(entry.quarantined)}</td><td class="number">${whole.format(entry.published)}</td></tr>`,
  )
  .join('\n')}
</tbody>
</table>`
