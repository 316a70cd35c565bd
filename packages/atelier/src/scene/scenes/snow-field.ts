import type { Random } from '../../raster/random.ts';
import { linear, mixRgb, scaleRgb } from '../color.ts';
import { defineScene, type SceneInput, type SceneResult } from '../define-scene.ts';
import { houseRow, lantern, type OpenHour, openHour } from '../lane.ts';
import { showOpen } from '../open-view.ts';
import { type Fir, paintFirs, youngFirs } from '../painted-firs.ts';
import type { SetCamera } from '../set-camera.ts';
import { ball, box, drum, panel, type Solid, skin } from '../solids.ts';

interface Layout {
  readonly cameraX: number;
  readonly turn: number;
  readonly horizon: number;
  readonly standX: number;
  readonly sun: number;
  readonly place: 'field' | 'village' | 'cabin';
  readonly trees: number;
}

const LAYOUTS: readonly Layout[] = [
  { cameraX: 0, turn: 0, horizon: 0.5, standX: 0.4, sun: 0.7, place: 'cabin', trees: 26 },
  { cameraX: 0.6, turn: -0.08, horizon: 0.5, standX: 0.6, sun: -0.6, place: 'village', trees: 8 },
  { cameraX: -0.4, turn: 0.1, horizon: 0.46, standX: 0.37, sun: 0.95, place: 'field', trees: 34 },
];

/** What stands in for a fir: it throws the shadow and is painted over. */
function standIn({ x, z, tall, radius }: Fir): Solid[] {
  const wood = skin('wood', linear('#4a3222'));
  const green = skin('leaves', linear('#22452f'), { other: linear('#3f5f45'), seed: 3 });
  return [
    drum([x, 0, z], [tall * 0.2, tall * 0.03, tall * 0.025], wood),
    drum([x, tall * 0.14, z], [tall * 0.78, radius, 0.01], green),
  ];
}

function plantFirs(layout: Layout, random: Random): Fir[] {
  const out: Fir[] = [];
  for (let i = 0; i < layout.trees; i++) {
    const z = 9 + 26 * random.next();
    const side = random.next() < 0.5 ? -1 : 1;
    const x = side * (3.8 + z * 0.16 + random.next() * z * 0.42);
    if (layout.place !== 'field' && Math.abs(x) < 11 && z > 11 && z < 25) continue;
    const tall = random.between(3.2, 6.4);
    out.push({ x, z, tall, radius: tall * 0.13 });
  }
  return out;
}

function cabin([x, z]: readonly [number, number], lit: number): Solid[] {
  const logs = skin('planks', linear('#7a5232'), { seed: 4, size: 1.6 });
  const snow = skin('snow', linear('#eef3fa'), { seed: 3 });
  const pane = {
    ...skin('glow', linear(lit > 0.2 ? '#ffc678' : '#4a5a6a'), {
      glow: 0.15 + lit * 0.95,
    }),
    ghost: true,
  };
  const dark = skin('wood', linear('#4a2f1c'), { seed: 6 });
  return [
    box([x, 0, z], [5, 2.6, 4], logs),
    panel(
      [x - 3, 2.2, z - 2.5],
      [
        [6, 0, 0],
        [0, 2.1, 2.5],
      ],
      snow,
    ),
    panel(
      [x + 3, 2.2, z + 2.5],
      [
        [-6, 0, 0],
        [0, 2.1, -2.5],
      ],
      snow,
    ),
    panel(
      [x - 3, 2.1, z - 2.52],
      [
        [6, 0, 0],
        [0, 0.16, 0],
      ],
      dark,
    ),
    box([x, 0, z - 2.03], [0.95, 1.95, 0.08], dark),
    ...[-1.6, 1.6].flatMap((dx) => [
      box([x + dx, 0.9, z - 2.02], [1.15, 1.05, 0.06], dark),
      panel(
        [x + dx - 0.5, 0.97, z - 2.07],
        [
          [0.48, 0, 0],
          [0, 0.92, 0],
        ],
        pane,
      ),
      panel(
        [x + dx + 0.02, 0.97, z - 2.07],
        [
          [0.48, 0, 0],
          [0, 0.92, 0],
        ],
        pane,
      ),
      box([x + dx, 0.82, z - 2.1], [1.25, 0.1, 0.16], snow),
    ]),
    box(
      [x + 1.3, 3, z + 0.6],
      [0.6, 1.7, 0.6],
      skin('stone', linear('#8a8079'), { size: 0.5, seed: 4 }),
    ),
    box([x + 1.3, 4.7, z + 0.6], [0.7, 0.12, 0.7], snow),
  ];
}

function village(layout: Layout, hour: OpenHour, random: Random): Solid[] {
  if (layout.place === 'field') return [];
  if (layout.place === 'cabin') return cabin([2.6, 13], hour.lamps);
  return [-1, 1].flatMap((side) =>
    houseRow({
      random,
      side,
      front: 5.4,
      from: 5.5,
      to: 27,
      snow: true,
      lit: hour.lamps * 0.8,
      timbered: 0.7,
      walls: ['#d9c09a', '#c99a78', '#b9b4a4', '#d6cdb8'],
      woods: ['#7a3f34', '#3f5f5a'],
    }),
  );
}

/** Drifts, a fence and a snowman: things that lie near. */
function nearby(layout: Layout, random: Random): Solid[] {
  const snow = skin('snow', linear('#eef3fa'), { seed: 7 });
  const out: Solid[] = [];
  for (let i = 0; i < 12; i++) {
    const z = 4.5 + i * 1.4;
    const side = i % 2 ? 1 : -1;
    const x = side * (2.6 + z * 0.34 + random.next() * 2);
    const [wide, high] = [random.between(1.6, 3), random.between(0.18, 0.34)];
    // The flat top of a body deep in the ground: a drift rises from the field without an edge.
    const drift = ball([x, -4 * high, z], [wide * 1.7, high * 5, wide * 1.2], snow);
    out.push({ ...drift, ghost: true });
  }
  const coal = skin('plain', [0.02, 0.02, 0.02]);
  const side = layout.standX < 0.5 ? 1 : -1;
  const [x, z] = [side * 2.5 + layout.turn * 6 + layout.cameraX, 7];
  if (layout.place !== 'field') {
    out.push(
      ball([x, 0.42, z], [0.52, 0.48, 0.52], snow),
      ball([x, 1.08, z], [0.38, 0.36, 0.38], snow),
      ball([x, 1.58, z], [0.26, 0.25, 0.26], snow),
      ball([x - 0.09, 1.65, z - 0.24], [0.035, 0.035, 0.03], coal),
      ball([x + 0.09, 1.65, z - 0.24], [0.035, 0.035, 0.03], coal),
      ball([x, 1.57, z - 0.32], [0.045, 0.045, 0.16], skin('plain', linear('#e8782a'))),
      drum([x, 1.3, z], [0.12, 0.3, 0.28], skin('cloth', linear('#b8302c'))),
      drum([x, 1.78, z], [0.04, 0.3, 0.3], coal),
      drum([x, 1.8, z], [0.3, 0.19, 0.2], coal),
    );
    return out;
  }
  const wood = skin('wood', linear('#6a4a32'), { seed: 5 });
  for (let i = 0; i < 9; i++) {
    const px = -5.4 + i * 1.35;
    out.push(
      box([px, 0, 8.6], [0.14, 1.05, 0.14], wood),
      box([px, 1.05, 8.6], [0.2, 0.09, 0.2], snow),
    );
  }
  for (const y of [0.4, 0.8]) out.push(box([0, y, 8.6], [10.8, 0.1, 0.06], wood));
  return out;
}

function render(input: SceneInput): SceneResult {
  const layout = LAYOUTS[input.layout % LAYOUTS.length] as Layout;
  const random = input.random.fork('snow-field');
  const hour = openHour(input, random, layout.sun + layout.turn);
  const ground = skin('snow', linear('#e6edf6'), { seed: 9 });
  const firs = plantFirs(layout, random.fork('firs'));
  const side = layout.standX < 0.5 ? -1 : 1;
  const post = lantern([side * 3.1 + layout.cameraX, 2.7, 8], 'post', hour.lamps);
  const tone = mixRgb(hour.day.skyTop, hour.day.skyLow, 0.5);
  const { cameraX: x, turn, horizon } = layout;
  const camera: SetCamera = { x, eye: 1.55, turn, horizon, focal: 1.5 };
  const grove = {
    firs,
    camera,
    random: random.fork('boughs'),
    light: Math.sign(layout.sun),
    haze: input.weather === 'fog' ? 34 : 6,
  };
  return showOpen(input, {
    solids: [
      panel(
        [-60, 0, -3],
        [
          [0, 0, 90],
          [120, 0, 0],
        ],
        { ...ground, shell: true },
      ),
      ...village(layout, hour, random.fork('village')),
      ...firs.flatMap(standIn),
      ...nearby(layout, random.fork('drifts')),
      ...post.solids,
    ],
    lamps: hour.lamps > 0.05 ? [post.lamp] : [],
    hour,
    camera,
    standX: layout.standX,
    sea: null,
    seaLevel: 0,
    hills: {
      height: 0.22,
      color: scaleRgb(tone, 0.34),
      crest: scaleRgb(mixRgb(tone, hour.sky.sunColor, 0.4), 1.1),
      snow: 0.75,
      seed: 31 + input.layout,
    },
    mood: 0.33,
    wetness: 0,
    grain: 0.9,
    front: null,
    paint: (view) => {
      paintFirs(view, grove);
      return youngFirs(view, { ...grove, side: -side });
    },
  });
}

/** Snow, firs and a lit cabin or a winter village. */
export const snowField = defineScene({
  id: 'snow-field',
  title: 'Snow field',
  summary: 'Deep snow with firs, a snowman, a lit cabin or a winter village.',
  words: [
    'snow field',
    'snowy',
    'winter',
    'winter village',
    'winter wonderland',
    'snowfield',
    'arctic',
    'christmas',
    'ice',
    'tundra',
  ],
  times: ['dawn', 'day', 'sunset', 'dusk', 'night'],
  weathers: ['snow', 'clear', 'cloud', 'fog'],
  layouts: LAYOUTS.length,
  indoor: false,
  render,
});
