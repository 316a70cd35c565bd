import type { Superpixels } from './superpixels.ts';

/** Area of the convex hull of the marked patches (Andrew's monotone chain, 1979). */
export function hullArea(patches: Superpixels, marked: Uint8Array): number {
  const points: [number, number][] = [];
  for (let i = 0; i < patches.count; i++) {
    if (marked[i] === 0) continue;
    // Patches are taken as squares: their corners, not their centres, span the hull.
    const half = Math.sqrt(patches.size[i] as number) / 2;
    for (const dx of [-half, half]) {
      for (const dy of [-half, half])
        points.push([(patches.x[i] as number) + dx, (patches.y[i] as number) + dy]);
    }
  }
  points.sort((p, q) => p[0] - q[0] || p[1] - q[1]);
  const loop = [...halfHull(points), ...halfHull(points.reverse())];
  let twice = 0;
  for (let i = 0; i < loop.length; i++) {
    const p = loop[i] as [number, number];
    const q = loop[(i + 1) % loop.length] as [number, number];
    twice += p[0] * q[1] - q[0] * p[1];
  }
  return Math.abs(twice) / 2;
}

function halfHull(points: readonly [number, number][]): [number, number][] {
  const chain: [number, number][] = [];
  for (const point of points) {
    while (
      chain.length >= 2 &&
      !turnsLeft(
        chain[chain.length - 2] as [number, number],
        chain[chain.length - 1] as [number, number],
        point,
      )
    ) {
      chain.pop();
    }
    chain.push(point);
  }
  chain.pop();
  return chain;
}

function turnsLeft(p: [number, number], q: [number, number], r: [number, number]): boolean {
  return (q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0]) > 0;
}
