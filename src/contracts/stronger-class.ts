import type { PiiClass } from './contract.ts'

const CLASSES: readonly PiiClass[] = ['none', 'personal', 'sensitive']

/** Of two classes the one of which less may be shown. */
export const strongerClass = (a: PiiClass, b: PiiClass): PiiClass => (CLASSES.indexOf(a) > CLASSES.indexOf(b) ? a : b)
