import { z } from 'zod'

/** `format: date-time` of the specification: ISO 8601 with a zone. */
export const dateTime = z.iso.datetime({ offset: true, error: 'an ISO 8601 time with a zone is expected' })

/** `format: uuid`. Any version: ids of other producers' runs come in too. */
export const uuid = z.guid({ error: 'a UUID is expected' })

/** `format: uri`: absolute, with nothing unescaped in it that RFC 3986 does not allow. */
export const uri = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9+.-]*:(?:[A-Za-z0-9\-._~:/?#[\]@!$&'()*+,;=]|%[0-9A-Fa-f]{2})+$/, {
    error: 'an absolute URI is expected, with blanks and the like percent-encoded',
  })
  .refine((text) => (text.match(/#/g)?.length ?? 0) < 2 && URL.canParse(text) && !/[[\]]/.test(text), {
    error: 'an absolute URI is expected',
  })

/** A name or key that identifies something. */
export const name = z.string().min(1, { error: 'a name is expected, not an empty text' })

/** A count: rows, bytes, files. */
export const count = z.int().nonnegative({ error: 'a count is expected' })

/** A number JSON can say: neither NaN nor infinite. */
export const finite = z.number()
