import type { SKRSContext2D } from '@napi-rs/canvas';
import type { Random } from '../raster/random.ts';
import type { RasterA } from '../raster/raster.ts';
import { mixRgb } from './color.ts';
import type { Rgb } from './define-scene.ts';
import type { Land } from './land.ts';
import { paintLayer, paintOver } from './layer.ts';
import type { Rendered } from './shader.ts';
import { nearestGround, projectOnLand } from './terrain.ts';
import { drawGrass, drawPine } from './vegetation.ts';

/** Trees and grass standing on a landscape; colours are linear light. */
export interface GroveOptions {
  readonly land: Land;
  readonly horizon: number;
  readonly random: Random;
  readonly dark: Rgb;
  readonly bright: Rgb;
  /** The ground's own colour in this light. */
  readonly meadow: Rgb;
  readonly air: Rgb;
  /** Share of light lost to the air at 1000 metres. */
  readonly haze: number;
  readonly snow: number;
  /** Colour of snow in this light; absent = none lies. */
  readonly frost?: Rgb;
  /** -1 = lit from the left .. 1 = from the right. */
  readonly light: number;
  readonly count: number;
  /** The glade kept free: half its width at the camera and how it widens. */
  readonly glade: readonly [number, number];
}

interface Tree {
  readonly x: number;
  readonly z: number;
  readonly height: number;
}

/** Conifers from far to near, each behind what is nearer. */
export function plantGrove(view: Rendered, options: GroveOptions): void {
  const { random, land } = options;
  const trees: Tree[] = [];
  for (let tries = 0; tries < options.count * 6 && trees.length < options.count; tries++) {
    const z = 9 + 120 * random.next() ** 1.7;
    const reach = 5 + z * 0.75;
    const x = random.between(-reach, reach);
    if (Math.abs(x) < options.glade[0] + z * options.glade[1]) continue;
    const at = projectOnLand(land, { ...view.image, horizon: options.horizon }, [x, z]);
    if (land.lake !== null && at.y < 0) continue;
    trees.push({ x, z, height: random.between(5.5, 11) });
  }
  trees.sort((one, two) => two.z - one.z);
  const groups = 7;
  for (let g = 0; g < groups; g++) {
    const from = Math.floor((g / groups) * trees.length);
    const group = trees.slice(from, Math.floor(((g + 1) / groups) * trees.length));
    const middle = group[Math.floor(group.length / 2)];
    if (!middle) continue;
    paintOver(view, 1 - 1 / (1 + middle.z * 0.07), (ctx) => {
      for (const tree of group) drawTree(ctx, view, { tree, options });
    });
  }
}

interface TreeSpot {
  readonly tree: Tree;
  readonly options: GroveOptions;
}

function drawTree(ctx: SKRSContext2D, view: Rendered, { tree, options }: TreeSpot): void {
  const { land, horizon, random, light, snow } = options;
  const at = projectOnLand(land, { ...view.image, horizon }, [tree.x, tree.z]);
  const thick = 1 - Math.exp(-tree.z * options.haze * 0.001 * 2.2);
  drawPine(ctx, {
    x: at.x,
    y: at.y + at.scale * 0.15,
    height: tree.height * at.scale,
    dark: mixRgb(options.dark, options.air, thick),
    bright: mixRgb(options.bright, options.air, thick),
    random,
    light,
    snow,
    ...(options.frost && { frost: mixRgb(options.frost, options.air, thick) }),
  });
}

/** A meadow's grass from some metres away up to the camera; the last rows stand before the feet. */
export function growGrass(view: Rendered, options: GroveOptions & { tufts: number }): RasterA {
  const { width, height } = view.image;
  const { random, land, horizon } = options;
  const blades = (ctx: SKRSContext2D, z: number) => {
    const x = random.between(-1, 1) * ((width / height) * z * 0.72 + 0.4);
    const at = projectOnLand(land, { width, height, horizon }, [x, z]);
    drawGrass(ctx, {
      x: at.x,
      y: at.y,
      height: at.scale * random.between(0.12, 0.3),
      dark: mixRgb(options.meadow, options.dark, 0.45),
      bright: mixRgb(options.meadow, options.bright, 0.35),
      random,
      light: options.light,
      blades: 8,
    });
  };
  paintOver(view, 0.17, (ctx) => {
    for (let i = 0; i < options.tufts; i++) {
      blades(ctx, 14 * (1 - i / options.tufts) ** 1.5 + 2.35);
    }
  });
  const edge = nearestGround(horizon);
  return paintLayer(width, height, (ctx) => {
    for (let i = 0; i < options.tufts * 0.16; i++) blades(ctx, edge * random.between(0.86, 1.14));
  });
}
