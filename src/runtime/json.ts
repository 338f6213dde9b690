/** What travels between states and processes: JSON and nothing else, as on AWS. */
export type Json = null | boolean | number | string | Json[] | JsonObject
export interface JsonObject {
  [key: string]: Json
}

/** A value as it would arrive after a trip through JSON; `undefined` arrives as null. */
export const throughJson = (value: unknown): Json => (value === undefined ? null : JSON.parse(JSON.stringify(value)))

export const isJsonObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
