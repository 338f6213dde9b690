import { z } from 'zod'

const manifestSchema = z.object({
  name: z.string(),
  version: z.string(),
  description: z.string(),
  license: z.string(),
  dependencies: z.record(z.string(), z.string()),
  devDependencies: z.record(z.string(), z.string()),
})

/** What the installed program loads by its name: a native module, and the schemas that its types speak of. */
const RUN = ['@duckdb/node-api', 'zod']

/** What only those who deploy need. */
const DEPLOY = ['@aws-cdk/toolkit-lib', 'aws-cdk', 'aws-cdk-lib', 'constructs']

/** Packages that stay outside of what is built. `esbuild` packs functions in a checkout; an installed package has them ready. */
export const EXTERNAL: readonly string[] = [
  '@duckdb/*',
  'zod',
  'aws-cdk-lib',
  'aws-cdk-lib/*',
  'constructs',
  '@aws-cdk/toolkit-lib',
  'esbuild',
]

/** Fronts of the package: name after `hotpass` → source. */
export const FRONTS: Readonly<Record<string, string>> = {
  '.': 'src/index.ts',
  './cdk': 'lib/index.ts',
  './lineage': 'src/lineage/index.ts',
  './types': 'src/types/index.ts',
}

/** Programs of the package, by source. */
export const PROGRAMS: readonly string[] = [
  'bin/hotpass.ts',
  'bin/app.ts',
  'bin/fetch-duckdb.ts',
  'src/runtime/worker.ts',
]

/** The manifest of the installable package, from the checkout's. Nothing of it runs when it is installed. */
export function packageManifest(checkout: unknown): Record<string, unknown> {
  const { name, version, description, license, dependencies, devDependencies } = manifestSchema.parse(checkout)
  const pinned = (names: readonly string[]) =>
    Object.fromEntries(
      names.map((one) => {
        const known = dependencies[one] ?? devDependencies[one]
        if (known === undefined) throw new Error(`package.json pins no ${one}, which the installable package needs.`)
        return [one, known]
      }),
    )
  const atLeast = (versions: Readonly<Record<string, string>>) =>
    Object.fromEntries(Object.entries(versions).map(([one, least]) => [one, `^${least}`]))
  return {
    name,
    version,
    description,
    license,
    type: 'module',
    engines: { node: '^22.15.0 || >=24' },
    bin: { hotpass: 'bin/hotpass.js' },
    exports: {
      ...Object.fromEntries(
        Object.entries(FRONTS).map(([front, source]) => {
          const built = `./${source.replace(/\.ts$/, '')}`
          return [front, { types: `./declarations/${source.replace(/\.ts$/, '.d.ts')}`, default: `${built}.js` }]
        }),
      ),
      './package.json': './package.json',
    },
    dependencies: pinned(RUN),
    peerDependencies: atLeast(pinned(DEPLOY)),
    peerDependenciesMeta: Object.fromEntries(DEPLOY.map((one) => [one, { optional: true }])),
  }
}
