const text = new TextEncoder();

/** Writes one protocol-buffer message (wire format of proto3), field by field. */
export class ProtobufWriter {
  private readonly parts: Uint8Array[] = [];
  private length = 0;

  /** A varint field: int32, int64, enum, bool. Negative numbers take ten bytes, as the format wants. */
  integer(field: number, value: number | bigint): this {
    return this.append(varint(tag(field, 0))).append(varint(value));
  }

  /** A float field. */
  float(field: number, value: number): this {
    const bytes = new Uint8Array(4);
    new DataView(bytes.buffer).setFloat32(0, value, true);
    return this.append(varint(tag(field, 5))).append(bytes);
  }

  /** A bytes field. */
  bytes(field: number, value: Uint8Array): this {
    return this.append(varint(tag(field, 2))).append(varint(value.length)).append(value);
  }

  /** A string field. */
  string(field: number, value: string): this {
    return this.bytes(field, text.encode(value));
  }

  /** A field that is a message itself. */
  message(field: number, value: ProtobufWriter): this {
    this.append(varint(tag(field, 2))).append(varint(value.length));
    for (const part of value.parts) this.append(part);
    return this;
  }

  /** The message so far. */
  finish(): Uint8Array {
    const result = new Uint8Array(this.length);
    let offset = 0;
    for (const part of this.parts) {
      result.set(part, offset);
      offset += part.length;
    }
    return result;
  }

  private append(part: Uint8Array): this {
    this.parts.push(part);
    this.length += part.length;
    return this;
  }
}

function tag(field: number, wireType: number): number {
  return (field << 3) | wireType;
}

function varint(value: number | bigint): Uint8Array {
  let rest = BigInt.asUintN(64, BigInt(value));
  const bytes: number[] = [];
  while (rest > 127n) {
    bytes.push(Number(rest & 127n) | 128);
    rest >>= 7n;
  }
  bytes.push(Number(rest));
  return Uint8Array.from(bytes);
}
