import { createHash } from 'node:crypto'
import { TransportError } from '../errors.ts'
import type { Transport } from './transport.ts'

/** `continueOnFailure`, `continueOnSuccess` of a composite transport. */
export interface CompositeOptions {
  /** Go on with the next transport after one failed. Default true. */
  readonly continueOnFailure?: boolean
  /** Go on with the next transport after one succeeded. Default true; false makes the others a fallback. */
  readonly continueOnSuccess?: boolean
}

/** A transport that hands each event to several. */
export interface CompositeTransport extends Transport {
  readonly transports: readonly Transport[]
  /** True when each transport gets every event whatever becomes of the others. */
  readonly independent: boolean
}

/**
 * Several ways out for one event, in order. Resolves when one transport at least has it; which ones failed is told to `onFailure`.
 * @throws TransportError when none has it, or on the first failure with `continueOnFailure: false`
 */
export function compositeTransport(
  transports: readonly Transport[],
  options: CompositeOptions = {},
  onFailure: (transport: Transport, error: unknown) => void = () => undefined,
): CompositeTransport {
  const { continueOnFailure = true, continueOnSuccess = true } = options
  return {
    type: 'composite',
    id: `composite-${createHash('sha256')
      .update(transports.map(({ id }) => id).join('\n'))
      .digest('hex')
      .slice(0, 16)}`,
    transports,
    independent: continueOnFailure && continueOnSuccess,
    async emit(event, emitOptions) {
      let delivered = 0
      let failure: unknown
      for (const transport of transports) {
        try {
          await transport.emit(event, emitOptions)
          delivered++
          if (!continueOnSuccess) return
        } catch (error) {
          onFailure(transport, error)
          if (!continueOnFailure) throw error
          failure ??= error
        }
      }
      if (delivered === 0 && failure !== undefined)
        throw failure instanceof TransportError
          ? failure
          : new TransportError(String(failure), 'unavailable', { cause: failure })
    },
    async close() {
      for (const transport of transports) await transport.close?.()
    },
  }
}

/** Whether a transport is made of others. */
export const isComposite = (transport: Transport): transport is CompositeTransport =>
  transport.type === 'composite' && 'transports' in transport
