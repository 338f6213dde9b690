// The import arrows of ARCHITECTURE.md, as rules that fail `npm run check`.
const nouns = ['sources', 'refine', 'resolve', 'consolidate', 'quality', 'versions']
const hosts = '^src/(stages|runtime|cli|lineage|telemetry)/'
module.exports = {
  forbidden: [
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    { name: 'no-unresolved', severity: 'error', from: {}, to: { couldNotResolve: true } },
    ...nouns.map((noun) => ({
      name: `${noun}-is-a-noun`,
      comment: 'A noun imports contracts, config, engine and storage, never another noun and never a host.',
      severity: 'error',
      from: { path: `^src/${noun}/` },
      to: { path: `${hosts}|^src/(${nouns.filter((other) => other !== noun).join('|')})/` },
    })),
    { name: 'ground-floor', severity: 'error', from: { path: '^src/(contracts|config|engine|storage)/' }, to: { path: `${hosts}|^src/(${nouns.join('|')})/` } },
    { name: 'lineage-stands-alone', severity: 'error', from: { path: '^src/lineage/' }, to: { path: '^src/', pathNot: '^src/lineage/' } },
    { name: 'stages-below-runtime', severity: 'error', from: { path: '^src/stages/' }, to: { path: '^src/(runtime|cli)/' } },
    { name: 'runtime-below-cli', severity: 'error', from: { path: '^src/runtime/' }, to: { path: '^src/cli/' } },
    { name: 'infrastructure-reads-contracts-only', severity: 'error', from: { path: '^lib/' }, to: { path: '^src/', pathNot: '^src/(contracts|config)/' } },
  ],
  options: { tsPreCompilationDeps: true, doNotFollow: { path: 'node_modules' }, exclude: { path: '(^|/)node_modules/' }, enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'require', 'node', 'default'], extensions: ['.ts', '.js', '.json'] } },
}
