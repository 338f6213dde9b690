const DAY_MS = 86_400_000

/** Days since 1970-01-01 of a day `YYYY-MM-DD`. */
export const dayNumber = (day: string): number => Date.parse(day) / DAY_MS
