/** One field of a protobuf message as it stands on the wire. */
interface Field {
  readonly number: number
  readonly value: bigint | Buffer
}

/** A protobuf message read without its schema: enough to check what an exporter really sent. */
export class ProtobufMessage {
  readonly #fields: Field[] = []

  constructor(bytes: Uint8Array) {
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    let at = 0
    const varint = (): bigint => {
      let value = 0n
      for (let shift = 0n; ; shift += 7n) {
        const byte = buffer.readUInt8(at++)
        value |= BigInt(byte & 0x7f) << shift
        if (byte < 0x80) return value
      }
    }
    while (at < buffer.length) {
      const tag = Number(varint())
      const number = tag >> 3
      const wire = tag & 7
      if (wire === 0) this.#fields.push({ number, value: varint() })
      else if (wire === 1 || wire === 5) {
        const size = wire === 1 ? 8 : 4
        this.#fields.push({ number, value: buffer.subarray(at, at + size) })
        at += size
      } else if (wire === 2) {
        const size = Number(varint())
        if (at + size > buffer.length) throw new Error('a field is longer than its message')
        this.#fields.push({ number, value: buffer.subarray(at, at + size) })
        at += size
      } else throw new Error(`wire type ${wire} is not in proto3`)
    }
  }

  #all(number: number): Field['value'][] {
    return this.#fields.filter((field) => field.number === number).map(({ value }) => value)
  }

  messages(number: number): ProtobufMessage[] {
    return this.#all(number).map((value) => new ProtobufMessage(value as Buffer))
  }

  message(number: number): ProtobufMessage | undefined {
    return this.messages(number)[0]
  }

  bytes(number: number): Buffer | undefined {
    return this.#all(number)[0] as Buffer | undefined
  }

  text(number: number): string {
    return this.bytes(number)?.toString('utf8') ?? ''
  }

  hex(number: number): string {
    return this.bytes(number)?.toString('hex') ?? ''
  }

  varint(number: number): bigint | undefined {
    return this.#all(number)[0] as bigint | undefined
  }

  fixed64(number: number): bigint | undefined {
    return this.bytes(number)?.readBigInt64LE()
  }

  double(number: number): number | undefined {
    return this.bytes(number)?.readDoubleLE()
  }
}
