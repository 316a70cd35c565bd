import type { Random } from '../../raster/random.ts';
import { linear } from '../color.ts';
import { defineScene, type SceneInput, type SceneResult } from '../define-scene.ts';
import { fruitCrates } from '../front-props.ts';
import { houseRow, lantern, type OpenHour, openHour, wetGround } from '../lane.ts';
import { showOpen } from '../open-view.ts';
import type { Lamp } from '../solid-light.ts';
import { ball, box, drum, panel, type Solid, skin } from '../solids.ts';

interface Layout {
  readonly front: number;
  readonly cameraX: number;
  readonly turn: number;
  readonly horizon: number;
  readonly standX: number;
  readonly sun: number;
  readonly walls: readonly string[];
}

const LAYOUTS: readonly Layout[] = [
  {
    front: 5.2,
    cameraX: 0.4,
    turn: 0,
    horizon: 0.5,
    standX: 0.4,
    sun: 0.6,
    walls: ['#e8c9a0', '#d9a58a', '#e6dcc4', '#c9b48a'],
  },
  {
    front: 5.8,
    cameraX: -1.4,
    turn: 0.22,
    horizon: 0.52,
    standX: 0.37,
    sun: -0.5,
    walls: ['#e9d9bc', '#d9c39a', '#cfa87c', '#e3cdb0'],
  },
  {
    front: 6,
    cameraX: 1.3,
    turn: -0.2,
    horizon: 0.48,
    standX: 0.62,
    sun: 0.95,
    walls: ['#b9c6c9', '#d9cbb4', '#c98f7c', '#e6d8c0'],
  },
];

const AWNINGS = [
  ['#c8402f', '#f3ead8'],
  ['#2f7a6a', '#f3ead8'],
  ['#d99a2b', '#f7efdc'],
  ['#3a5f9a', '#f0ece2'],
  ['#8a3f6a', '#f3e6da'],
] as const;
const WARES = [
  ['#d8432b', '#e8b83c'],
  ['#e8902c', '#f0c850'],
  ['#6f9a35', '#b8c850'],
  ['#7a3f78', '#c86a8a'],
  ['#c98a4a', '#e6c08a'],
  ['#a8302f', '#5f8a3a'],
] as const;

interface Stall {
  readonly x: number;
  readonly z: number;
  readonly side: number;
  readonly random: Random;
}

/** A stall: trestle, crates of wares, four poles and a striped awning. */
function stall({ x, z, side, random }: Stall): Solid[] {
  const pick = <T>(list: readonly T[]) => list[Math.floor(random.next() * list.length)] as T;
  const [one, two] = pick(AWNINGS);
  const wood = skin('wood', linear('#8a6038'), { seed: 4 });
  const cloth = skin('stripes', linear(one), { other: linear(two), seed: 2 });
  const long = 2.5;
  const out: Solid[] = [
    box([x, 0, z], [0.95, 0.62, long - 0.15], skin('cloth', linear(one), { seed: 5 })),
    box([x, 0.62, z], [1.05, 0.05, long], wood),
  ];
  for (let i = 0; i < 4; i++) {
    const [a, b] = pick(WARES);
    const at = z - long / 2 + 0.36 + i * 0.6;
    const fruit = skin('fruit', linear(a), { other: linear(b), seed: i + 3 });
    out.push(box([x, 0.67, at], [0.8, 0.16, 0.5], wood));
    out.push(box([x, 0.83, at], [0.72, 0.05, 0.44], fruit));
    out.push(ball([x, 0.87, at], [0.3, 0.1, 0.19], fruit));
  }
  for (const dz of [-1, 1]) {
    out.push(box([x - side * 0.62, 0, z + dz * 1.2], [0.06, 2.15, 0.06], wood));
    out.push(box([x + side * 0.55, 0, z + dz * 1.2], [0.06, 2.6, 0.06], wood));
  }
  const edge = x - side * 0.95;
  const z0 = z - long / 2 - 0.15;
  const run = long + 0.3;
  out.push(
    panel(
      [edge, 2.05, z0],
      [
        [0, 0, run],
        [side * 1.6, 0.62, 0],
      ],
      cloth,
    ),
  );
  out.push(
    panel(
      [edge, 1.83, z0],
      [
        [0, 0, run],
        [0, 0.22, 0],
      ],
      cloth,
    ),
  );
  return out;
}

function stalls(layout: Layout, random: Random): Solid[] {
  const out: Solid[] = [];
  for (const side of [-1, 1]) {
    for (let i = 0; i < 5; i++) {
      const z = 4.9 + i * 3.5 + (side > 0 ? 0.9 : 0);
      out.push(...stall({ x: side * (layout.front - 1.75), z, side, random }));
    }
  }
  return out;
}

/** Strings of bulbs and pennants across the street. */
function strings(layout: Layout, hour: OpenHour): { solids: Solid[]; lamps: Lamp[] } {
  const bulb = { ...skin('glow', linear('#ffdca0'), { glow: 0.4 + hour.lamps }), ghost: true };
  const solids: Solid[] = [];
  const lamps: Lamp[] = [];
  for (const z of [6, 10.5, 16]) {
    const n = 11;
    for (let i = 0; i <= n; i++) {
      const t = i / n;
      const x = (t * 2 - 1) * (layout.front - 0.2);
      const y = 4.3 - 0.75 * Math.sin(t * Math.PI);
      const [color] = AWNINGS[i % AWNINGS.length] ?? AWNINGS[0];
      if (i % 2) solids.push(ball([x, y - 0.08, z], [0.075, 0.095, 0.075], bulb));
      else {
        const flag = { ...skin('cloth', linear(color), { seed: i }), ghost: true };
        solids.push(drum([x, y - 0.42, z], [0.4, 0.01, 0.15], flag));
      }
    }
    lamps.push({
      at: [0, 3.5, z],
      color: [7 * hour.lamps, 5 * hour.lamps, 2.8 * hour.lamps],
      radius: 0.4,
    });
  }
  return { solids, lamps };
}

function render(input: SceneInput): SceneResult {
  const layout = LAYOUTS[input.layout % LAYOUTS.length] as Layout;
  const random = input.random.fork('market-street');
  const hour = openHour(input, random, layout.sun + layout.turn);
  const wet = wetGround(input.weather);
  const rows = [-1, 1].flatMap((side) =>
    houseRow({
      random,
      side,
      front: layout.front,
      from: -3.5,
      to: 32,
      walls: layout.walls,
      woods: ['#5b7a6a', '#7a4a34', '#3f5f7a'],
      lit: hour.lamps * 0.5,
      timbered: 0.15,
      snow: false,
    }),
  );
  const end = skin('rendered', linear('#cdb894'), { other: linear('#7a4a34'), seed: 8 });
  const tower = skin('stone', linear('#c4b498'), { other: linear('#a8957a'), seed: 2 });
  const post = lantern([layout.front - 3.4, 3, 13], 'post', hour.lamps);
  const line = strings(layout, hour);
  const ground = skin('flags', linear('#a3988a'), {
    other: linear('#8a7c6c'),
    gloss: wet * 0.5,
    seed: 4,
    size: 0.75,
  });
  return showOpen(input, {
    solids: [
      panel(
        [-16, 0, -3],
        [
          [0, 0, 46],
          [32, 0, 0],
        ],
        { ...ground, shell: true },
      ),
      ...rows,
      box([-5, 0, 37], [9, 8.1, 4], end),
      box([6, 0, 37], [8, 8.1, 4], end),
      box([0.5, 0, 40], [4, 15, 4], tower),
      drum([0.5, 15, 40], [5, 2.9, 0.02], skin('roof', linear('#6a6f72'), { seed: 4 })),
      ...stalls(layout, random.fork('stalls')),
      ...post.solids,
      ...line.solids,
    ],
    lamps: hour.lamps > 0.05 ? [...line.lamps, post.lamp] : [],
    hour,
    camera: {
      x: layout.cameraX,
      eye: 1.55,
      turn: layout.turn,
      horizon: layout.horizon,
      focal: 1.5,
    },
    standX: layout.standX,
    sea: null,
    seaLevel: 0,
    hills: null,
    mood: 0.24,
    wetness: wet * 0.7,
    grain: 0.8,
    front: fruitCrates,
  });
}

/** A street of market stalls under striped awnings. */
export const marketStreet = defineScene({
  id: 'market-street',
  title: 'Market street',
  summary: 'A street of stalls with fruit, striped awnings and strings of lights.',
  words: [
    'market',
    'market street',
    'bazaar',
    'market place',
    'farmers market',
    'fair',
    'stalls',
    'souk',
    'christmas market',
  ],
  times: ['dawn', 'day', 'sunset', 'dusk', 'night'],
  weathers: ['clear', 'cloud', 'rain', 'fog'],
  layouts: LAYOUTS.length,
  indoor: false,
  render,
});
