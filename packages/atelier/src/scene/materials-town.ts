import { fbm, hashCell, randomCell, smoothstep } from '../raster/noise.ts';
import { dim, type PaintJob, paintAs, type Surface, tint } from './surface.ts';

/** House fronts and ship's gear: what is seen out of doors. */
export function paintTown(job: PaintJob, out: Surface): void {
  PAINTERS[job.skin.material]?.(job, out);
}

/** The same place one storey higher, for fronts that begin above the ground floor. */
function raised(job: PaintJob): PaintJob {
  return { ...job, v: job.v + 2.7 };
}

function paintSnow({ skin, u, v, px }: PaintJob, out: Surface): void {
  const drift = fbm(u * 0.35, v * 0.5, { seed: skin.seed, octaves: 3 });
  const fine = fbm(u * 3.2, v * 3.2, { seed: skin.seed + 2, octaves: 3, width: px * 1.5 });
  dim(out, 0.93 + drift * 0.16 + fine * 0.07);
}

/** Caulked planks of a ship. */
function paintDeck({ skin, u: along, v: side, px }: PaintJob, out: Surface): void {
  const wide = 0.15 * skin.size;
  const row = Math.floor(side / wide);
  const across = side - row * wide;
  const board = Math.floor(along / 3.4 + randomCell(row, 2, skin.seed));
  const spec = { seed: skin.seed, octaves: 3, width: px * 14 };
  const grain = fbm(across * 30 + row * 5, along * 1.4, spec);
  dim(out, 0.86 + 0.24 * randomCell(row, board, skin.seed + 1) + grain * 0.14);
  const gap = Math.min(across, wide - across);
  const seam = 1 - smoothstep(0.004, 0.008 + px * 0.7, gap);
  tint(out, skin.other, seam * 0.75 * Math.min(1, 0.02 / (px + 0.004)));
  out.gloss = skin.gloss * (1 - seam);
}

const BEAM = [0.075, 0.045, 0.028] as const;

/** A house front of storeys: plaster, beams, windows with shutters, a door or an arch below. */
function paintFront(job: PaintJob, timbered: boolean, out: Surface): void {
  const { skin, hit, u, v, px } = job;
  const storey = 2.7;
  const row = Math.floor(v / storey);
  const up = v - row * storey;
  const bays = Math.max(1, Math.round(hit.w / 2.1));
  const wide = hit.w / bays;
  const column = Math.min(bays - 1, Math.floor(hit.a * bays));
  const x = u - column * wide;
  const wear = fbm(u * 0.9, v * 0.9, { seed: skin.seed, octaves: 4, width: px * 0.5 });
  const fine = fbm(u * 8, v * 8, { seed: skin.seed + 1, octaves: 2, width: px * 4 });
  dim(out, 1 + wear * 0.16 + fine * 0.06);
  if (row === 0) dim(out, 0.78 + 0.2 * smoothstep(0, 1.2, up));
  const spot = { x, up, wide, column, row };
  if (timbered && row > 0) paintBeams(job, spot, out);
  if (!timbered && up < 0.14 && row > 0) paintAs(out, skin.other, 0.9);
  if (row === 0) paintDoor(job, spot, out);
  else paintPane(job, spot, out);
}

interface Bay {
  readonly x: number;
  readonly up: number;
  readonly wide: number;
  readonly column: number;
  readonly row: number;
}

function paintBeams({ skin, u, v }: PaintJob, bay: Bay, out: Surface): void {
  const { x, up, wide, column, row } = bay;
  const post = Math.min(x, wide - x) < 0.09;
  const rail = up < 0.2 || Math.abs(up - 0.95) < 0.07;
  const hash = hashCell(column, row, skin.seed);
  const run = (x / wide) * 0.95;
  const lean = (hash & 1) > 0 ? run : 0.95 - run;
  const brace = up < 0.95 && Math.abs(up - 0.1 - lean * 0.85) < 0.085 && (hash & 6) > 0;
  const cross = (hash & 8) > 0 && up < 0.95 && Math.abs(up - 0.95 + lean * 0.85) < 0.085;
  if (!post && !rail && !brace && !cross) return;
  paintAs(out, BEAM, 1 + 0.5 * fbm(u * 5, v * 5, { seed: 5, octaves: 3 }));
}

const LIT = [0.95, 0.5, 0.17] as const;

function paintPane({ skin }: PaintJob, bay: Bay, out: Surface): void {
  const { x, up, wide, column, row } = bay;
  const half = 0.42;
  const dx = x - wide / 2;
  const low = 1.02;
  const high = 2.3;
  const hash = hashCell(column, row, skin.seed + 7);
  const shutter = Math.abs(dx) > half && Math.abs(dx) < half * 2 - 0.04 && wide > 1.8;
  if (up > low && up < high && shutter) {
    const slat = (up * 16) % 1 < 0.25 ? 0.6 : 1;
    paintAs(out, skin.other, slat * (0.9 + 0.1 * Math.sin(dx * 60)));
    return;
  }
  if (Math.abs(dx) < half + 0.2 && up > low - 0.3 && up < low - 0.02) {
    const flower = fbm(dx * 22 + column * 9, up * 22, { seed: skin.seed, octaves: 2 });
    if ((hash & 3) > 1 && up < low - 0.02 && flower + (up - low + 0.3) * 0.4 > -0.05) {
      paintAs(out, flower > 0.22 ? [0.6, 0.07, 0.1] : [0.06, 0.17, 0.04], 1 + flower * 0.6);
    }
    return;
  }
  if (Math.abs(dx) > half || up < low || up > high) return;
  const edge = Math.min(half - Math.abs(dx), up - low, high - up);
  const bar = Math.abs(dx) < 0.03 || Math.abs(up - 1.8) < 0.025;
  if (edge < 0.06 || bar) {
    paintAs(out, [0.62, 0.58, 0.5], edge < 0.06 ? 0.7 : 0.9);
    return;
  }
  const on = randomCell(column, row, skin.seed + 11) < skin.glow;
  if (on) {
    paintAs(out, LIT, 0.72 + 0.25 * (up - low) - (Math.abs(dx) > 0.27 ? 0.25 : 0));
    out.glow = 1;
    return;
  }
  out.glow = 0;
  paintAs(out, [0.1, 0.13, 0.17], 0.5 + 0.5 * (up - low));
}

function paintDoor({ skin, u, v }: PaintJob, bay: Bay, out: Surface): void {
  const { x, up, wide, column } = bay;
  const hash = hashCell(column, 0, skin.seed + 3);
  const dx = x - wide / 2;
  const shop = (hash & 1) > 0;
  const half = shop ? 0.78 : 0.52;
  const spring = shop ? 1.75 : 1.7;
  const arch = up < spring || ((up - spring) / 0.5) ** 2 + (dx / half) ** 2 < 1;
  const outer = up < spring || ((up - spring) / 0.68) ** 2 + (dx / (half + 0.18)) ** 2 < 1;
  if (Math.abs(dx) < half && arch && up < spring + 0.5) {
    if (!shop) {
      const board = ((dx + 2) * 7) % 1;
      paintAs(
        out,
        skin.other,
        (board < 0.1 ? 0.45 : 0.8) + 0.1 * fbm(u * 3, v, { seed: 2, octaves: 2 }),
      );
      return;
    }
    const sill = up < 0.75;
    const bar = Math.abs(dx) < 0.03 || Math.abs(up - 1.6) < 0.03;
    if (sill || bar) {
      paintAs(out, BEAM, sill ? 2.4 : 1.5);
      return;
    }
    const wares = fbm(dx * 7 + column * 5, up * 6, { seed: skin.seed, octaves: 3 });
    const lit = skin.glow > 0.2;
    paintAs(
      out,
      lit ? LIT : [0.12, 0.13, 0.14],
      lit ? 0.5 + 0.2 * smoothstep(0.7, 1.9, up) + wares * 0.16 : 0.8 + wares * 0.4,
    );
    if (lit) out.glow = 1;
    return;
  }
  if (Math.abs(dx) < half + 0.18 && outer && up < spring + 0.68) {
    const block = Math.floor(up / 0.34);
    paintAs(out, [0.4, 0.36, 0.3], 0.8 + 0.3 * randomCell(block, column, skin.seed));
  }
}

function paintBark({ skin, u, v }: PaintJob, out: Surface): void {
  const rough = fbm(u * 9, v * 1.3, { seed: skin.seed, octaves: 4 });
  const moss = fbm(u * 1.2, v * 0.8, { seed: skin.seed + 2, octaves: 3 });
  dim(out, 0.9 + rough * 0.7);
  tint(out, skin.other, smoothstep(-0.05, 0.4, moss) * 0.7);
}

function paintGrass({ skin, u, v, px }: PaintJob, out: Surface): void {
  const patch = fbm(u * 0.6, v * 0.6, { seed: skin.seed, octaves: 4 });
  const fine = fbm(u * 11, v * 5, { seed: skin.seed + 2, octaves: 3, width: px * 4 });
  tint(out, skin.other, smoothstep(-0.3, 0.4, patch));
  dim(out, 0.95 + fine * 0.4 + patch * 0.15);
}

const PAINTERS: Readonly<Record<string, (job: PaintJob, out: Surface) => void>> = {
  timbered: (job, out) => paintFront(job, true, out),
  'timbered-upper': (job, out) => paintFront(raised(job), true, out),
  snow: paintSnow,
  deck: paintDeck,
  rendered: (job, out) => paintFront(job, false, out),
  bark: paintBark,
  grass: paintGrass,
};
