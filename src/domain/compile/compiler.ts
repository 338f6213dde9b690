import type { Fault } from '../fault.ts'
import { faultAt } from '../faults-of.ts'
import type { YamlFile } from '../read-yaml.ts'

/** Where the parts of a domain say what is wrong with them: every fault, at its place, and none twice. */
export class Compiler {
  readonly faults: Fault[] = []
  readonly file: YamlFile
  readonly #seen = new Set<string>()

  constructor(file: YamlFile) {
    this.file = file
  }

  fault(path: readonly PropertyKey[], message: string): void {
    this.add([faultAt(this.file, path, message)])
  }

  add(faults: readonly Fault[]): void {
    for (const fault of faults) {
      const key = JSON.stringify(fault)
      if (this.#seen.has(key)) continue
      this.#seen.add(key)
      this.faults.push(fault)
    }
  }
}
