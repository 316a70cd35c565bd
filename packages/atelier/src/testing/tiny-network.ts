import type { LoadNetwork } from '../cutout/matting/runtime.ts';

type Part = readonly number[];

const varint = (value: number): Part =>
  value < 128 ? [value] : [(value & 127) | 128, ...varint(Math.floor(value / 128))];
const number = (field: number, value: number): Part => [...varint(field * 8), ...varint(value)];
const message = (field: number, ...parts: Part[]): Part => {
  const body = parts.flat();
  return [...varint(field * 8 + 2), ...varint(body.length), ...body];
};
const text = (field: number, value: string): Part => message(field, [...Buffer.from(value)]);

/** A value's name and shape; a string stands for a size that is left open. */
function valueInfo(field: number, name: string, shape: readonly (number | string)[]): Part {
  const dims = shape.map((size) =>
    message(1, typeof size === 'number' ? number(1, size) : text(2, size)),
  );
  const tensor = message(1, number(1, 1), message(2, ...dims));
  return message(field, text(1, name), message(2, tensor));
}

/**
 * The bytes of an ONNX network with one step: the mean over the channels, so that pale is subject
 * and dark is background.
 */
export function tinyNetwork(shape: readonly (number | string)[]): Uint8Array {
  const axes = message(5, text(1, 'axes'), number(8, 1), number(20, 7));
  const keep = message(5, text(1, 'keepdims'), number(3, 1), number(20, 2));
  const step = message(1, text(1, 'picture'), text(2, 'map'), text(4, 'ReduceMean'), axes, keep);
  const out = [shape[0] ?? 1, 1, ...shape.slice(2)];
  const graph = message(
    7,
    step,
    text(2, 'tiny'),
    valueInfo(11, 'picture', shape),
    valueInfo(12, 'map', out),
  );
  return Uint8Array.from([...number(1, 8), ...graph, ...message(8, text(1, ''), number(2, 13))]);
}

/** What the tiny network does, for when no runtime is installed. */
export const loadStandIn: LoadNetwork = async () => ({
  async run(_input, { data, dims }) {
    const [, , height = 1, width = 1] = dims;
    const size = width * height;
    const map = new Float32Array(size);
    for (let i = 0; i < size; i++) {
      const sum = [0, 1, 2].reduce((all, channel) => all + (data[channel * size + i] ?? 0), 0);
      map[i] = sum / 3;
    }
    return [{ data: map, dims: [1, 1, height, width] }];
  },
});
