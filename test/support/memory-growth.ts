import { execFileSync } from 'node:child_process'
import { join } from 'node:path'

const support = import.meta.dirname
const source = join(support, '..', '..', 'src')

/**
 * Runs code in a process of its own, whose peak is its own, and says by how many MB that peak grew since the code called `from()`, and
 * what it told with `tell(value)`. Modules are named by `$src/…` and `$support/…`.
 */
export function memoryGrowth(code: string): { readonly grownMb: number; readonly told: unknown } {
  const module = code.replaceAll('$src', source).replaceAll('$support', support)
  const out = execFileSync(process.execPath, [
    '--input-type=module',
    '-e',
    `let start = 0; let told = null
     const from = () => { start = process.resourceUsage().maxRSS }
     const tell = (value) => { told = value }
     ${module}
     console.log(JSON.stringify({ grownMb: Math.round((process.resourceUsage().maxRSS - start) / 1024), told }))`,
  ])
  return JSON.parse(out.toString().trim().split('\n').at(-1) ?? '') as { grownMb: number; told: unknown }
}
