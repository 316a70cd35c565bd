import { linear } from '../color.ts';
import { defineScene, type SceneInput, type SceneResult } from '../define-scene.ts';
import { laidTable } from '../front-props.ts';
import { chair, hangingLamp, pottedPlant, roundTable } from '../furniture.ts';
import {
  lampAt,
  onWall,
  type RoomHour,
  type RoomShape,
  roomHour,
  roomShell,
  windowSkin,
} from '../room.ts';
import { showRoom } from '../room-view.ts';
import type { Lamp } from '../solid-light.ts';
import { ball, box, drum, type Solid, skin } from '../solids.ts';

interface Layout {
  readonly cameraX: number;
  readonly turn: number;
  readonly horizon: number;
  readonly standX: number;
  readonly sun: readonly [number, number];
  readonly windows: 'left' | 'right';
  /** Middle of the counter, and which side wall the seats are at. */
  readonly counter: number;
  readonly tables: readonly (readonly [x: number, z: number])[];
  readonly wall: string;
}

const LAYOUTS: readonly Layout[] = [
  {
    cameraX: 0.2,
    turn: 0.04,
    horizon: 0.45,
    standX: 0.4,
    sun: [-1.1, 0.9],
    windows: 'left',
    counter: 1.2,
    tables: [
      [-2.3, 4.4],
      [2.5, 3.7],
      [-2.4, 6.5],
    ],
    wall: '#c9b79a',
  },
  {
    cameraX: -1.2,
    turn: 0.3,
    horizon: 0.47,
    standX: 0.36,
    sun: [1.25, 0.8],
    windows: 'right',
    counter: -1,
    tables: [
      [2.4, 4.3],
      [2.5, 6.4],
      [-2.4, 4.7],
    ],
    wall: '#8fa08a',
  },
  {
    cameraX: 1.2,
    turn: -0.3,
    horizon: 0.43,
    standX: 0.64,
    sun: [-1.2, 0.7],
    windows: 'left',
    counter: 1,
    tables: [
      [-2.4, 3.9],
      [-2.4, 6.1],
      [2.3, 5],
    ],
    wall: '#b78a76',
  },
];

const WARM = linear('#ffd6a4');
const OAK = linear('#7b5231');

function shapeOf(layout: Layout): RoomShape {
  return {
    half: 3.6,
    height: 3.5,
    far: 9,
    floor: skin('planks', linear('#8a6a4c'), { gloss: 0.3, seed: 7 }),
    ceiling: skin('plaster', linear('#d8cdbd'), { seed: 2 }),
    wall: skin('plaster', linear(layout.wall), { seed: 5 }),
    back: skin('brick', linear('#9a5a40'), { other: linear('#b98a6a'), seed: 3 }),
  };
}

function counterOf(layout: Layout, shape: RoomShape): Solid[] {
  const x = layout.counter;
  const z = shape.far - 2.1;
  const wood = skin('cabinet', linear('#5a3a24'), { other: linear('#b08a48'), seed: 6 });
  const top = skin('wood', linear('#9b6b40'), { gloss: 0.3, seed: 4 });
  const steel = skin('metal', linear('#b9bec4'), { gloss: 0.35 });
  const cream = skin('plain', linear('#efe6d6'));
  const out: Solid[] = [
    box([x, 0, z], [4, 1, 0.7], wood),
    box([x, 1, z], [4.15, 0.06, 0.84], top),
    box([x + 1.1, 1.06, z], [0.8, 0.5, 0.5], steel),
    box([x + 1.1, 1.56, z], [0.7, 0.05, 0.45], cream),
    box([x - 1.2, 1.06, z], [0.95, 0.08, 0.5], top),
    drum([x, 1.06, z - 0.1], [0.3, 0.1, 0.1], skin('plain', linear('#d9a066'), { gloss: 0.2 })),
  ];
  for (let i = 0; i < 5; i++) {
    const at = [x - 1.55 + i * 0.18, 1.18, z - 0.06 + (i % 2) * 0.12] as const;
    out.push(ball(at, [0.09, 0.06, 0.08], skin('plain', linear(i % 2 ? '#c98a4a' : '#8a4b2c'))));
  }
  const stool = skin('cloth', linear('#6a3a2a'), { seed: 9 });
  for (const dx of [-1.3, 0, 1.3]) {
    out.push(drum([x + dx, 0, z - 0.85], [0.66, 0.03, 0.03], skin('metal', [0.05, 0.05, 0.05])));
    out.push(drum([x + dx, 0.66, z - 0.85], [0.08, 0.19, 0.19], stool));
  }
  return out;
}

function wallsOf(layout: Layout, shape: RoomShape, hour: RoomHour): Solid[] {
  const other = layout.windows === 'left' ? 'right' : 'left';
  const frame = linear('#3b2a1e');
  const jars = skin('jars', linear('#6b4528'), { other: linear('#5a3d2a'), seed: 8 });
  const board = skin('chalkboard', [0.022, 0.03, 0.027], { other: OAK, seed: 4 });
  const paint = (seed: number, sky: string) =>
    skin('picture', linear('#4a3020'), { other: linear(sky), seed });
  const out = [
    onWall(
      shape,
      { wall: 'back', at: layout.counter - 0.75, low: 1.35, width: 1.9, height: 1.3 },
      jars,
    ),
    onWall(
      shape,
      { wall: 'back', at: layout.counter + 1.1, low: 1.45, width: 1.3, height: 1.1 },
      board,
    ),
    onWall(
      shape,
      { wall: other, at: 4.2, low: 1.35, width: 0.95, height: 1.15 },
      paint(3, '#e0c9a0'),
    ),
    onWall(shape, { wall: other, at: 5.8, low: 1.5, width: 0.8, height: 0.8 }, paint(8, '#a9c4d4')),
    onWall(
      shape,
      { wall: other, at: 7.2, low: 1.35, width: 0.95, height: 1.15 },
      paint(6, '#d9a48a'),
    ),
  ];
  for (const at of [3.2, 5.4, 7.6]) {
    const pane = windowSkin(hour, frame);
    out.push(
      onWall(shape, { wall: layout.windows, at, low: 0.75, width: 1.75, height: 2.1 }, pane),
    );
  }
  const sx = shape.half * (other === 'left' ? -1 : 1);
  const low = skin('planks', linear('#5d4a38'), { size: 0.7, seed: 2 });
  out.push(box([sx, 0, 3], [0.07, 1.05, 12], low));
  out.push(box([0, 0, shape.far], [7.2, 1.05, 0.06], low));
  return out;
}

function seats(layout: Layout): Solid[] {
  const wood = skin('wood', linear('#8a5c36'), { gloss: 0.15, seed: 3 });
  const dark = skin('wood', linear('#4f331f'), { seed: 5 });
  const cup = skin('plain', linear('#f2ede2'));
  return layout.tables.flatMap(([x, z]) => [
    ...roundTable([x, z], 0.4, wood),
    ...chair([x, z + 0.62], [0, 1], dark),
    ...chair([x + (x < 0 ? 0.64 : -0.64), z], [x < 0 ? 1 : -1, 0], dark),
    drum([x - 0.12, 0.745, z - 0.06], [0.075, 0.035, 0.05], cup),
    drum([x - 0.12, 0.745, z - 0.06], [0.01, 0.08, 0.08], cup),
    drum([x + 0.14, 0.745, z + 0.1], [0.16, 0.045, 0.035], skin('plain', linear('#7aa0a0'))),
    ball(
      [x + 0.14, 0.97, z + 0.1],
      [0.09, 0.08, 0.09],
      skin('fruit', linear('#d98a9a'), { size: 0.5 }),
    ),
  ]);
}

function lampsOf(
  layout: Layout,
  shape: RoomShape,
  hour: RoomHour,
): { solids: Solid[]; lamps: Lamp[] } {
  const spots = [
    ...[-1.3, 0, 1.3].map((dx) => [layout.counter + dx, 2.25, shape.far - 2.1] as const),
    ...layout.tables.slice(0, 2).map(([x, z]) => [x, 2.3, z] as const),
    [0.2, 2.75, 2.4] as const,
  ];
  const look = { color: linear('#2c4a44'), glow: 0.3 + 0.8 * hour.lamps, radius: 0.24 };
  return {
    solids: spots.slice(0, 5).flatMap((at) => hangingLamp(at, shape.height, look)),
    lamps: spots.map(([x, y, z]) => lampAt([x, y - 0.15, z], WARM, 0.15 + 2.8 * hour.lamps)),
  };
}

function render(input: SceneInput): SceneResult {
  const layout = LAYOUTS[input.layout % LAYOUTS.length] as Layout;
  const hour = roomHour(input, input.random.fork('cafe'), layout.sun);
  const shape = shapeOf(layout);
  const lit = lampsOf(layout, shape, hour);
  const green = layout.windows === 'left' ? 1 : -1;
  const solids = [
    roomShell(shape),
    wallsOf(layout, shape, hour),
    counterOf(layout, shape),
    seats(layout),
    pottedPlant([green * 3.1, 8.2], 0, 1.5),
    pottedPlant([-green * 3.2, 4.3], 0, 0.9),
    lit.solids,
  ].flat();
  return showRoom(input, {
    solids,
    lamps: lit.lamps,
    hour,
    camera: {
      x: layout.cameraX,
      eye: 1.5,
      turn: layout.turn,
      horizon: layout.horizon,
      focal: 1.75,
    },
    standX: layout.standX,
    warm: WARM,
    air: { color: [0.25, 0.19, 0.13], thick: 0.004 },
    mood: 0.2,
    wetness: 0.1,
    grain: 0.34,
    front: laidTable,
  });
}

/** A coffee house with a counter, small tables and large windows. */
export const cafe = defineScene({
  id: 'cafe',
  title: 'Café',
  summary: 'A coffee house with a counter, small tables, hanging lamps and large windows.',
  words: [
    'cafe',
    'café',
    'coffee shop',
    'coffee house',
    'bistro',
    'restaurant',
    'tea room',
    'diner',
    'bar',
  ],
  times: ['dawn', 'day', 'sunset', 'dusk', 'night'],
  weathers: ['clear', 'cloud', 'rain', 'snow'],
  layouts: LAYOUTS.length,
  indoor: true,
  render,
});
