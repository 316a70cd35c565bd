import { describe, expect, it } from 'vitest';
import { createRandom } from '../raster/random.ts';
import { nearest, noHit, type SolidRay, tabulate } from './solid-trace.ts';
import { growTree, isBlocked, nearestIn } from './solid-tree.ts';
import { ball, box, drum, panel, type Solid, skin } from './solids.ts';

const random = createRandom(11);
const look = skin('plain', [0.5, 0.5, 0.5]);
const at = () => [random.between(-6, 6), random.between(-2, 4), random.between(1, 20)] as const;
const size = () => random.between(0.1, 1.4);

const solids: Solid[] = Array.from({ length: 60 }, (_, i) => {
  if (i % 4 === 0) return box(at(), [size(), size(), size()], look);
  if (i % 4 === 1) return drum(at(), [size(), size(), size()], look);
  if (i % 4 === 2) return ball(at(), [size(), size(), size()], look);
  const edges = [
    [size(), 0, size()],
    [0, size(), 0],
  ] as const;
  return panel(at(), edges, look);
});
const list = solids.map((_, i) => i);
const table = tabulate(solids);
const tree = growTree(table, list);

function anyRay(i: number): SolidRay {
  // Every third ray runs along an axis, where boxes are met edge on.
  const along = [random.between(-1, 1), random.between(-1, 1), random.between(-1, 1)];
  const [dx = 0, dy = 0, dz = 1] = i % 3 === 0 ? [0, 0, i % 2 ? 1 : -1] : along;
  const [ox, oy, oz] = at();
  return { ox, oy, oz, dx, dy, dz };
}

describe('the tree of solids', () => {
  it('meets what asking every solid meets', () => {
    let met = 0;
    for (let i = 0; i < 3000; i++) {
      const ray = anyRay(i);
      const [all, few] = [noHit(), noHit()];
      nearest(table, list, { ray, hit: all });
      nearestIn(tree, { ray, hit: few });
      expect(few).toEqual(all);
      if (all.index >= 0) met++;
    }
    expect(met).toBeGreaterThan(500);
  });

  it('says a way is blocked exactly when something is met before its end', () => {
    for (let i = 0; i < 3000; i++) {
      const ray = anyRay(i);
      const hit = noHit();
      nearest(table, list, { ray, hit });
      const reach = random.between(0.5, 12);
      expect(isBlocked(tree, ray, reach)).toBe(hit.t < reach);
    }
  });

  it('is free when it holds nothing', () => {
    expect(isBlocked(growTree(table, []), anyRay(1), 1e8)).toBe(false);
  });
});
