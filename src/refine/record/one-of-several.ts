const NTH = /^(.*)&&\d+$/su

/** The record key of the nth of those that one cell names; the first has the row's own. */
export const keyOfNth = (key: string, nth: number): string => (nth === 0 ? key : `${key}&&${nth + 1}`)

/** The record key of the first of those that one cell names, of one behind it; null for any other record. */
export const firstOfCell = (key: string): string | null => NTH.exec(key)?.[1] ?? null
