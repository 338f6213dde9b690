import type { PiiClass } from './contract.ts'

/**
 * A value as it may be shown outside a published dataset. Personal values keep their first character and their shape's length
 * class only; sensitive ones nothing. Other values are cut at 200 characters.
 */
export function mask(value: string, pii: PiiClass): string {
  if (pii === 'sensitive') return '***'
  if (pii === 'personal') {
    const at = value.lastIndexOf('@')
    return `${[...value][0] ?? ''}***${at > 0 ? '@***' : ''}`
  }
  return value.length > 200 ? `${value.slice(0, 200)}…` : value
}
