import { linear } from '../color.ts';
import { defineScene, type Rgb, type SceneInput, type SceneResult } from '../define-scene.ts';
import { fruitStool } from '../front-props.ts';
import { hangingLamp, pottedPlant, squareTable } from '../furniture.ts';
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
import { ball, box, drum, type Solid, skin } from '../solids.ts';

interface Layout {
  readonly cameraX: number;
  readonly turn: number;
  readonly horizon: number;
  readonly standX: number;
  readonly sun: readonly [number, number];
  /** Side of the second row of cupboards: -1 left, 1 right. */
  readonly side: number;
  readonly doors: Rgb;
  readonly wall: Rgb;
  readonly tile: Rgb;
  readonly floor: 'checker' | 'planks';
}

const LAYOUTS: readonly Layout[] = [
  {
    cameraX: -0.2,
    turn: 0.06,
    horizon: 0.44,
    standX: 0.4,
    sun: [0.5, 1],
    side: 1,
    doors: linear('#7f9d94'),
    wall: linear('#e6dcc8'),
    tile: linear('#e9e6dd'),
    floor: 'planks',
  },
  {
    cameraX: 0.9,
    turn: -0.26,
    horizon: 0.46,
    standX: 0.62,
    sun: [-0.5, 0.9],
    side: -1,
    doors: linear('#d9cdb8'),
    wall: linear('#c9d3cf'),
    tile: linear('#8fb2b4'),
    floor: 'checker',
  },
  {
    cameraX: -0.8,
    turn: 0.22,
    horizon: 0.42,
    standX: 0.36,
    sun: [0.2, 0.8],
    side: 1,
    doors: linear('#3f5872'),
    wall: linear('#e3d5bd'),
    tile: linear('#d7a98c'),
    floor: 'checker',
  },
];

const WARM = linear('#ffdcb0');
const SHAPE = { half: 2.9, height: 3, far: 6.4 };

function shapeOf({ wall, tile, floor }: Layout): RoomShape {
  const pale = linear('#cfc6b6');
  return {
    ...SHAPE,
    floor:
      floor === 'checker'
        ? skin('checker', linear('#cfc7b8'), { other: linear('#54504c'), gloss: 0.4, size: 0.9 })
        : skin('planks', linear('#a07a54'), { gloss: 0.28, seed: 4 }),
    ceiling: skin('plaster', pale, { seed: 3 }),
    wall: skin('plaster', wall, { seed: 6 }),
    back: skin('tiles', tile, { other: pale, seed: 2, gloss: 0.12 }),
  };
}

function cupboards({ doors, side }: Layout): Solid[] {
  const { half, far } = SHAPE;
  const front = skin('cabinet', doors, { other: linear('#b9954e'), seed: 3 });
  const top = skin('wood', linear('#a87a4c'), { gloss: 0.25, seed: 2 });
  const steel = skin('metal', linear('#aab0b6'), { gloss: 0.3 });
  const black = skin('plain', [0.02, 0.02, 0.022], { gloss: 0.35 });
  const z = far - 0.32;
  const out: Solid[] = [
    box([0, 0, z], [half * 2, 0.88, 0.6], front),
    box([0, 0.88, z], [half * 2, 0.05, 0.66], top),
    box([side * (half - 0.3), 0, 4.3], [0.6, 0.88, 2.9], front),
    box([side * (half - 0.3), 0.88, 4.3], [0.66, 0.05, 2.9], top),
    box([-side * 1.6, 0.02, z - 0.02], [0.75, 0.9, 0.64], steel),
    box([-side * 1.6, 0.18, z - 0.345], [0.56, 0.42, 0.01], black),
    box([-side * 1.6, 0.92, z], [0.7, 0.03, 0.56], black),
    box(
      [-side * (half - 0.36), 0, far - 0.36],
      [0.72, 2, 0.7],
      skin('cabinet', linear('#dedad0'), { other: linear('#88898c') }),
    ),
    box([-side * 1.6, 2, far - 0.25], [0.8, 0.5, 0.5], steel),
    box([-side * 1.6, 2.5, far - 0.2], [0.34, 0.5, 0.34], steel),
  ];
  const pot = skin('metal', linear('#b5623a'), { gloss: 0.35 });
  const red = skin('plain', linear('#b3392c'), { gloss: 0.25 });
  out.push(drum([-side * 1.75, 0.95, z], [0.17, 0.13, 0.14], pot));
  out.push(drum([-side * 1.42, 0.95, z + 0.1], [0.2, 0.11, 0.12], red));
  out.push(drum([-side * 1.42, 1.15, z + 0.1], [0.02, 0.12, 0.03], red));
  return out;
}

function wares({ side }: Layout): Solid[] {
  const { half, far } = SHAPE;
  const x = side * (half - 0.35);
  const board = skin('wood', linear('#c79a62'), { seed: 8 });
  const bread = skin('plain', linear('#b87d43'));
  const bowl = skin('plain', linear('#e9e4d8'), { gloss: 0.2 });
  const orange = skin('plain', linear('#e08a2c'));
  const green = skin('plain', linear('#7fa53c'));
  return [
    box([x, 0.93, 4.4], [0.42, 0.03, 0.6], board),
    ball([x, 1.02, 4.4], [0.12, 0.09, 0.22], bread),
    drum([x, 0.93, 3.5], [0.14, 0.1, 0.2], bowl),
    ball([x - 0.07, 1.1, 3.5], [0.075, 0.075, 0.075], orange),
    ball([x + 0.08, 1.1, 3.46], [0.07, 0.07, 0.07], green),
    ball([x, 1.1, 3.6], [0.075, 0.075, 0.075], skin('plain', linear('#c4402c'))),
    ...pottedPlant([0.75 * side, far - 0.3], 0.93, 0.42),
    drum([-0.5 * side, 0.93, far - 0.3], [0.26, 0.06, 0.05], skin('plain', linear('#5b8f99'))),
    drum([-0.34 * side, 0.93, far - 0.34], [0.18, 0.06, 0.06], skin('plain', linear('#d8b25c'))),
  ];
}

function hung(layout: Layout, shape: RoomShape, hour: RoomHour): Solid[] {
  const { side } = layout;
  const wall = side > 0 ? 'right' : 'left';
  const other = side > 0 ? 'left' : 'right';
  const jars = skin('jars', linear('#9a7046'), { other: linear('#b5a58a'), seed: 5, size: 0.9 });
  const window = windowSkin(hour, linear('#d9d2c4'));
  const picture = skin('picture', linear('#6b4a2c'), { other: linear('#cfe0e4'), seed: 9 });
  return [
    onWall(shape, { wall: 'back', at: 0.1 * side, low: 1.15, width: 1.6, height: 1.35 }, window),
    onWall(shape, { wall: 'back', at: 1.9 * side, low: 1.45, width: 1.3, height: 1.12 }, jars),
    onWall(shape, { wall, at: 4.4, low: 1.4, width: 2.2, height: 1.12, off: 0.22 }, jars),
    onWall(shape, { wall: other, at: 3, low: 0.9, width: 1.5, height: 1.6 }, window),
    onWall(shape, { wall: other, at: 4.7, low: 1.4, width: 0.7, height: 0.9 }, picture),
  ];
}

function render(input: SceneInput): SceneResult {
  const layout = LAYOUTS[input.layout % LAYOUTS.length] as Layout;
  const hour = roomHour(input, input.random.fork('kitchen'), layout.sun);
  const shape = shapeOf(layout);
  const x = layout.side * 0.5 + layout.turn * 2;
  const look = { color: linear('#c95f3c'), glow: 0.25 + 0.8 * hour.lamps, radius: 0.3 };
  const oak = skin('wood', linear('#a9743f'), { gloss: 0.2, seed: 6 });
  const rug = skin('cloth', linear('#b9a68a'), { other: linear('#7d5a4a'), seed: 3, size: 0.8 });
  const lamps = [
    lampAt([x, 2, 4.4], WARM, 0.2 + 4 * hour.lamps),
    lampAt([-layout.side * 1.2, 2.4, 2], WARM, 0.1 + 2.4 * hour.lamps),
    lampAt([0, 2.5, 5], WARM, 0.1 + 1.4 * hour.lamps),
  ];
  const solids = [
    roomShell(shape),
    hung(layout, shape, hour),
    cupboards(layout),
    wares(layout),
    squareTable([x, 4.4], [1.3, 0.86, 0.75], oak),
    hangingLamp([x, 2.15, 4.4], shape.height, look),
    [
      box([layout.turn * 4, 0, 2.6], [2, 0.012, 1.3], rug),
      drum(
        [x + 0.2, 0.86, 4.4],
        [0.1, 0.1, 0.18],
        skin('plain', linear('#4f7f93'), { gloss: 0.2 }),
      ),
      ball(
        [x + 0.2, 0.95, 4.4],
        [0.15, 0.08, 0.15],
        skin('fruit', linear('#c8452f'), { other: linear('#d9b13c'), size: 0.9 }),
      ),
      drum([x - 0.4, 0.86, 4.3], [0.09, 0.04, 0.04], skin('plain', linear('#f0ece2'))),
    ],
  ].flat();
  return showRoom(input, {
    solids,
    lamps,
    hour,
    camera: { x: layout.cameraX, eye: 1.5, turn: layout.turn, horizon: layout.horizon, focal: 1.8 },
    standX: layout.standX,
    warm: WARM,
    air: { color: [0.3, 0.26, 0.2], thick: 0.002 },
    mood: 0.26,
    wetness: 0.12,
    grain: 0.3,
    front: fruitStool,
  });
}

/** A homely kitchen: cupboards, stove, table and a sunny window. */
export const kitchen = defineScene({
  id: 'kitchen',
  title: 'Kitchen',
  summary: 'A homely kitchen with cupboards, stove, table and a sunny window.',
  words: ['kitchen', 'cooking', 'bakery', 'pantry', 'baking'],
  times: ['dawn', 'day', 'sunset', 'dusk', 'night'],
  weathers: ['clear', 'cloud', 'rain', 'snow'],
  layouts: LAYOUTS.length,
  indoor: true,
  render,
});
