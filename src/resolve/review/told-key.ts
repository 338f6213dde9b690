import { mask } from '../../contracts/mask.ts'
import { toldText } from '../../contracts/told-text.ts'

const NUMBER = /^\+?(?:[\s().-]*\d){7,}[\s().-]*$/

/**
 * A record's key as it may be said: a person's is often made of an address and a phone, which are masked. Where a key has several parts,
 * a long number among them may be a phone in any spelling; a number that is the whole key is the source's own and stays.
 */
export function toldKey(recordKey: string): string {
  const [source = '', ...parts] = recordKey.split('|')
  const isCompound = parts.length > 2
  const told = parts.map((part) => (isCompound && NUMBER.test(part) ? mask(part, 'personal') : toldText(part)))
  return [source, ...told].join('|')
}
