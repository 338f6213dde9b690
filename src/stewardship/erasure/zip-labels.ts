const END = 0x06054b50
const LARGE_END = 0x06064b50
const ENTRY = 0x02014b50
const END_BYTES = 22
const LONGEST_COMMENT = 65_535
/** A descriptor of sizes may follow a part: at most a mark, a checksum and two sizes of eight bytes. */
const DESCRIPTOR = 24
/** Stands for a number that does not fit in four bytes. */
const LARGE = 0xffffffff

/**
 * The names and comments of a zip archive, each by itself. Undefined when bytes of it are of no part that its directory names, as what a
 * tool leaves that only takes a part out of the directory, or when its directory cannot be followed.
 */
export function zipLabels(bytes: Uint8Array): readonly string[] | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const word = (at: number): number => view.getUint32(at, true)
  const half = (at: number): number => view.getUint16(at, true)
  const text = (at: number, length: number): string => Buffer.from(bytes.subarray(at, at + length)).toString('utf8')
  try {
    const earliest = Math.max(0, bytes.length - END_BYTES - LONGEST_COMMENT)
    let end = bytes.length - END_BYTES
    while (end >= earliest && word(end) !== END) end--
    const directory = word(end + 16)
    const labels = [text(end + END_BYTES, bytes.length)]
    const spans: (readonly [start: number, end: number])[] = []
    let at = directory
    for (let left = half(end + 10); left > 0; left--) {
      const [packed, start] = [word(at + 20), word(at + 42)]
      const [name, extra, comment] = [half(at + 28), half(at + 30), half(at + 32)]
      if (word(at) !== ENTRY || packed === LARGE || start === LARGE) return undefined
      spans.push([start, start + 30 + half(start + 26) + half(start + 28) + packed])
      labels.push(text(at + 46, name), text(at + 46 + name, extra), text(at + 46 + name + extra, comment))
      at += 46 + name + extra + comment
    }
    spans.sort(([a], [b]) => a - b)
    let covered = 0
    for (const [start, stop] of [...spans, [directory, at] as const]) {
      if (start - covered > (covered === 0 ? 0 : DESCRIPTOR)) return undefined
      covered = Math.max(covered, stop)
    }
    return end > covered && word(covered) !== LARGE_END ? undefined : labels.filter((one) => one !== '')
  } catch {
    return undefined
  }
}
