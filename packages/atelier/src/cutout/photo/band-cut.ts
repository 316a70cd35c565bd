import type { Mask } from './band.ts';
import { outlineBand } from './band.ts';
import { type LocalColours, localOdds, type Sample } from './local-colours.ts';
import { FlowGraph } from './max-flow.ts';

/** Colour planes of the grid on which the outline is cut. */
export interface LabPlanes {
  readonly width: number;
  readonly height: number;
  readonly l: Float32Array;
  readonly a: Float32Array;
  readonly b: Float32Array;
}

/** How the outline is cut within the band. */
export interface BandCut {
  readonly reach: number;
  /** Price of one outline pixel where colours agree. */
  readonly price: number;
  /** Added to the log odds: above 0 keeps too much rather than too little. */
  readonly bias: number;
  readonly exponent: number;
  /** Added per pixel: what the shape so far says; null for nothing. */
  readonly lean: Float32Array | null;
  /** Pixels of this grid per working pixel. */
  readonly scale: number;
}

/** Redraws the outline pixel by pixel within a band: one minimum cut on the 8-connected grid. */
export function cutBand(planes: LabPlanes, mask: Mask, task: BandCut & { colours: LocalColours }) {
  const { width } = mask;
  const band = outlineBand(mask, task.reach);
  const index = new Int32Array(mask.data.length).fill(-1);
  for (let k = 0; k < band.length; k++) index[band[k] as number] = k;
  const flow = new FlowGraph(band.length, band.length * 4);
  const pull = new Float32Array(band.length);
  const sample: Sample = { x: 0, y: 0, l: 0, a: 0, b: 0 };
  for (let k = 0; k < band.length; k++) {
    const p = band[k] as number;
    const x = p % width;
    sample.x = (x + 0.5) / task.scale;
    sample.y = ((p - x) / width + 0.5) / task.scale;
    sample.l = planes.l[p] as number;
    sample.a = planes.a[p] as number;
    sample.b = planes.b[p] as number;
    pull[k] =
      (pull[k] as number) + (localOdds(task.colours, sample) + task.bias + (task.lean?.[p] ?? 0));
    joinNeighbours(k, { planes, mask, task, band, index, flow, pull });
  }
  const side = new Uint8Array(band.length);
  flow.solve(pull, side);
  const data = mask.data.slice();
  for (let k = 0; k < band.length; k++) data[band[k] as number] = side[k] as number;
  return { width, height: mask.height, data };
}

interface Joining {
  readonly planes: LabPlanes;
  readonly mask: Mask;
  readonly task: BandCut;
  readonly band: Int32Array;
  readonly index: Int32Array;
  readonly flow: FlowGraph;
  readonly pull: Float32Array;
}

const DX = [1, 0, 1, -1, -1, 0, -1, 1];
const DY = [0, 1, 1, 1, 0, -1, -1, -1];

/** Edges to the four neighbours ahead; those outside the band pull the pixel to their side. */
function joinNeighbours(k: number, join: Joining): void {
  const { planes, mask, task, index } = join;
  const p = join.band[k] as number;
  const x = p % mask.width;
  const y = (p - x) / mask.width;
  for (let side = 0; side < 8; side++) {
    const qx = x + (DX[side] as number);
    const qy = y + (DY[side] as number);
    if (qx < 0 || qy < 0 || qx >= mask.width || qy >= mask.height) continue;
    const q = qy * mask.width + qx;
    const other = index[q] as number;
    if (other >= 0 && side >= 4) continue;
    const dl = (planes.l[p] as number) - (planes.l[q] as number);
    const da = (planes.a[p] as number) - (planes.a[q] as number);
    const db = (planes.b[p] as number) - (planes.b[q] as number);
    const length = side % 4 < 2 ? 1 : Math.SQRT1_2;
    const like = Math.exp(-task.exponent * (dl * dl + da * da + db * db));
    const price = task.price * length * (0.04 + like);
    if (other >= 0) join.flow.addEdge(k, other, price);
    else join.pull[k] = (join.pull[k] as number) + (mask.data[q] === 1 ? price : -price);
  }
}
