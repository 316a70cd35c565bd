interface Size {
  readonly width: number;
  readonly height: number;
}

/** Enlarges a plane bilinearly with pixel centres kept in place. */
export function enlargePlane(source: Float32Array, from: Size, to: Size): Float32Array {
  const out = new Float32Array(to.width * to.height);
  const columns = centres(from.width, to.width);
  const rows = centres(from.height, to.height);
  for (let y = 0; y < to.height; y++) {
    const top = (rows.low[y] as number) * from.width;
    const bottom = (rows.high[y] as number) * from.width;
    const v = rows.part[y] as number;
    for (let x = 0; x < to.width; x++) {
      const u = columns.part[x] as number;
      const left = columns.low[x] as number;
      const right = columns.high[x] as number;
      const above = (source[top + left] as number) * (1 - u) + (source[top + right] as number) * u;
      const below =
        (source[bottom + left] as number) * (1 - u) + (source[bottom + right] as number) * u;
      out[y * to.width + x] = above * (1 - v) + below * v;
    }
  }
  return out;
}

function centres(from: number, to: number) {
  const low = new Int32Array(to);
  const high = new Int32Array(to);
  const part = new Float32Array(to);
  for (let i = 0; i < to; i++) {
    const place = Math.max(0, Math.min(from - 1, ((i + 0.5) * from) / to - 0.5));
    low[i] = Math.floor(place);
    high[i] = Math.min(from - 1, (low[i] as number) + 1);
    part[i] = place - (low[i] as number);
  }
  return { low, high, part };
}

/** Three box blurs each way, close to a Gaussian of about `radius` pixels; in place of nothing. */
export function softenPlane(source: Float32Array, size: Size, radius: number): Float32Array {
  let plane = source;
  for (let round = 0; round < 3; round++) {
    plane = boxRows(plane, size, radius);
    plane = boxColumns(plane, size, radius);
  }
  return plane;
}

/** Mean over a square window of side `2 * radius + 1`, cut off at the border. */
export function boxMean(source: Float32Array, size: Size, radius: number): Float32Array {
  return boxColumns(boxRows(source, size, radius), size, radius);
}

function boxRows(source: Float32Array, { width, height }: Size, radius: number): Float32Array {
  const out = new Float32Array(source.length);
  for (let y = 0; y < height; y++) {
    const row = y * width;
    let sum = 0;
    let count = 0;
    for (let x = 0; x < Math.min(width, radius); x++) {
      sum += source[row + x] as number;
      count++;
    }
    for (let x = 0; x < width; x++) {
      if (x + radius < width) {
        sum += source[row + x + radius] as number;
        count++;
      }
      if (x - radius - 1 >= 0) {
        sum -= source[row + x - radius - 1] as number;
        count--;
      }
      out[row + x] = sum / count;
    }
  }
  return out;
}

function boxColumns(source: Float32Array, { width, height }: Size, radius: number): Float32Array {
  const out = new Float32Array(source.length);
  const sums = new Float64Array(width);
  let count = 0;
  for (let y = -radius; y < height; y++) {
    const enter = y + radius;
    const leave = y - radius - 1;
    if (enter < height) {
      for (let x = 0; x < width; x++)
        sums[x] = (sums[x] as number) + (source[enter * width + x] as number);
      count++;
    }
    if (leave >= 0) {
      for (let x = 0; x < width; x++)
        sums[x] = (sums[x] as number) - (source[leave * width + x] as number);
      count--;
    }
    if (y < 0) continue;
    for (let x = 0; x < width; x++) out[y * width + x] = (sums[x] as number) / count;
  }
  return out;
}
