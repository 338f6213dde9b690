import type { Transport } from './transport.ts'

/** Takes every event and does nothing with it: what `OPENLINEAGE_DISABLED=true` and `type: noop` give. */
export const noopTransport = (): Transport => ({ type: 'noop', id: 'noop', emit: async () => undefined })
