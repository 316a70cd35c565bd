import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

/** What the file of a network says about its first input. */
export interface OnnxInput {
  readonly name: string;
  /** Batch, channels, height, width; null where the file leaves a size open. */
  readonly shape: readonly (number | null)[];
}

/** Field numbers of ONNX's protobuf messages on the way to an input's shape. */
const GRAPH = 7;
const GRAPH_INITIALIZER = 5;
const GRAPH_INPUT = 11;
const VALUE_NAME = 1;
const VALUE_TYPE = 2;
const TYPE_TENSOR = 1;
const TENSOR_SHAPE = 2;
const SHAPE_DIM = 1;
const DIM_VALUE = 1;
const TENSOR_NAME = 8;

/** A stretch of the file: a message or a string. */
interface Span {
  readonly from: number;
  readonly to: number;
}

interface Field extends Span {
  readonly number: number;
  /** The number itself where the field is a plain one. */
  readonly value: number;
}

/**
 * The first input of an ONNX file that is no stored weight, or null when this is no ONNX file. Only
 * the few bytes on the way are read, however large the file.
 */
export function readOnnxInput(file: string): OnnxInput | null {
  const descriptor = openSync(file, 'r');
  try {
    const reader = new ProtoReader(descriptor, fstatSync(descriptor).size);
    return findInput(reader);
  } catch (error) {
    if (error instanceof NoProto) return null;
    throw error;
  } finally {
    closeSync(descriptor);
  }
}

function findInput(reader: ProtoReader): OnnxInput | null {
  const [graph] = reader.all(reader.whole, GRAPH);
  if (!graph) return null;
  const fields = reader.fields(graph);
  const weights = new Set(
    fields
      .filter((field) => field.number === GRAPH_INITIALIZER)
      .map((field) => reader.text(reader.all(field, TENSOR_NAME)[0])),
  );
  for (const input of fields.filter((field) => field.number === GRAPH_INPUT)) {
    const name = reader.text(reader.all(input, VALUE_NAME)[0]);
    if (!weights.has(name)) return { name, shape: shapeOf(reader, input) };
  }
  return null;
}

function shapeOf(reader: ProtoReader, input: Span): (number | null)[] {
  let spans: Span[] = [input];
  for (const number of [VALUE_TYPE, TYPE_TENSOR, TENSOR_SHAPE, SHAPE_DIM]) {
    spans = spans.flatMap((span) => reader.all(span, number));
  }
  return spans.map((dim) => {
    const size = reader.all(dim, DIM_VALUE)[0]?.value ?? 0;
    return size > 0 ? size : null;
  });
}

class NoProto extends Error {}

/** Walks the fields of protobuf messages in a file without reading what it passes over. */
class ProtoReader {
  readonly whole: Span;
  private window = new Uint8Array(0);
  private windowAt = 0;

  constructor(
    private readonly descriptor: number,
    size: number,
  ) {
    this.whole = { from: 0, to: size };
  }

  all(span: Span, number: number): Field[] {
    return this.fields(span).filter((field) => field.number === number);
  }

  fields({ from, to }: Span): Field[] {
    const fields: Field[] = [];
    for (let at = from; at < to; ) {
      const tag = this.varint(at);
      const kind = tag.value & 7;
      const number = Math.floor(tag.value / 8);
      const field = this.field(kind, tag.next);
      if (number === 0 || field.to > to) throw new NoProto();
      fields.push({ number, ...field });
      at = field.to;
    }
    return fields;
  }

  text(span: Span | undefined): string {
    if (!span) return '';
    let text = '';
    for (let at = span.from; at < Math.min(span.to, span.from + 400); at++) {
      text += String.fromCharCode(this.byte(at));
    }
    return text;
  }

  private field(kind: number, at: number): Omit<Field, 'number'> {
    if (kind === 0) {
      const { value, next } = this.varint(at);
      return { from: at, to: next, value };
    }
    if (kind === 1) return { from: at, to: at + 8, value: 0 };
    if (kind === 5) return { from: at, to: at + 4, value: 0 };
    if (kind !== 2) throw new NoProto();
    const { value, next } = this.varint(at);
    return { from: next, to: next + value, value: 0 };
  }

  private varint(at: number): { value: number; next: number } {
    let value = 0;
    for (let i = 0; i < 10; i++) {
      const byte = this.byte(at + i);
      value += (byte & 127) * 2 ** (7 * i);
      if (byte < 128) return { value, next: at + i + 1 };
    }
    throw new NoProto();
  }

  private byte(at: number): number {
    if (at < this.windowAt || at >= this.windowAt + this.window.length) {
      const next = new Uint8Array(4096);
      const read = readSync(this.descriptor, next, 0, next.length, at);
      this.window = next.subarray(0, read);
      this.windowAt = at;
    }
    const byte = this.window[at - this.windowAt];
    if (byte === undefined) throw new NoProto();
    return byte;
  }
}
