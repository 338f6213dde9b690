import { totalmem } from 'node:os'

const MB = 1024 * 1024
/** What Node holds beside the engine of a state. */
const NODE_MB = 100
/** The least with which an engine works, spilling. */
const LEAST_MB = 64

/** Memory of this machine in MB, or less where a container or control group gives less. */
export function memoryGivenMb(): number {
  const given = process.constrainedMemory()
  const machine = totalmem()
  return Math.floor((given > 0 && given < machine ? given : machine) / MB)
}

/**
 * What an engine may hold of so much memory, in MB, before it spills: half, less what Node needs. Engines in processes beside
 * each other share it. The other half is for those processes, the file cache and whoever else works here.
 */
export function engineMemoryMb(givenMb: number): number {
  return Math.max(LEAST_MB, Math.floor(givenMb / 2) - NODE_MB)
}
