import { linear } from '../color.ts';
import { defineScene, type SceneInput, type SceneResult } from '../define-scene.ts';
import { toolChest } from '../front-props.ts';
import { hangingLamp, squareTable } from '../furniture.ts';
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
  readonly side: number;
  readonly lab: boolean;
}

const LAYOUTS: readonly Layout[] = [
  {
    cameraX: 0,
    turn: 0.05,
    horizon: 0.46,
    standX: 0.38,
    sun: [-1.1, 0.9],
    side: 1,
    lab: false,
  },
  {
    cameraX: 0.6,
    turn: -0.2,
    horizon: 0.46,
    standX: 0.63,
    sun: [1.15, 0.9],
    side: -1,
    lab: true,
  },
  {
    cameraX: -0.8,
    turn: 0.24,
    horizon: 0.48,
    standX: 0.36,
    sun: [-1.2, 0.7],
    side: 1,
    lab: true,
  },
];

const HALF = 3.3;
const FAR = 7.6;

function shapeOf({ lab }: Layout): RoomShape {
  const pale = linear('#c9d2d4');
  return {
    half: HALF,
    height: 3.3,
    far: FAR,
    floor: lab
      ? skin('checker', linear('#aab4b8'), { other: linear('#8e9aa0'), gloss: 0.4, size: 1.3 })
      : skin('planks', linear('#7d6248'), { gloss: 0.15, seed: 3 }),
    ceiling: skin('plaster', linear('#b8b2a6'), { seed: 3 }),
    wall: lab
      ? skin('plaster', pale, { seed: 4 })
      : skin('brick', linear('#a5694c'), { other: linear('#c09a7c'), seed: 2 }),
  };
}

const FLASKS = ['#3fc6a8', '#e0589a', '#f0b43c', '#4f8fe0', '#8f5fd0'];

/** Round and conical flasks with glowing liquids, or wood, clamps and tins. */
function wares({ lab, side }: Layout): Solid[] {
  const x0 = side * 1.3;
  const out: Solid[] = [];
  if (lab) {
    const glass = skin('plain', linear('#c9dde0'), { gloss: 0.3 });
    FLASKS.forEach((color, i) => {
      const x = x0 - 0.85 + i * 0.4;
      const liquid = skin('plain', linear(color), { glow: 0.35, gloss: 0.3 });
      const round = i % 2 === 0;
      if (round) out.push(ball([x, 1.04, FAR - 0.45], [0.12, 0.12, 0.12], liquid));
      else out.push(drum([x, 0.93, FAR - 0.45], [0.22, 0.13, 0.04], liquid));
      out.push(drum([x, 1.12, FAR - 0.45], [0.14, 0.035, 0.04], glass));
    });
    return out;
  }
  ['#a03c30', '#3f6f8a', '#c9a24c', '#5f7f4a'].forEach((color, i) => {
    const at = [x0 - 0.7 + i * 0.42, 0.93, FAR - 0.4] as const;
    out.push(drum(at, [0.2, 0.1, 0.1], skin('metal', linear(color))));
  });
  return out;
}

function benches(layout: Layout): Solid[] {
  const { lab, side } = layout;
  const front = lab ? linear('#5f7f8c') : linear('#6f4c30');
  const cabinet = skin('cabinet', front, { other: linear('#c2c6c9'), seed: 5 });
  const top = lab
    ? skin('plain', linear('#dfe4e4'), { gloss: 0.2 })
    : skin('wood', linear('#a9794a'), { seed: 4 });
  const steel = skin('metal', linear('#9aa1a8'), { gloss: 0.3 });
  const across = side * (HALF - 0.35);
  const table = [side * 1.7 + layout.turn * 4, 4.4] as const;
  const screen = { ...skin('screen', linear('#4fd0c0'), { glow: 1, seed: 7 }), ghost: true };
  const wood = skin('wood', linear('#8a6038'), { seed: 8 });
  return [
    box([0, 0, FAR - 0.35], [HALF * 2, 0.88, 0.7], cabinet),
    box([0, 0.88, FAR - 0.35], [HALF * 2, 0.05, 0.76], top),
    box([across, 0, 4.6], [0.7, 0.88, 3.6], cabinet),
    box([across, 0.88, 4.6], [0.76, 0.05, 3.6], top),
    ...squareTable(table, [1.5, 0.85, 0.8], lab ? steel : wood),
    box([-side * 1.9, 0.93, FAR - 0.3], [0.9, 0.6, 0.08], lab ? screen : steel),
    box([-side * 1.9, 0.9, FAR - 0.3], [0.3, 0.1, 0.2], steel),
    drum([table[0] - 0.3, 0.85, table[1]], [0.05, 0.16, 0.16], steel),
    drum([table[0] - 0.3, 0.9, table[1]], [0.34, 0.05, 0.04], steel),
    ball([table[0] - 0.3, 1.28, table[1]], [0.11, 0.11, 0.11], {
      ...skin('plain', linear(lab ? '#7fe0d0' : '#d9b04a'), { gloss: 0.3, glow: lab ? 0.4 : 0 }),
    }),
    box([table[0] + 0.35, 0.85, table[1]], [0.42, 0.22, 0.3], lab ? cabinet : wood),
    drum([-side * (HALF - 0.5), 0, FAR - 1.2], [1.2, 0.3, 0.3], skin('metal', linear('#b8743c'))),
    ball(
      [-side * (HALF - 0.5), 1.2, FAR - 1.2],
      [0.3, 0.18, 0.3],
      skin('metal', linear('#c9854a')),
    ),
    box(
      [-side * (HALF - 0.6), 0, 4.2],
      [0.8, 0.7, 0.8],
      skin('wood', linear('#8f6a40'), { seed: 3 }),
    ),
  ];
}

function hung(layout: Layout, shape: RoomShape, hour: RoomHour): Solid[] {
  const { side, lab } = layout;
  const wall = side > 0 ? 'right' : 'left';
  const other = side > 0 ? 'left' : 'right';
  const jars = skin('jars', linear(lab ? '#7f8f96' : '#7a5232'), {
    other: linear(lab ? '#a9b8bc' : '#6a4f38'),
    seed: 11,
  });
  const tools = skin('tools', linear('#9c7a50'), { seed: 6 });
  const board = skin('chalkboard', [0.02, 0.045, 0.035], { other: linear('#8a6038'), seed: 9 });
  const window = windowSkin(hour, linear(lab ? '#dfe3e3' : '#4a3a2c'));
  return [
    onWall(
      shape,
      { wall: 'back', at: side * 1.5, low: 1.35, width: 2.6, height: 1.27 },
      lab ? jars : tools,
    ),
    onWall(shape, { wall: 'back', at: -side * 1.7, low: 1.65, width: 2, height: 1.15 }, board),
    onWall(shape, { wall, at: 4.6, low: 1.4, width: 2.8, height: 1.26 }, lab ? tools : jars),
    onWall(shape, { wall: other, at: 3, low: 0.9, width: 1.6, height: 1.8 }, window),
    onWall(shape, { wall: other, at: 5.6, low: 0.9, width: 1.6, height: 1.8 }, window),
  ];
}

function render(input: SceneInput): SceneResult {
  const layout = LAYOUTS[input.layout % LAYOUTS.length] as Layout;
  const hour = roomHour(input, input.random.fork('workshop'), layout.sun);
  const shape = shapeOf(layout);
  const warm = linear(layout.lab ? '#eaf3ff' : '#ffd8a8');
  const look = { color: linear('#3a4a50'), glow: 0.2 + 0.9 * hour.lamps, radius: 0.28 };
  const table = layout.side * 1.7 + layout.turn * 4;
  const spots = [
    [table, 2.15, 4.4],
    [-layout.side * 1.2, 2.3, 6],
    [0, 2.7, 1.8],
  ] as const;
  const solids = [
    roomShell(shape),
    hung(layout, shape, hour),
    benches(layout),
    wares(layout),
    hangingLamp(spots[0], shape.height, look),
    hangingLamp(spots[1], shape.height, look),
  ].flat();
  return showRoom(input, {
    solids,
    lamps: spots.map(([x, y, z]) => lampAt([x, y - 0.2, z], warm, 0.15 + 3.2 * hour.lamps)),
    hour,
    camera: {
      x: layout.cameraX,
      eye: 1.5,
      turn: layout.turn,
      horizon: layout.horizon,
      focal: 1.75,
    },
    standX: layout.standX,
    warm,
    air: { color: [0.25, 0.24, 0.22], thick: 0.003 },
    mood: 0.22,
    wetness: 0.1,
    grain: 0.34,
    front: toolChest,
  });
}

/** A maker's workshop or a laboratory with benches, tools and flasks. */
export const workshop = defineScene({
  id: 'workshop',
  title: 'Workshop',
  summary: 'A maker’s workshop or a laboratory with benches, tools and glowing flasks.',
  words: ['workshop', 'lab', 'laboratory', 'garage', 'science lab', 'studio workshop', 'workbench'],
  times: ['dawn', 'day', 'sunset', 'dusk', 'night'],
  weathers: ['clear', 'cloud', 'rain', 'snow'],
  layouts: LAYOUTS.length,
  indoor: true,
  render,
});
