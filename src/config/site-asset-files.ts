/**
 * The files that the pages load, each by its name under `site/assets/`, from its path in the package. Whoever bundles a function that
 * publishes the site (Plan, Publish, RecordBlocked, RecordFailure, CloseRun) copies these paths beside it.
 */
export const SITE_ASSET_FILES: Readonly<Record<string, string>> = {
  'app.js': 'src/site/assets/app.js',
  'changes.js': 'src/site/assets/changes.js',
  'charts.js': 'src/site/assets/charts.js',
  'contracts.js': 'src/site/assets/contracts.js',
  'cytoscape.js': 'node_modules/cytoscape/dist/cytoscape.esm.min.mjs',
  'dom.js': 'src/site/assets/dom.js',
  'expand-row.js': 'src/site/assets/expand-row.js',
  'expectations.js': 'src/site/assets/expectations.js',
  'linkage.css': 'src/site/assets/linkage.css',
  'lineage.css': 'src/site/assets/lineage.css',
  'lineage.js': 'src/site/assets/lineage.js',
  'paged-table.js': 'src/site/assets/paged-table.js',
  'review.css': 'src/site/assets/review.css',
  'review.js': 'src/site/assets/review.js',
  'run.js': 'src/site/assets/run.js',
  'run-index.js': 'src/site/assets/run-index.js',
  'runs.js': 'src/site/assets/runs.js',
  'versions.js': 'src/site/assets/versions.js',
  'site.css': 'src/site/assets/site.css',
  'uplot.css': 'node_modules/uplot/dist/uPlot.min.css',
  'uplot.js': 'node_modules/uplot/dist/uPlot.esm.js',
}

/** Where the installable package has such a file: no package carries a `node_modules`. */
export const shippedAsset = (path: string): string => path.replace(/^node_modules\//, 'libraries/')
