/** Where the pages' files live in the store. */
export const siteKeys = {
  root: 'site/',
  overview: 'site/index.html',
  /** The newest runs and how many pages of older ones there are; the only document that is rewritten. */
  head: 'site/index/head.json',
  page: (number: number) => `site/index/page-${String(number).padStart(6, '0')}.json`,
  run: (run: string) => `site/runs/${run}.json`,
  asset: (name: string) => `site/assets/${name}`,
  assetsVersion: 'site/assets/version.json',
  contracts: 'site/contracts.json',
  /** How the entities of a run were linked. */
  linkage: (run: string, entity?: string) => `site/linkage/${run}${entity === undefined ? '' : `-${entity}`}.html`,
  lineagePage: 'site/lineage/index.html',
  lineage: (run: string) => `site/lineage/${run}.json`,
  /** Which run made a version. @param dataset its table: `<pipeline>/<dataset>` */
  lineageVersion: (dataset: string, version: number) => `site/lineage/versions/${dataset}/${version}.json`,
} as const
