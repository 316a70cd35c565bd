import { addBloom } from '../bloom.ts';
import { linear, mixRgb } from '../color.ts';
import { defineScene, type SceneInput, type SceneResult } from '../define-scene.ts';
import { flowerBarrel, putInFront } from '../front-props.ts';
import { pottedPlant } from '../furniture.ts';
import { houseRow, lantern, type OpenHour, openHour, wetGround } from '../lane.ts';
import { frontOf, renderSet, type SetSpec } from '../solid-set.ts';
import { ball, box, drum, panel, type Skin, type Solid, skin } from '../solids.ts';

interface Layout {
  readonly front: number;
  readonly cameraX: number;
  readonly turn: number;
  readonly horizon: number;
  readonly standX: number;
  readonly sun: number;
  readonly timbered: number;
  /** What closes the view: a tower at the lane's end, a gate, or a square with a well. */
  readonly end: 'tower' | 'gate' | 'well';
}

const LAYOUTS: readonly Layout[] = [
  {
    front: 3.6,
    cameraX: 0.5,
    turn: 0,
    horizon: 0.52,
    standX: 0.4,
    sun: 0.55,
    timbered: 0.75,
    end: 'tower',
  },
  {
    front: 4.6,
    cameraX: -1.8,
    turn: 0.24,
    horizon: 0.54,
    standX: 0.36,
    sun: -0.6,
    timbered: 0.35,
    end: 'gate',
  },
  {
    front: 7,
    cameraX: 1.2,
    turn: -0.2,
    horizon: 0.48,
    standX: 0.62,
    sun: 1,
    timbered: 0.85,
    end: 'well',
  },
];

const WALLS = ['#e6d3ac', '#e9dcc2', '#d9b48c', '#cf9f86', '#c9c0a8', '#d8c48f', '#b9c0b4'];
const WOODS = ['#5b7a6a', '#7a3f34', '#3f5f7a', '#6a5a3a', '#7d6a8a'];

function endOf({ end }: Layout, hour: OpenHour): Solid[] {
  const stone = skin('stone', linear('#a89a84'), { other: linear('#8d7c64'), seed: 4 });
  const roof = skin('roof', linear('#7a4232'), { seed: 3 });
  const gold = skin('metal', linear('#d9b04a'));
  const glow = { glow: hour.lamps };
  if (end === 'tower') {
    return [
      box([-0.4, 0, 36], [5, 17, 5], stone),
      drum([-0.4, 17, 36], [7, 3.7, 0.02], roof),
      drum([-0.4, 24, 36], [1.4, 0.06, 0.02], gold),
      ball(
        [-0.4, 12.6, 33.5],
        [1.35, 1.35, 0.12],
        skin('plain', linear('#e9e0c8'), { glow: hour.lamps * 0.5 }),
      ),
      box([-0.4, 12.5, 33.35], [0.09, 0.95, 0.05], skin('plain', [0.03, 0.03, 0.03])),
      box([-0.05, 12.55, 33.35], [0.62, 0.09, 0.05], skin('plain', [0.03, 0.03, 0.03])),
      box([-0.4, 15.9, 36], [5.5, 0.5, 5.5], stone),
      ...[-6, 5.6].map((x) =>
        box([x, 0, 35], [6, 7, 4], skin('rendered', linear('#d8bf95'), { seed: 5, ...glow })),
      ),
    ];
  }
  if (end === 'gate') {
    return [
      box([-4.2, 0, 27], [3.6, 9, 2.4], stone),
      box([3.2, 0, 27], [3.6, 9, 2.4], stone),
      box([-0.5, 4.2, 27], [4.2, 4.8, 2.4], stone),
      ...[-5.4, -3.9, -2.4, -0.9, 0.6, 2.1, 3.6].map((x) =>
        box([x, 9, 26.4], [0.8, 0.8, 0.8], stone),
      ),
      drum([-5.6, 0, 26.5], [11, 1.7, 1.6], stone),
      drum([-5.6, 11, 26.5], [3.6, 2, 0.02], roof),
      drum([4.8, 0, 26.5], [11, 1.7, 1.6], stone),
      drum([4.8, 11, 26.5], [3.6, 2, 0.02], roof),
    ];
  }
  return square(stone, roof, hour);
}

/** A well on a square closed by a row of gabled houses. */
function square(stone: Skin, roof: Skin, hour: OpenHour): Solid[] {
  const glow = { glow: hour.lamps };
  const wood = skin('wood', linear('#5a3a22'), { seed: 3 });
  return [
    drum([-2.4, 0, 9.5], [0.85, 1, 1], stone),
    drum([-2.4, 0.85, 9.5], [0.1, 1.1, 1.1], skin('plaster', linear('#b5a890'))),
    box([-3.2, 0.9, 9.5], [0.14, 1.7, 0.14], wood),
    box([-1.6, 0.9, 9.5], [0.14, 1.7, 0.14], wood),
    panel(
      [-3.7, 2.5, 8.4],
      [
        [2.6, 0, 0],
        [0, 0.75, 1.1],
      ],
      roof,
    ),
    panel(
      [-1.1, 2.5, 10.6],
      [
        [-2.6, 0, 0],
        [0, 0.75, -1.1],
      ],
      roof,
    ),
    drum([-2.4, 1.6, 9.5], [0.26, 0.16, 0.19], wood),
    ...[-9, -3, 3, 9].map((x, i) =>
      box([x, 0, 27], [5.6, 7.6 + (i % 2) * 2, 4], {
        ...skin('timbered', linear(WALLS[i] as string), {
          other: linear('#6a4a3a'),
          seed: i + 3,
          ...glow,
        }),
      }),
    ),
    ...[-9, -3, 3, 9].map((x, i) =>
      panel(
        [x - 3, 7.4 + (i % 2) * 2, 24.8],
        [
          [6, 0, 0],
          [0, 3, 2.4],
        ],
        roof,
      ),
    ),
  ];
}

/** Pots, a barrel and a bench along the walls. */
function clutter(layout: Layout): Solid[] {
  const barrel = skin('wood', linear('#7a5230'), { seed: 5 });
  const side = layout.standX < 0.5 ? 1 : -1;
  const bx = side * (layout.front - 0.5);
  const bushes = [6.5, 8, 12.6].flatMap((z) => pottedPlant([bx - side * 0.05, z], 0, 0.85));
  return [
    ...bushes,
    drum([bx, 0, 5.2], [0.42, 0.28, 0.34], barrel),
    drum([bx, 0.42, 5.2], [0.42, 0.34, 0.28], barrel),
    box([-side * (layout.front - 0.45), 0, 7.4], [0.5, 0.45, 1.6], skin('wood', linear('#6b4a2f'))),
    ball([bx - side * 0.62, 0.2, 5.6], [0.22, 0.2, 0.22], skin('cloth', linear('#b09a72'))),
  ];
}

function setOf(input: SceneInput, layout: Layout, hour: OpenHour): SetSpec {
  const random = input.random.fork('houses');
  const snow = input.weather === 'snow';
  const wet = wetGround(input.weather);
  const rows = [-1, 1].flatMap((side) =>
    houseRow({
      random,
      side,
      front: layout.front,
      from: -3.5,
      to: layout.end === 'well' ? 20 : 31,
      walls: WALLS,
      woods: WOODS,
      lit: hour.lamps * 0.62,
      timbered: layout.timbered,
      snow,
    }),
  );
  const ground = snow
    ? skin('snow', linear('#e9eef5'), { seed: 3 })
    : skin('cobbles', linear('#8d857a'), { other: linear('#6f6c70'), gloss: wet * 0.55, seed: 6 });
  const lights = [4.6, 9.5, 15, 21].map((z, i) => {
    const side = i % 2 ? 1 : -1;
    return lantern([side * (layout.front - 0.55), 2.9, z], 'wall', hour.lamps);
  });
  const things = clutter(layout);
  const floor = { ...ground, shell: true };
  const { cameraX: x, turn, horizon, standX } = layout;
  const camera = { x, eye: 1.55, turn, horizon, focal: 1.5 };
  return {
    solids: [
      panel(
        [-16, 0, -3],
        [
          [0, 0, 46],
          [32, 0, 0],
        ],
        floor,
      ),
      ...rows,
      ...endOf(layout, hour),
      ...lights.flatMap((l) => l.solids),
      ...things,
      ...putInFront(input, { camera, standX, prop: flowerBarrel }),
    ],
    lamps: hour.lamps > 0.05 ? lights.map((l) => l.lamp) : [],
    day: hour.day,
    camera,
    sky: hour.sky,
    sea: null,
    seaLevel: 0,
    hills: {
      height: 0.12,
      color: mixRgb([0.06, 0.1, 0.05], hour.day.skyTop, 0.12),
      crest: [0.4, 0.4, 0.4],
      snow: 0,
      seed: 3,
    },
    air: { color: hour.sky.horizon, thick: input.weather === 'fog' ? 0.045 : 0.006 },
    target: { dawn: 0.17, day: 0.2, sunset: 0.17, dusk: 0.085, night: 0.05 }[input.time],
    balance: input.time === 'day' ? 0.25 : 0.1,
    grain: 0.75,
  };
}

function render(input: SceneInput): SceneResult {
  const layout = LAYOUTS[input.layout % LAYOUTS.length] as Layout;
  const hour = openHour(input, input.random.fork('old-town'), layout.sun + layout.turn);
  const spec = setOf(input, layout, hour);
  const view = renderSet(input, spec);
  input.checkpoint();
  if (hour.lamps > 0.2) {
    const amount = 0.7 * hour.lamps;
    addBloom(view.image, { threshold: 0.75, amount, reach: 0.022, bands: input.bands });
  }
  const warm = linear('#ffc98a');
  const night = hour.lamps > 0.7;
  return {
    image: view.image,
    depth: view.depth,
    horizon: layout.horizon,
    groundY: 0.9,
    standX: layout.standX,
    light: night
      ? { ...hour.light, key: mixRgb(hour.light.key, warm, 0.7), exposure: 0.84, hardness: 0.3 }
      : hour.light,
    wetness: wetGround(input.weather) * 0.7,
    fog: { color: hour.sky.horizon, amount: input.weather === 'fog' ? 0.65 : 0.12 },
    foreground: frontOf(input, spec, view),
  };
}

/** A cobbled lane between crooked old houses. */
export const oldTown = defineScene({
  id: 'old-town',
  title: 'Old town',
  summary: 'A cobbled lane between half-timbered houses, with lanterns and a tower.',
  words: [
    'old town',
    'village',
    'medieval town',
    'medieval village',
    'cobblestone',
    'cobbled street',
    'fairy tale town',
    'historic town',
    'european town',
    'alleyway',
    'lane',
    'venice',
    'prague',
  ],
  times: ['dawn', 'day', 'sunset', 'dusk', 'night'],
  weathers: ['clear', 'cloud', 'rain', 'snow', 'fog', 'storm'],
  layouts: LAYOUTS.length,
  indoor: false,
  render,
});
