import { z } from 'zod'

/** What a domain, source or pipeline may be called: safe in a path, a key and a table's name. */
export const ID_PATTERN = /^[a-z0-9][a-z0-9_-]*$/

export const idSchema = z.string().max(64).regex(ID_PATTERN, 'must be lower-case letters, digits, _ and -')
