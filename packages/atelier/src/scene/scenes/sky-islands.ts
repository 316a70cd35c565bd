import type { Random } from '../../raster/random.ts';
import { linear, mixRgb } from '../color.ts';
import { defineScene, type SceneInput, type SceneResult } from '../define-scene.ts';
import { flowerClump } from '../front-props.ts';
import { openHour } from '../lane.ts';
import { showOpen } from '../open-view.ts';
import { ball, box, drum, type Solid, skin } from '../solids.ts';

interface Layout {
  readonly cameraX: number;
  readonly turn: number;
  readonly horizon: number;
  readonly standX: number;
  readonly sun: number;
  readonly islands: readonly (readonly [x: number, y: number, z: number, radius: number])[];
}

const LAYOUTS: readonly Layout[] = [
  {
    cameraX: 0,
    turn: 0,
    horizon: 0.52,
    standX: 0.4,
    sun: -0.5,
    islands: [
      [9, 1.5, 26, 5.5],
      [-13, 5, 40, 7],
      [3, 9, 60, 6],
      [-6, -4, 24, 3],
      [24, 8, 62, 8],
    ],
  },
  {
    cameraX: 0.5,
    turn: 0.05,
    horizon: 0.56,
    standX: 0.62,
    sun: 0.6,
    islands: [
      [-8, 2, 25, 5],
      [13, 6, 44, 8],
      [-3, 10, 56, 5],
      [7, -3, 27, 2.6],
      [-26, 9, 66, 9],
    ],
  },
  {
    cameraX: -0.4,
    turn: -0.04,
    horizon: 0.48,
    standX: 0.36,
    sun: 0.9,
    islands: [
      [7, 4, 32, 4.4],
      [16, -2, 38, 7],
      [-12, 8, 58, 8],
      [2, 12, 72, 7],
      [-5, -3, 25, 2.4],
    ],
  },
];

const ROCK = linear('#9a8270');

/** A floating rock: grass above, broken stone hanging below, some trees. */
function island(at: readonly number[], random: Random): Solid[] {
  const [x, y, z, r] = at as [number, number, number, number];
  const seed = Math.floor(random.next() * 999);
  const grass = skin('grass', linear('#5f9a3c'), { other: linear('#a4c455'), seed, size: 2 });
  const stone = skin('bark', ROCK, { other: linear('#7a7468'), seed });
  const out: Solid[] = [
    drum([x, y - 0.35, z], [0.5, r * 0.97, r], grass),
    drum([x, y - r * 0.5, z], [r * 0.5 - 0.3, r * 0.62, r * 0.95], stone),
    drum([x, y - r * 1.05, z], [r * 0.56, r * 0.26, r * 0.64], stone),
    drum([x + r * 0.06, y - r * 1.75, z], [r * 0.72, 0.02, r * 0.28], stone),
  ];
  for (let i = 0; i < 7; i++) {
    const angle = i * 0.9 + random.next();
    const [px, pz] = [x + Math.cos(angle) * r * 0.66, z + Math.sin(angle) * r * 0.66];
    const long = r * random.between(0.5, 1);
    out.push(drum([px, y - 0.3 - long, pz], [long, 0.02, r * random.between(0.24, 0.36)], stone));
    out.push(ball([px, y, pz], [r * 0.3, r * 0.1, r * 0.3], grass));
  }
  out.push(...trees({ x, y: y + 0.15, z, r }, random));
  return out;
}

function trees(at: { x: number; y: number; z: number; r: number }, random: Random): Solid[] {
  const out: Solid[] = [];
  for (let i = 0; i < 4; i++) {
    const angle = random.next() * 6.28;
    const far = at.r * random.between(0.1, 0.65);
    const tall = at.r * random.between(0.3, 0.5);
    const [px, pz] = [at.x + Math.cos(angle) * far, at.z + Math.sin(angle) * far];
    const leaf = skin('leaves', linear(i % 2 ? '#3f7a34' : '#5a8f3a'), {
      other: linear('#a9c65a'),
      seed: i + 2,
      size: 2,
    });
    out.push(
      drum([px, at.y, pz], [tall, tall * 0.09, tall * 0.06], skin('wood', linear('#5d4230'))),
    );
    out.push(ball([px, at.y + tall, pz], [tall * 0.5, tall * 0.46, tall * 0.5], leaf));
    out.push(
      ball([px + tall * 0.3, at.y + tall * 0.78, pz], [tall * 0.34, tall * 0.3, tall * 0.34], leaf),
    );
    out.push(
      ball(
        [px - tall * 0.28, at.y + tall * 0.84, pz],
        [tall * 0.32, tall * 0.3, tall * 0.32],
        leaf,
      ),
    );
  }
  return out;
}

/** The meadow under the feet, its broken edge, flowers and old stones. */
function near(layout: Layout, random: Random): Solid[] {
  const grass = skin('grass', linear('#5c9438'), { other: linear('#9fbe52'), seed: 3 });
  const stone = skin('stone', linear('#b3aa9a'), { other: linear('#8f8a74'), seed: 5, size: 0.6 });
  const out: Solid[] = [
    drum([0, -1, 2], [1, 8, 8.6], grass),
    drum([0, -5, 2], [4, 3, 7.6], skin('bark', ROCK)),
  ];
  const side = layout.standX < 0.5 ? 1 : -1;
  out.push(
    drum([side * 3.1, 0, 7.6], [2.6, 0.34, 0.3], stone),
    box([side * 3.1, 0, 7.6], [1, 0.22, 1], stone),
    box([side * 3.1, 2.6, 7.6], [0.95, 0.22, 0.95], stone),
    drum([side * 4.9, 0, 7.9], [1.1, 0.34, 0.32], stone),
    ball([-side * 3.9, 0.2, 7], [0.6, 0.42, 0.5], stone),
  );
  for (let i = 0; i < 26; i++) {
    const angle = random.between(0.15, 3);
    const r = random.between(6.6, 8.3);
    const size = random.between(0.14, 0.42);
    const leaf = skin('leaves', linear('#4f8436'), { other: linear('#b4cc62'), seed: i });
    out.push(
      ball([Math.cos(angle) * r, 0.02, 2 + Math.sin(angle) * r], [size * 1.5, size, size], leaf),
    );
  }
  for (let i = 0; i < 46; i++) {
    const angle = random.between(0.1, 3.04);
    const r = random.between(2.6, 8);
    const color = ['#f2e6f0', '#e8b63c', '#d8688a', '#8f7fd8'][i % 4] as string;
    const at = [Math.cos(angle) * r, random.between(0.05, 0.16), 2 + Math.sin(angle) * r] as const;
    out.push(ball(at, [0.05, 0.04, 0.05], { ...skin('plain', linear(color)), ghost: true }));
  }
  return out;
}

function render(input: SceneInput): SceneResult {
  const layout = LAYOUTS[input.layout % LAYOUTS.length] as Layout;
  const random = input.random.fork('sky-islands');
  const hour = openHour(input, random, layout.sun);
  const stream = random.fork('islands');
  const { skyLow, skyTop } = hour.day;
  const cloud = mixRgb(mixRgb(skyLow, hour.sky.cloudLit, 0.6), skyTop, 0.1);
  return showOpen(input, {
    solids: [
      ...near(layout, random.fork('near')),
      ...layout.islands.flatMap((i) => island(i, stream)),
    ],
    lamps: [],
    hour,
    camera: { x: layout.cameraX, eye: 1.6, turn: layout.turn, horizon: layout.horizon, focal: 1.5 },
    standX: layout.standX,
    sea: null,
    seaLevel: 0,
    hills: { height: 0.05, color: cloud, crest: cloud, snow: 0, seed: 6 },
    mood: 0.24,
    wetness: 0,
    grain: 0.9,
    front: flowerClump,
  });
}

/** Meadows on rocks that float among the clouds. */
export const skyIslands = defineScene({
  id: 'sky-islands',
  title: 'Sky islands',
  summary: 'Green islands floating among the clouds, with old stones and flowers.',
  words: [
    'sky island',
    'sky islands',
    'floating island',
    'floating islands',
    'in the clouds',
    'above the clouds',
    'cloud kingdom',
    'heaven',
    'sky',
  ],
  times: ['dawn', 'day', 'sunset', 'dusk', 'night'],
  weathers: ['clear', 'cloud', 'fog'],
  layouts: LAYOUTS.length,
  indoor: false,
  render,
});
