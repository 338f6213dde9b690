import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'

/** A relative module that a declaration names; the compiler writes some in single quotes and some in double ones. */
const RELATIVE = /\b((?:from|import)\s?\(?(['"]))(\.[^'"\n]+)\.ts\2/g

/**
 * Writes the declarations of the fronts and of all that they name, under the paths of their sources.
 * @param root the checkout
 * @param work a folder for the compiler's own output
 * @param target where the declarations go
 */
export function writeDeclarations(root: string, fronts: readonly string[], work: string, target: string): void {
  mkdirSync(work, { recursive: true })
  const out = join(work, 'declarations')
  const project = join(work, 'tsconfig.json')
  writeFileSync(
    project,
    JSON.stringify({
      extends: join(root, 'tsconfig.json'),
      compilerOptions: {
        noEmit: false,
        declaration: true,
        emitDeclarationOnly: true,
        // `npm run check` says whether the sources type.
        noCheck: true,
        outDir: out,
        rootDir: root,
        typeRoots: [join(root, 'node_modules/@types')],
      },
      include: fronts.map((front) => join(root, front)),
      exclude: [],
    }),
  )
  rmSync(out, { recursive: true, force: true })
  execFileSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', project], { stdio: 'inherit' })
  const open = fronts.map((front) => join(out, front.replace(/\.ts$/, '.d.ts')))
  const seen = new Set<string>()
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    if (seen.has(path)) continue
    seen.add(path)
    const text = readFileSync(path, 'utf8')
    for (const [, , , specifier = ''] of text.matchAll(RELATIVE)) open.push(resolve(dirname(path), `${specifier}.d.ts`))
    const to = join(target, relative(out, path))
    mkdirSync(dirname(to), { recursive: true })
    // A declaration names what runs: the built file beside which it would stand.
    writeFileSync(to, text.replaceAll(RELATIVE, '$1$3.js$2'))
  }
}
