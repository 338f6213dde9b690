/** The door of the site room: the pages that people read in the store's `site/`. */
export { CONTENT_SECURITY_POLICY } from './content-security-policy.ts'
export { escapeHtml } from './escape-html.ts'
export { pageShell } from './page-shell.ts'
export { publishLineage, type SiteLineage, type SiteLineageNode } from './publish-lineage.ts'
export { publishOverview, publishRun } from './publish-run.ts'
export { type IndexEntry, PAGE_SIZE, readHead } from './site-index.ts'
export { siteKeys } from './site-keys.ts'
export type { SiteChange, SiteExpectation, SiteQuarantine, SiteRun } from './site-run.ts'
