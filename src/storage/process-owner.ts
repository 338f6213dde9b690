import { readFileSync, readlinkSync } from 'node:fs'
import { hostname } from 'node:os'
import { sha256 } from './sha256.ts'

/** A process as its files name it: a number alone is soon another's, and another machine's processes cannot be seen from here. */
export interface ProcessOwner {
  readonly pid: number
  /** When it began, in the kernel's ticks since it started; empty where there is no /proc. */
  readonly start: string
  /** The start of the kernel that it runs under, as eight hexadecimal digits; empty where that is not told. */
  readonly boot: string
  /** Its namespace of process numbers, which containers of one machine do not share. */
  readonly namespace: string
  readonly host: string
}

/** `unknown`: it belongs to another machine or container. */
export type OwnerState = 'running' | 'ended' | 'unknown'

const NAME = /^(\d{1,10})-(\d*)-([0-9a-f]*)-(\d*)@([A-Za-z0-9._-]+)$/

const attempt = (read: () => string): string => {
  try {
    return read()
  } catch {
    return ''
  }
}

/** When a process began, in the kernel's ticks; undefined where there is no /proc. */
export function processStart(pid: number): string | undefined {
  const text = attempt(() => readFileSync(`/proc/${pid}/stat`, 'utf8'))
  // The command's name, in parentheses, may itself hold spaces and parentheses; the start time is field 22.
  return text.slice(text.lastIndexOf(')') + 2).split(' ')[19]
}

/** A machine's name as it may stand in the name of a file; two machines may both be called `localhost`, so its id is added. */
const machineName = (): string => {
  const id = attempt(() => readFileSync('/etc/machine-id', 'utf8')).trim()
  return `${hostname()}${id === '' ? '' : `.${sha256(id).slice(0, 8)}`}`.replaceAll(/[^A-Za-z0-9._-]/g, '_')
}

let surroundings: Pick<ProcessOwner, 'boot' | 'namespace' | 'host'> | undefined

const ownSurroundings = () => {
  surroundings ??= {
    boot: attempt(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8'))
      .replaceAll(/[^0-9a-f]/g, '')
      .slice(0, 8),
    namespace: attempt(() => readlinkSync('/proc/self/ns/pid')).replaceAll(/\D/g, ''),
    host: machineName(),
  }
  return surroundings
}

let own: string | undefined

/** This process as a part of a file's name: `<pid>-<start>-<boot>-<namespace>@<host>`. */
export function ownerName(): string {
  const { boot, namespace, host } = ownSurroundings()
  own ??= `${process.pid}-${processStart(process.pid) ?? ''}-${boot}-${namespace}@${host}`
  return own
}

/** The process that a part of a file's name says; undefined when it says none. */
export function parseOwner(name: string): ProcessOwner | undefined {
  const [, pid = '', start = '', boot = '', namespace = '', host = ''] = NAME.exec(name) ?? []
  return pid === '' || Number(pid) === 0 ? undefined : { pid: Number(pid), start, boot, namespace, host }
}

/**
 * Whether a process still runs. One of this machine that another kernel start had has ended; one of another machine or container cannot
 * be judged. Never throws.
 */
export function ownerState(owner: ProcessOwner): OwnerState {
  const here = ownSurroundings()
  if (owner.boot !== here.boot) return owner.host === here.host ? 'ended' : 'unknown'
  if (owner.namespace !== here.namespace || (owner.boot === '' && owner.host !== here.host)) return 'unknown'
  try {
    process.kill(owner.pid, 0)
  } catch (error) {
    // EPERM: it is there, and somebody else's.
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return 'ended'
  }
  const now = processStart(owner.pid)
  return now === undefined || owner.start === '' || now === owner.start ? 'running' : 'ended'
}
