/**
 * Work that can be split into bands of rows.
 *
 * A kernel reads whatever it likes and writes only rows `y0 <= y < y1` of its outputs, so the
 * bytes do not depend on how many workers shared the rows. Arguments must survive a structured
 * clone: numbers, strings and typed arrays on shared memory (see `createFloats`).
 */
export interface Kernel<Args> {
  /** Unique name, by which another worker finds the same function. */
  readonly id: string;
  readonly run: (args: Args, y0: number, y1: number) => void;
}

/** Runs kernels over `rows` rows, on one worker or several; returns when every row is written. */
export interface Bands {
  run<Args>(kernel: Kernel<Args>, args: Args, rows: number): void;
}

const kernels = new Map<string, Kernel<never>>();

/** Registers a kernel under its id. Throws when two kernels claim one id. */
export function defineKernel<Args>(
  id: string,
  run: (args: Args, y0: number, y1: number) => void,
): Kernel<Args> {
  if (kernels.has(id)) throw new Error(`kernel "${id}" is defined twice; give one another id`);
  const kernel: Kernel<Args> = { id, run };
  kernels.set(id, kernel as Kernel<never>);
  return kernel;
}

/** The kernel registered under `id`. Throws when no module defined it. */
export function kernelById(id: string): Kernel<never> {
  const kernel = kernels.get(id);
  if (kernel === undefined) throw new Error(`no kernel is named "${id}"`);
  return kernel;
}

/** All rows on the calling thread: what tests and single-core runs use. */
export const serialBands: Bands = {
  run(kernel, args, rows) {
    kernel.run(args, 0, rows);
  },
};
