import { CONTENT_SECURITY_POLICY } from './content-security-policy.ts'
import { escapeHtml } from './escape-html.ts'

export interface Page {
  readonly title: string
  /** HTML whose every value went through `escapeHtml`. */
  readonly body: string
  /** The way from the page back to `site/`: empty there, `../` one folder below. */
  readonly root: '' | '../' | '../../'
  /** ES modules to load, relative to `site/` (`assets/app.js`). Inline scripts and styles do not run. */
  readonly scripts?: readonly string[]
  /** Modules that those will load, relative to `site/`: fetched at once rather than one after the other finds them. */
  readonly preloads?: readonly string[]
  /** Style sheets besides the site's own, relative to `site/`. */
  readonly styles?: readonly string[]
}

/** A whole page of the site: its policy, styles for light and dark, a link past the navigation, navigation, and one `<main>`. */
export function pageShell({ title, body, root, scripts = [], preloads = [], styles = [] }: Page): string {
  const sheets = ['assets/site.css', ...styles].map(
    (file) => `<link rel="stylesheet" href="${escapeHtml(root + file)}">`,
  )
  const modules = scripts.map((file) => `<script type="module" src="${escapeHtml(root + file)}"></script>`)
  const ahead = preloads.map((file) => `<link rel="modulepreload" href="${escapeHtml(root + file)}">`)
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${CONTENT_SECURITY_POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${escapeHtml(title)} · Hotpass</title>
<link rel="icon" href="data:,">
${[...sheets, ...ahead, ...modules].join('\n')}
</head>
<body>
<a class="skip" href="#main">Skip to content</a>
<header class="top">
<a class="brand" href="${root}index.html">Hotpass</a>
<nav aria-label="Pages">
<a href="${root}index.html#/">Runs</a>
<a href="${root}index.html#/versions">Versions</a>
<a href="${root}index.html#/contracts">Contracts</a>
<a href="${root}lineage/index.html">Lineage</a>
</nav>
</header>
<main id="main" tabindex="-1">
${body}
</main>
</body>
</html>
`
}
