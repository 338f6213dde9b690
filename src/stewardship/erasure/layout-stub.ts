// In work: the conversion of this room replaces it.
export interface RawRecord {
  readonly kind: string
  readonly name: string | null
  readonly personName?: string | null
  readonly emails?: string | null
  readonly phones?: readonly (string | null)[]
  readonly address?: string | null
}
export const layoutFor =
  (_: string) =>
  (_fields: unknown): RawRecord => ({ kind: 'x', name: null })
