import { describe, expect, it } from 'vitest';
import { createRandom } from '../../raster/random.ts';
import { FlowGraph } from './max-flow.ts';

interface Edge {
  readonly from: number;
  readonly to: number;
  readonly weight: number;
}

function cost(side: Uint8Array, pull: Float32Array, edges: readonly Edge[]): number {
  let sum = 0;
  for (let i = 0; i < pull.length; i++) {
    const value = pull[i] ?? 0;
    if (value > 0 && side[i] === 0) sum += value;
    if (value < 0 && side[i] === 1) sum -= value;
  }
  for (const { from, to, weight } of edges) if (side[from] !== side[to]) sum += weight;
  return sum;
}

describe('FlowGraph', () => {
  it('finds a cut as cheap as the cheapest of all labellings', () => {
    const random = createRandom(7);
    for (let trial = 0; trial < 60; trial++) {
      const nodes = 9;
      const edges: Edge[] = [];
      for (let from = 0; from < nodes; from++) {
        for (let to = from + 1; to < nodes; to++) {
          if (random.next() < 0.4) edges.push({ from, to, weight: Math.floor(random.next() * 9) });
        }
      }
      const graph = new FlowGraph(nodes, edges.length);
      for (const { from, to, weight } of edges) graph.addEdge(from, to, weight);
      // Twice with different pulls: a graph must forget its last solve.
      for (let round = 0; round < 2; round++) {
        const pull = Float32Array.from({ length: nodes }, () => Math.floor(random.between(-9, 9)));
        const side = new Uint8Array(nodes);
        graph.solve(pull, side);
        let best = Number.POSITIVE_INFINITY;
        for (let code = 0; code < 1 << nodes; code++) {
          const guess = Uint8Array.from({ length: nodes }, (_, i) => (code >> i) & 1);
          best = Math.min(best, cost(guess, pull, edges));
        }
        expect(cost(side, pull, edges)).toBe(best);
      }
    }
  });
});
