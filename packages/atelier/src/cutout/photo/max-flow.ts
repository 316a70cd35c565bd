const NONE = -1;
const TERMINAL = -2;
const ORPHAN = -3;

/**
 * Minimum cut between two terminals on any sparse graph: the augmenting search trees of
 * Boykov and Kolmogorov 2004, whose trees are kept between augmentations.
 *
 * Arcs come in pairs (`arc ^ 1` is the way back). Capacities may be set anew between solves, so one
 * graph serves many cuts of one picture.
 */
export class FlowGraph {
  private readonly first: Int32Array;
  private readonly next: Int32Array;
  private readonly head: Int32Array;
  private readonly base: Float32Array;
  private readonly residual: Float32Array;
  private readonly terminal: Float32Array;
  private readonly parent: Int32Array;
  private readonly inSink: Uint8Array;
  private readonly stamp: Int32Array;
  private readonly distance: Int32Array;
  private readonly queued: Uint8Array;
  private readonly queue: Int32Array;
  private readonly nodeCount: number;
  private arcCount = 0;
  private queueStart = 0;
  private queueSize = 0;
  private orphans: number[] = [];
  private time = 0;

  constructor(nodes: number, edges: number) {
    this.nodeCount = nodes;
    this.first = new Int32Array(nodes).fill(NONE);
    this.next = new Int32Array(2 * edges);
    this.head = new Int32Array(2 * edges);
    this.base = new Float32Array(2 * edges);
    this.residual = new Float32Array(2 * edges);
    this.terminal = new Float32Array(nodes);
    this.parent = new Int32Array(nodes);
    this.inSink = new Uint8Array(nodes);
    this.stamp = new Int32Array(nodes);
    this.distance = new Int32Array(nodes);
    this.queued = new Uint8Array(nodes);
    this.queue = new Int32Array(nodes);
  }

  /** Joins two nodes by an edge that costs `weight` to cut either way. */
  addEdge(from: number, to: number, weight: number): void {
    const arc = this.arcCount;
    this.arcCount += 2;
    this.head[arc] = to;
    this.next[arc] = this.first[from] as number;
    this.first[from] = arc;
    this.head[arc + 1] = from;
    this.next[arc + 1] = this.first[to] as number;
    this.first[to] = arc + 1;
    this.base[arc] = weight;
    this.base[arc + 1] = weight;
  }

  /**
   * Cuts the graph. `pull[i]` > 0 is what it costs to put node i on the sink's side, < 0 on the
   * source's. Writes 1 into `side` for every node that stays with the source.
   */
  solve(pull: Float32Array, side: Uint8Array): void {
    this.start(pull);
    let node = NONE;
    for (;;) {
      if (node === NONE || this.parent[node] === NONE) node = this.takeActive();
      if (node === NONE) break;
      const bridge = this.grow(node);
      this.time++;
      if (bridge === NONE) {
        node = NONE;
        continue;
      }
      this.augment(bridge);
      this.adopt();
    }
    for (let i = 0; i < this.nodeCount; i++) {
      side[i] = this.parent[i] !== NONE && this.inSink[i] === 0 ? 1 : 0;
    }
  }

  private start(pull: Float32Array): void {
    this.residual.set(this.base);
    this.terminal.set(pull);
    this.queued.fill(0);
    this.stamp.fill(0);
    this.queueStart = 0;
    this.queueSize = 0;
    this.time = 0;
    for (let i = 0; i < this.nodeCount; i++) {
      const capacity = this.terminal[i] as number;
      this.inSink[i] = capacity < 0 ? 1 : 0;
      this.parent[i] = capacity === 0 ? NONE : TERMINAL;
      this.distance[i] = 1;
      if (capacity !== 0) this.activate(i);
    }
  }

  private activate(node: number): void {
    if (this.queued[node] === 1) return;
    this.queued[node] = 1;
    let end = this.queueStart + this.queueSize++;
    if (end >= this.nodeCount) end -= this.nodeCount;
    this.queue[end] = node;
  }

  private takeActive(): number {
    while (this.queueSize > 0) {
      const node = this.queue[this.queueStart] as number;
      if (++this.queueStart === this.nodeCount) this.queueStart = 0;
      this.queueSize--;
      this.queued[node] = 0;
      if (this.parent[node] !== NONE) return node;
    }
    return NONE;
  }

  /** Grows the node's tree; returns the arc from source tree to sink tree where they meet. */
  private grow(node: number): number {
    const { head, next, residual, parent, inSink, stamp, distance } = this;
    const sink = inSink[node] as number;
    for (let arc = this.first[node] as number; arc !== NONE; arc = next[arc] as number) {
      const open = sink === 1 ? (residual[arc ^ 1] as number) : (residual[arc] as number);
      if (open <= 0) continue;
      const other = head[arc] as number;
      if (parent[other] === NONE) {
        inSink[other] = sink;
        parent[other] = arc ^ 1;
        stamp[other] = stamp[node] as number;
        distance[other] = (distance[node] as number) + 1;
        this.activate(other);
      } else if (inSink[other] !== sink) {
        return sink === 1 ? arc ^ 1 : arc;
      } else if (
        (stamp[other] as number) <= (stamp[node] as number) &&
        (distance[other] as number) > (distance[node] as number)
      ) {
        parent[other] = arc ^ 1;
        stamp[other] = stamp[node] as number;
        distance[other] = (distance[node] as number) + 1;
      }
    }
    return NONE;
  }

  /** Pushes as much as the path through `bridge` carries and makes orphans of cut-off nodes. */
  private augment(bridge: number): void {
    const { head, residual, parent, terminal } = this;
    let amount = residual[bridge] as number;
    let node = head[bridge ^ 1] as number;
    for (; parent[node] !== TERMINAL; node = head[parent[node] as number] as number) {
      amount = Math.min(amount, residual[(parent[node] as number) ^ 1] as number);
    }
    amount = Math.min(amount, terminal[node] as number);
    node = head[bridge] as number;
    for (; parent[node] !== TERMINAL; node = head[parent[node] as number] as number) {
      amount = Math.min(amount, residual[parent[node] as number] as number);
    }
    amount = Math.min(amount, -(terminal[node] as number));
    residual[bridge] = (residual[bridge] as number) - amount;
    residual[bridge ^ 1] = (residual[bridge ^ 1] as number) + amount;
    this.pushToSource(head[bridge ^ 1] as number, amount);
    this.pushToSink(head[bridge] as number, amount);
  }

  private pushToSource(from: number, amount: number): void {
    const { head, residual, parent, terminal } = this;
    let node = from;
    while (parent[node] !== TERMINAL) {
      const arc = parent[node] as number;
      const up = head[arc] as number;
      residual[arc] = (residual[arc] as number) + amount;
      residual[arc ^ 1] = (residual[arc ^ 1] as number) - amount;
      if ((residual[arc ^ 1] as number) <= 0) this.orphan(node);
      node = up;
    }
    terminal[node] = (terminal[node] as number) - amount;
    if ((terminal[node] as number) <= 0) this.orphan(node);
  }

  private pushToSink(from: number, amount: number): void {
    const { head, residual, parent, terminal } = this;
    let node = from;
    while (parent[node] !== TERMINAL) {
      const arc = parent[node] as number;
      const up = head[arc] as number;
      residual[arc ^ 1] = (residual[arc ^ 1] as number) + amount;
      residual[arc] = (residual[arc] as number) - amount;
      if (residual[arc] <= 0) this.orphan(node);
      node = up;
    }
    terminal[node] = (terminal[node] as number) + amount;
    if ((terminal[node] as number) >= 0) this.orphan(node);
  }

  private orphan(node: number): void {
    this.parent[node] = ORPHAN;
    this.orphans.push(node);
  }

  private adopt(): void {
    for (let i = 0; i < this.orphans.length; i++) this.adoptOne(this.orphans[i] as number);
    this.orphans.length = 0;
  }

  /** Finds the orphan a new parent that still reaches its terminal, the nearest one. */
  private adoptOne(node: number): void {
    const { head, next, residual, parent, inSink, stamp, distance, time } = this;
    const sink = inSink[node] as number;
    let best = NONE;
    let bestDistance = 2147483647;
    for (let arc = this.first[node] as number; arc !== NONE; arc = next[arc] as number) {
      const open = sink === 1 ? (residual[arc] as number) : (residual[arc ^ 1] as number);
      if (open <= 0) continue;
      const other = head[arc] as number;
      if (inSink[other] !== sink || parent[other] === NONE) continue;
      const reach = this.originDistance(other);
      if (reach === NONE) continue;
      if (reach < bestDistance) {
        best = arc;
        bestDistance = reach;
      }
      let mark = reach;
      for (let up = other; stamp[up] !== time; up = head[parent[up] as number] as number) {
        stamp[up] = time;
        distance[up] = mark--;
        if (parent[up] === TERMINAL) break;
      }
    }
    parent[node] = best;
    if (best === NONE) {
      this.release(node, sink);
      return;
    }
    stamp[node] = time;
    distance[node] = bestDistance + 1;
  }

  /** Steps from a node to its terminal, or NONE when its tree is cut off. */
  private originDistance(from: number): number {
    const { head, parent, stamp, distance, time } = this;
    let steps = 0;
    let node = from;
    for (;;) {
      if (stamp[node] === time) return steps + (distance[node] as number);
      const up = parent[node] as number;
      steps++;
      if (up === TERMINAL) {
        stamp[node] = time;
        distance[node] = 1;
        return steps;
      }
      if (up === ORPHAN || up === NONE) return NONE;
      node = head[up] as number;
    }
  }

  /** The node leaves its tree: neighbours become active again and its children orphans. */
  private release(node: number, sink: number): void {
    const { head, next, residual, parent, inSink } = this;
    for (let arc = this.first[node] as number; arc !== NONE; arc = next[arc] as number) {
      const other = head[arc] as number;
      if (inSink[other] !== sink || parent[other] === NONE) continue;
      const open = sink === 1 ? (residual[arc] as number) : (residual[arc ^ 1] as number);
      if (open > 0) this.activate(other);
      const up = parent[other] as number;
      if (up >= 0 && head[up] === node) this.orphan(other);
    }
  }
}
