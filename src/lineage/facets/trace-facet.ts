import { z } from 'zod'
import { defineFacet } from './define-facet.ts'

/**
 * `run.facets.hotpass_trace`: the distributed trace this run is part of. A custom facet, named and hosted as the specification asks:
 * prefix, name, entity, and a schema of its own whose address never changes its content (`schemas/openlineage/facets/`).
 */
export const traceFacet = defineFacet({
  name: 'HotpassTraceRunFacet',
  key: 'hotpass_trace',
  place: 'run',
  version: '1-0-0',
  base: 'https://hotpass.example.org/schemas/openlineage/facets',
  purpose: 'The W3C trace and span in which the run did its work.',
  shape: z.object({
    traceId: z
      .string()
      .regex(/^(?!0{32})[0-9a-f]{32}$/, { error: '32 lower-case hexadecimal digits are expected' })
      .describe('The trace id (W3C Trace Context).'),
    spanId: z
      .string()
      .regex(/^(?!0{16})[0-9a-f]{16}$/, { error: '16 lower-case hexadecimal digits are expected' })
      .optional()
      .describe('The span id of the run itself.'),
  }),
})
