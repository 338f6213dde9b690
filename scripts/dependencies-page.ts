import type { DependencyReason } from './dependency-reasons.ts'

export interface Manifest {
  readonly dependencies: Readonly<Record<string, string>>
  readonly devDependencies: Readonly<Record<string, string>>
}

/**
 * The page of dependencies, from the manifest and one reason a package.
 * @param rest what stands below the tables
 * @throws when a package has no reason, or a reason no package
 */
export function dependenciesPage(
  { dependencies, devDependencies }: Manifest,
  reasons: Readonly<Record<string, DependencyReason>>,
  notice: string,
  rest: string,
): string {
  const packages = { ...dependencies, ...devDependencies }
  const without = Object.keys(packages).filter((name) => reasons[name] === undefined)
  const stray = Object.keys(reasons).filter((name) => packages[name] === undefined)
  if (without.length > 0)
    throw new Error(`Without a reason in scripts/dependency-reasons.ts: ${without.join(', ')}. Say what each is for.`)
  if (stray.length > 0)
    throw new Error(`In scripts/dependency-reasons.ts, but not in package.json: ${stray.join(', ')}. Take them out.`)
  const table = (listed: Readonly<Record<string, string>>): string =>
    Object.entries(listed)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([name, version]) => `| \`${name}\` | ${version} | ${reasons[name]?.for} | ${reasons[name]?.why} |`)
      .join('\n')
  const head = '| Package | Version | For | Why it |\n| ------- | ------- | --- | ------ |'
  return `# Dependencies\n\n${notice}\n\nVersions are pinned exactly.\n\n## At run time\n\n${head}\n${table(dependencies)}\n\n## For development\n\n${head}\n${table(devDependencies)}\n\n${rest}`
}
