import { broadBlur } from '../../raster/broad-blur.ts';
import { length2 } from '../../raster/length.ts';
import { clamp01, fbm, smoothstep } from '../../raster/noise.ts';
import { createPlane } from '../../raster/raster.ts';
import { linear, scaleRgb } from '../color.ts';
import { defineScene, type Rgb, type SceneInput, type SceneResult } from '../define-scene.ts';
import type { Rendered } from '../shader.ts';
import { createSky } from '../sky.ts';
import type { Lamp } from '../solid-light.ts';
import { frontOf, renderSet, type SetSpec } from '../solid-set.ts';
import { ball, box, drum, panel, type Solid, skin } from '../solids.ts';

interface Layout {
  readonly cameraX: number;
  readonly turn: number;
  readonly horizon: number;
  readonly standX: number;
  readonly curtain: string;
  readonly sheen: string;
  readonly spot: string;
  readonly side: string;
  readonly set: 'theatre' | 'concert' | 'town';
}

const LAYOUTS: readonly Layout[] = [
  {
    cameraX: 0,
    turn: 0,
    horizon: 0.52,
    standX: 0.5,
    curtain: '#8a1420',
    sheen: '#e0525a',
    spot: '#ffe6b8',
    side: '#ffb36a',
    set: 'theatre',
  },
  {
    cameraX: 0.8,
    turn: -0.12,
    horizon: 0.54,
    standX: 0.42,
    curtain: '#1c2350',
    sheen: '#5a6ad0',
    spot: '#dfe8ff',
    side: '#d040d8',
    set: 'concert',
  },
  {
    cameraX: -0.6,
    turn: 0.1,
    horizon: 0.5,
    standX: 0.58,
    curtain: '#14503c',
    sheen: '#55b088',
    spot: '#fff0cf',
    side: '#ffc070',
    set: 'town',
  },
];

/** Where the spotlight meets the floor. */
const FEET = 3.7;

function curtains({ curtain, sheen }: Layout): Solid[] {
  const heavy = skin('curtain', linear(curtain), { other: linear(sheen), seed: 4, size: 0.85 });
  const fringe = skin('curtain', linear(curtain), { other: linear('#d9a84a'), seed: 9, size: 0.7 });
  const out = [
    panel(
      [11, 0, 8.6],
      [
        [-22, 0, 0],
        [0, 7, 0],
      ],
      { ...heavy, shell: true },
    ),
  ];
  for (const s of [-1, 1]) {
    for (const [i, z] of [4.6, 6.4].entries()) {
      const x = s * (3.1 - i * 0.35);
      const wide = s * 8;
      const corner = [x + (s > 0 ? wide : 0), 0, z] as const;
      out.push(
        panel(
          corner,
          [
            [-Math.abs(wide), 0, 0],
            [0, 7, 0],
          ],
          heavy,
        ),
      );
    }
  }
  out.push(
    panel(
      [11, 3.6, 4.3],
      [
        [-22, 0, 0],
        [0, 2.4, 0],
      ],
      fringe,
    ),
  );
  return out;
}

function scenery({ set, side }: Layout): Solid[] {
  const black = skin('plain', [0.03, 0.03, 0.035], { gloss: 0.2 });
  if (set === 'concert') {
    const glow = { ...skin('glow', linear(side), { glow: 0.9 }), ghost: true };
    const out: Solid[] = [
      box([-1.2, 0, 7.3], [1.6, 0.4, 1.2], black),
      drum([-1.2, 0.5, 7.2], [0.5, 0.36, 0.36], skin('metal', linear('#a02c3c'), { gloss: 0.3 })),
      drum([-1.75, 0.95, 7.2], [0.02, 0.24, 0.24], skin('metal', linear('#d9b04a'))),
      drum([-0.65, 0.95, 7.2], [0.02, 0.24, 0.24], skin('metal', linear('#d9b04a'))),
    ];
    for (const x of [-2.9, 2.4]) {
      out.push(
        box([x, 0, 7], [0.95, 0.85, 0.6], black),
        box([x, 0.85, 7], [0.95, 0.85, 0.6], black),
      );
      out.push(ball([x, 0.42, 6.7], [0.28, 0.28, 0.05], skin('metal', [0.12, 0.12, 0.13])));
      out.push(ball([x, 1.27, 6.7], [0.28, 0.28, 0.05], skin('metal', [0.12, 0.12, 0.13])));
    }
    for (const x of [-3, -1, 1, 3]) out.push(box([x, 0.2, 8.4], [0.09, 3.4, 0.05], glow));
    return out;
  }
  if (set === 'town') {
    const cloud = { ...skin('plain', linear('#dfe6ee')), ghost: true };
    const front = (seed: number, color: string) =>
      skin('timbered', linear(color), { other: linear('#7a2f28'), seed, glow: 0.5, size: 1 });
    return [
      box([-2.1, 0, 7.8], [1.9, 5, 0.08], front(4, '#d8b98a')),
      box([2.1, 0, 7.6], [2, 5, 0.08], front(9, '#c9988a')),
      panel(
        [3, 0, 8.45],
        [
          [-6, 0, 0],
          [0, 5, 0],
        ],
        skin('plain', linear('#8fbfe0')),
      ),
      ball([-0.5, 2.5, 8.3], [0.5, 0.17, 0.06], cloud),
      ball([-0.25, 2.62, 8.32], [0.3, 0.2, 0.06], cloud),
      ball([-0.68, 2.58, 8.32], [0.22, 0.15, 0.06], cloud),
      ball([0.62, 2.05, 8.3], [0.34, 0.11, 0.06], cloud),
      ball([0.52, 2.12, 8.32], [0.2, 0.14, 0.06], cloud),
    ];
  }
  const gold = skin('metal', linear('#c99b48'), { gloss: 0.25 });
  return [
    drum([2.2, 0, 6.8], [0.1, 0.3, 0.3], gold),
    drum([2.2, 0.1, 6.8], [1.1, 0.07, 0.07], gold),
    ball(
      [2.2, 1.42, 6.8],
      [0.3, 0.3, 0.3],
      skin('leaves', linear('#3f6a34'), { other: linear('#c04a5a'), seed: 3 }),
    ),
    drum([-2.2, 0, 6.8], [0.1, 0.3, 0.3], gold),
    drum([-2.2, 0.1, 6.8], [1.1, 0.07, 0.07], gold),
    ball(
      [-2.2, 1.42, 6.8],
      [0.3, 0.3, 0.3],
      skin('leaves', linear('#3f6a34'), { other: linear('#c04a5a'), seed: 5 }),
    ),
  ];
}

interface Beam {
  readonly from: readonly [x: number, y: number];
  readonly to: readonly [x: number, y: number];
  readonly wide: number;
  readonly color: Rgb;
  readonly strength: number;
}

/** Cones of light in dusty air, from points above the picture. */
function addBeams(input: SceneInput, view: Rendered, beams: readonly Beam[]): void {
  const { width, height } = input;
  const mist = createPlane(width, height);
  for (const beam of beams) {
    const [dx, dy] = [beam.to[0] - beam.from[0], beam.to[1] - beam.from[1]];
    const long = length2(dx, dy);
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const px = (x / width - beam.from[0]) * (width / height);
        const py = y / height - beam.from[1];
        const along = (px * dx + py * dy) / (long * long);
        if (along < 0 || along > 1.03) continue;
        const across = Math.abs(px * dy - py * dx) / long;
        const half = 0.015 + beam.wide * along;
        const core = 1 - smoothstep(half * 0.72, half, across);
        if (core <= 0) continue;
        const dust = 0.82 + 0.3 * fbm(px * 5, py * 3, { seed: 4, octaves: 2 });
        mist.data[y * width + x] = core * dust * (1 - 0.72 * clamp01(along)) * beam.strength;
      }
    }
    const soft = broadBlur(mist, height * 0.006, input.bands).data;
    const { r, g, b } = view.image;
    for (let i = 0; i < soft.length; i++) {
      const s = soft[i] as number;
      r[i] = 1 - (1 - (r[i] as number)) * (1 - s * beam.color[0]);
      g[i] = 1 - (1 - (g[i] as number)) * (1 - s * beam.color[1]);
      b[i] = 1 - (1 - (b[i] as number)) * (1 - s * beam.color[2]);
    }
    mist.data.fill(0);
  }
}

/** The round of light where the character stands, and the dark around it. */
function addPool({ image }: Rendered, standX: number, color: Rgb): void {
  const { width, height, r, g, b } = image;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const dx = ((x / width - standX) * width) / height / 0.36;
      const dy = (y / height - 0.87) / 0.105;
      const pool = y > height * 0.6 ? 1 - smoothstep(0.72, 1.05, Math.sqrt(dx * dx + dy * dy)) : 0;
      const far = length2((x / width - standX) * 1.1, (y / height - 0.62) * 0.9);
      const shade = 1 - 0.42 * smoothstep(0.25, 0.8, far) * (1 - pool);
      const i = y * width + x;
      r[i] = Math.min(1, (r[i] as number) * (shade + pool * (0.2 + 0.55 * color[0])));
      g[i] = Math.min(1, (g[i] as number) * (shade + pool * (0.2 + 0.55 * color[1])));
      b[i] = Math.min(1, (b[i] as number) * (shade + pool * (0.2 + 0.55 * color[2])));
    }
  }
}

const EYE = 1.35;
const FOCAL = 1.5;
/** Row on which the footlights stand, below the feet. */
const FOOTLIGHTS = 0.97;

/** Lamps along the edge of the stage, from one side of the picture to the other. */
function footlights({ width, height }: SceneInput, layout: Layout): Solid[] {
  const tin = { ...skin('metal', [0.05, 0.045, 0.04]), front: true };
  const lit = { ...skin('glow', linear('#ffe0a8'), { glow: 0.9 }), ghost: true, front: true };
  const away = (EYE * FOCAL) / (2 * (FOOTLIGHTS - layout.horizon));
  const reach = ((width / height) * away) / FOCAL;
  const count = Math.max(2, Math.round(reach / 0.32));
  const [cos, sin] = [Math.cos(layout.turn), Math.sin(layout.turn)];
  return Array.from({ length: count }, (_, i) => {
    const across = reach * ((2 * i + 1) / count - 1);
    const x = layout.cameraX + away * sin + across * cos;
    const z = away * cos - across * sin;
    return [
      drum([x, 0, z], [0.07, 0.07, 0.085], tin),
      ball([x, 0.07, z], [0.06, 0.035, 0.06], lit),
    ];
  }).flat();
}

function setOf(input: SceneInput, layout: Layout): SetSpec {
  const random = input.random.fork('stage');
  const spot = linear(layout.spot);
  const side = linear(layout.side);
  const at = (layout.standX - 0.5) * 3.4 + layout.cameraX + layout.turn * FEET;
  const lamps: Lamp[] = [
    { at: [at, 5.6, FEET - 1.6], color: scaleRgb(spot, 15), radius: 0.1 },
    { at: [-3.4, 3.6, 5.4], color: scaleRgb(side, 5), radius: 0.2 },
    { at: [3.4, 3.6, 5.4], color: scaleRgb(side, 5), radius: 0.2 },
    { at: [0, 4.4, 7.4], color: scaleRgb(linear(layout.sheen), 2.5), radius: 0.3 },
  ];
  const floor = skin('planks', linear('#6d4a30'), { gloss: 0.5, seed: 3 });
  const solids: Solid[] = [
    panel(
      [-12, 0, -2],
      [
        [0, 0, 11],
        [24, 0, 0],
      ],
      { ...floor, shell: true },
    ),
    ...curtains(layout),
    ...scenery(layout),
  ];
  solids.push(...footlights(input, layout));
  return {
    solids,
    lamps,
    day: {
      sun: [0, 1, 0],
      sunColor: [0, 0, 0],
      skyTop: [0.05, 0.05, 0.06],
      skyLow: [0.03, 0.03, 0.04],
      indoors: true,
    },
    camera: {
      x: layout.cameraX,
      eye: EYE,
      turn: layout.turn,
      horizon: layout.horizon,
      focal: FOCAL,
    },
    sky: createSky({ time: 'night', weather: 'cloud', random }),
    sea: null,
    seaLevel: 0,
    hills: null,
    air: { color: scaleRgb(side, 0.05), thick: 0.02 },
    target: input.time === 'day' ? 0.085 : 0.06,
    balance: 0.1,
    grain: 0.3,
  };
}

function render(input: SceneInput): SceneResult {
  const layout = LAYOUTS[input.layout % LAYOUTS.length] as Layout;
  const spec = setOf(input, layout);
  const view = renderSet(input, spec);
  input.checkpoint();
  const spot = linear(layout.spot);
  const color = linear(layout.side);
  const ratio = input.width / input.height;
  const side = layout.standX <= 0.5 ? 1 : -1;
  addBeams(input, view, [
    { from: [0.15, -0.12], to: [0.36 * ratio, 0.75], wide: 0.1, color, strength: 0.28 },
    { from: [0.85, -0.12], to: [0.64 * ratio, 0.75], wide: 0.1, color, strength: 0.28 },
    {
      from: [layout.standX + side * 0.16, -0.14],
      to: [(layout.standX - 0.02 * side) * ratio, 0.9],
      wide: 0.23,
      color: spot,
      strength: 0.42,
    },
  ]);
  addPool(view, layout.standX, spot);
  return {
    image: view.image,
    depth: view.depth,
    horizon: layout.horizon,
    groundY: 0.88,
    standX: layout.standX,
    light: {
      direction: [0.35 * side, 0.75, 0.56],
      source: [0.3 * side, 0.93, 0.2],
      hardness: 0.75,
      key: spot,
      fill: color,
      ambient: [0.2, 0.2, 0.24],
      exposure: 1,
    },
    wetness: 0.28,
    fog: { color: scaleRgb(color, 0.3), amount: 0.08 },
    foreground: frontOf(input, spec, view),
  };
}

/** A theatre stage with heavy curtains and a spotlight. */
export const stage = defineScene({
  id: 'stage',
  title: 'Stage',
  summary: 'A theatre or concert stage with heavy curtains, footlights and a spotlight.',
  words: [
    'stage',
    'spotlight',
    'theater',
    'theatre',
    'concert',
    'show',
    'opera',
    'circus',
    'performance',
    'on stage',
  ],
  times: ['day', 'night'],
  weathers: ['clear'],
  layouts: LAYOUTS.length,
  indoor: true,
  render,
});
