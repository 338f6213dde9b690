import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { buildPackage, packPackage } from '../../scripts/build-package.ts'

const ROOT = join(import.meta.dirname, '..', '..')

/** What a command said and how it ended. */
export interface Said {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

/** A project outside of the repository, with the package installed from its tarball as npm does it. */
export interface InstalledPackage {
  readonly folder: string
  /** `npx hotpass …` in a folder of the project. */
  hotpass(args: readonly string[], within?: string, env?: NodeJS.ProcessEnv): Promise<Said>
  /** `node …` in the project. */
  node(args: readonly string[], env?: NodeJS.ProcessEnv): Promise<Said>
  write(path: string, text: string): void
  /** Stands in for `npm install --save-dev` of packages that the checkout has. */
  link(...packages: readonly string[]): void
}

/** How npm reaches its registry from here: a proxy, certificates, its own settings. */
const reach = (): NodeJS.ProcessEnv =>
  Object.fromEntries(
    Object.entries(process.env).filter(([name]) =>
      /^(?:npm_config_registry|npm_config_cafile|https?_proxy|no_proxy|node_extra_ca_certs|ssl_cert_file)$/i.test(name),
    ),
  )

export async function installPackage(): Promise<InstalledPackage> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'hotpass-project-')))
  const tarball = packPackage(await buildPackage(), folder)
  // The commands of this very Node, and none that the checkout brings.
  const path = [dirname(process.execPath), ...(process.env.PATH ?? '').split(delimiter)].filter(
    (one) => !one.startsWith(join(ROOT, 'node_modules', '.bin')),
  )
  const environment = { ...reach(), HOME: process.env.HOME ?? folder, AWS_EC2_METADATA_DISABLED: 'true' }
  const run = (program: string, args: readonly string[], cwd: string, env: NodeJS.ProcessEnv = {}): Promise<Said> =>
    new Promise((resolve, reject) => {
      const child = spawn(program, args, {
        cwd,
        env: { ...environment, ...env, PATH: path.join(delimiter) },
        stdio: ['ignore', 'pipe', 'pipe'],
      })
      let [out, err] = ['', '']
      child.stdout.on('data', (chunk) => {
        out += chunk
      })
      child.stderr.on('data', (chunk) => {
        err += chunk
      })
      child.on('error', reject)
      child.on('close', (code) => resolve({ code, out, err }))
    })
  const write = (name: string, text: string) => {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
  write('package.json', JSON.stringify({ name: 'a-project', private: true, type: 'module' }))
  // Both packages it depends on are in npm's cache wherever the checkout was installed.
  const flags = ['--prefer-offline', '--ignore-scripts', '--no-audit', '--no-fund', '--omit=dev']
  const installed = await run('npm', ['install', ...flags, tarball], folder)
  if (installed.code !== 0) throw new Error(`npm did not install the package:\n${installed.err}`)
  return {
    folder,
    write,
    hotpass: (args, within = '.', env = {}) =>
      run('npx', ['--no-install', 'hotpass', ...args], join(folder, within), env),
    node: (args, env = {}) => run(process.execPath, args, folder, env),
    link(...packages) {
      for (const one of packages) {
        const target = join(folder, 'node_modules', one)
        mkdirSync(dirname(target), { recursive: true })
        symlinkSync(join(ROOT, 'node_modules', one), target)
      }
    },
  }
}
