import { type ConfigurationSources, resolveConfiguration } from './configuration/resolve-configuration.ts'
import { createTransport, type TransportPorts } from './create-transport.ts'
import type { LineageEvent } from './events/event-types.ts'
import { consoleTransport } from './transports/console-transport.ts'
import type { EmitOptions, Transport } from './transports/transport.ts'

/** How a client is made: with a transport, or with what one is found by. */
export interface LineageClientOptions extends ConfigurationSources, TransportPorts {
  /** Used as it is; nothing is looked up. */
  readonly transport?: Transport
}

/**
 * Sends OpenLineage events the way the standard configures it. Without any configuration events are printed, as the standard asks.
 * Configuration is read once, here. @throws LineageConfigurationError
 */
export class LineageClient {
  readonly transport: Transport

  constructor(options: LineageClientOptions = {}) {
    const found = options.transport === undefined ? resolveConfiguration(options) : undefined
    this.transport =
      options.transport ??
      (found === undefined ? consoleTransport(options.writeLine) : createTransport(found.transport, options))
  }

  /** Sends one event and waits until the back end has it. @throws TransportError */
  async emit(event: LineageEvent, options?: EmitOptions): Promise<void> {
    await this.transport.emit(event, options)
  }

  /** Frees connections. */
  async close(): Promise<void> {
    await this.transport.close?.()
  }
}
