import type { TransportConfig } from './configuration/transport-config.ts'
import { compositeTransport } from './transports/composite-transport.ts'
import { consoleTransport } from './transports/console-transport.ts'
import { fileTransport } from './transports/file-transport.ts'
import { httpTransport } from './transports/http-transport.ts'
import { noopTransport } from './transports/noop-transport.ts'
import { type ObjectPutter, s3Transport } from './transports/s3-transport.ts'
import type { Transport } from './transports/transport.ts'

/** What a transport may need from the program that uses the client. */
export interface TransportPorts {
  /** For `type: s3`. */
  readonly putObject?: ObjectPutter
  /** For `type: console`. Default: stderr. */
  readonly writeLine?: (line: string) => void
  /** Told of each transport of a composite that failed while others went on. */
  readonly onFailure?: (transport: Transport, error: unknown) => void
}

/** Makes the transport that a configuration describes. Nothing is connected or written yet. @throws LineageConfigurationError */
export function createTransport(config: TransportConfig, ports: TransportPorts = {}): Transport {
  switch (config.type) {
    case 'http':
      return httpTransport(config)
    case 'file':
      return fileTransport(config)
    case 'console':
      return consoleTransport(ports.writeLine)
    case 's3':
      return s3Transport(config, ports.putObject)
    case 'noop':
      return noopTransport()
    case 'composite':
      return compositeTransport(
        config.transports.map((child) => createTransport(child, ports)),
        config,
        ports.onFailure,
      )
  }
}
