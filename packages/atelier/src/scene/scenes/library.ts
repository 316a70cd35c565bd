import type { Random } from '../../raster/random.ts';
import { linear, mixRgb } from '../color.ts';
import { defineScene, type SceneInput, type SceneResult } from '../define-scene.ts';
import { bookPile } from '../front-props.ts';
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
  readonly half: number;
  readonly height: number;
  readonly far: number;
  readonly cameraX: number;
  readonly turn: number;
  readonly horizon: number;
  readonly standX: number;
  /** Where the sun stands: radians to the right, height. */
  readonly sun: readonly [number, number];
  readonly windows: 'back' | 'left' | 'right';
}

const LAYOUTS: readonly Layout[] = [
  {
    half: 3.6,
    height: 4.6,
    far: 8.5,
    cameraX: 0.3,
    turn: 0,
    horizon: 0.49,
    standX: 0.4,
    sun: [0.35, 1],
    windows: 'back',
  },
  {
    half: 4.2,
    height: 5,
    far: 9,
    cameraX: 1.6,
    turn: -0.3,
    horizon: 0.51,
    standX: 0.62,
    sun: [-1.25, 0.9],
    windows: 'left',
  },
  {
    half: 3.2,
    height: 4.2,
    far: 11,
    cameraX: -1,
    turn: 0.2,
    horizon: 0.47,
    standX: 0.36,
    sun: [1.2, 0.8],
    windows: 'right',
  },
];

const WOOD = linear('#5f4028');
const DARK = linear('#3d2313');
const WARM = linear('#ffdcb4');

function shapeOf({ half, height, far }: Layout): RoomShape {
  return {
    half,
    height,
    far,
    floor: skin('planks', linear('#7d5a3c'), { gloss: 0.4, seed: 5 }),
    ceiling: skin('wood', linear('#5a3a22'), { seed: 9 }),
    wall: skin('plaster', linear('#8f7a5e'), { seed: 3 }),
  };
}

interface Parts {
  readonly layout: Layout;
  readonly shape: RoomShape;
  readonly hour: RoomHour;
  readonly random: Random;
}

/** A bookcase along a wall, leaving gaps where the windows are. */
function bookcases({ layout, shape, random }: Parts): Solid[] {
  const books = () => skin('books', WOOD, { other: DARK, seed: Math.floor(random.next() * 999) });
  const { half, far, height } = shape;
  const tall = height - 0.9;
  const deep = 0.42;
  const out: Solid[] = [];
  const backGap = layout.windows === 'back' ? 1.15 : 0;
  const run = half - backGap;
  for (const side of [-1, 1]) {
    const x = side * (backGap + run / 2);
    out.push(box([x, 0, far - deep / 2], [run, tall, deep], books()));
    out.push(box([x, tall, far - deep / 2], [run + 0.08, 0.12, deep + 0.12], skin('wood', WOOD)));
    const open =
      (side < 0 && layout.windows === 'left') || (side > 0 && layout.windows === 'right');
    const spots = open ? gaps(far) : [[-1, far - deep] as const];
    for (const [z0, z1] of spots) {
      const at = side * (half - deep / 2);
      out.push(box([at, 0, (z0 + z1) / 2], [deep, tall, z1 - z0], books()));
      const trim = [deep + 0.12, 0.12, z1 - z0 + 0.08] as const;
      out.push(box([at, tall, (z0 + z1) / 2], trim, skin('wood', WOOD)));
    }
  }
  return out;
}

/** Stretches of bookcase between windows 1.6 m wide. */
function gaps(far: number): (readonly [number, number])[] {
  return [
    [-1, 2.2],
    [3.8, 5.6],
    [7.2, far - 0.42],
  ];
}

function windows({ layout, shape, hour }: Parts): Solid[] {
  const look = windowSkin(hour, linear('#4a2d18'), true);
  const { height, far } = shape;
  const tall = height - 1.5;
  if (layout.windows === 'back') {
    return [onWall(shape, { wall: 'back', at: 0, low: 0.85, width: 1.9, height: tall }, look)];
  }
  return [3, 6.4, far + 3].flatMap((at) =>
    at > far
      ? []
      : [onWall(shape, { wall: layout.windows, at, low: 0.85, width: 1.5, height: tall }, look)],
  );
}

function furniture({ layout, shape, random }: Parts): Solid[] {
  const { far, half, height } = shape;
  const side = layout.standX < 0.5 ? 1 : -1;
  const wood = skin('wood', linear('#5c3319'), { gloss: 0.25, seed: 7 });
  const leather = skin('cloth', linear('#5a1f16'), { seed: 4 });
  const x = layout.cameraX + side * 1.55 + layout.turn * 4;
  const z = far * 0.56;
  const rug = skin('rug', linear('#6b2a2a'), { other: linear('#c9a35a'), seed: 2 });
  const out: Solid[] = [
    box([layout.turn * 4, 0, far * 0.5], [half * 1.15, 0.015, far * 0.48], rug),
    box([x, 0.7, z], [1.5, 0.07, 0.8], wood),
    box([x - 0.62, 0, z], [0.09, 0.7, 0.6], wood),
    box([x + 0.62, 0, z], [0.09, 0.7, 0.6], wood),
    box([x, 0, z + 1.15], [0.75, 0.46, 0.7], leather),
    box([x, 0.4, z + 1.5], [0.8, 0.75, 0.16], leather),
    ball(
      [-side * (half - 1), 0.42, far - 1.5],
      [0.36, 0.36, 0.36],
      skin('picture', WOOD, { seed: 3 }),
    ),
    drum([-side * (half - 1), 0, far - 1.5], [0.08, 0.2, 0.06], wood),
  ];
  for (let i = 0; i < 5; i++) {
    const color = mixRgb(linear('#7a2a20'), linear('#24455a'), random.next());
    const at = [x - 0.42 + random.between(-0.03, 0.03), 0.77 + i * 0.055, z] as const;
    out.push(box(at, [0.3 - i * 0.02, 0.053, 0.22], skin('plain', color)));
  }
  for (let at = 1.4; at < far; at += 1.9) {
    out.push(box([0, height - 0.22, at], [half * 2, 0.22, 0.2], skin('wood', DARK, { seed: 3 })));
  }
  return out;
}

function lampsOf({ layout, shape, hour }: Parts): { solids: Solid[]; lamps: Lamp[] } {
  const { far, height } = shape;
  const side = layout.standX < 0.5 ? 1 : -1;
  const power = 0.12 + hour.lamps;
  const shine = 0.3 + 0.9 * hour.lamps;
  const glass = { ...skin('glow', linear('#ffdca0'), { glow: shine }), ghost: true };
  const brass = { ...skin('metal', linear('#b08a3c')), ghost: true };
  const table = [layout.cameraX + side * 1.55 + layout.turn * 4 + 0.4, far * 0.56] as const;
  const green = { ...skin('shade', linear('#3f8a4a'), { glow: shine * 0.9 }), ghost: true };
  const solids: Solid[] = [
    drum([table[0], 0.77, table[1]], [0.3, 0.09, 0.02], brass),
    drum([table[0], 1.05, table[1]], [0.17, 0.24, 0.1], green),
  ];
  const lamps: Lamp[] = [lampAt([table[0], 1.0, table[1]], WARM, power * 1.6)];
  for (const z of [3.6, far * 0.8]) {
    const at = [layout.turn * 4, height - 1.25, z] as const;
    solids.push(
      ball(at, [0.2, 0.2, 0.2], glass),
      drum([at[0], at[1], z], [1.2, 0.012, 0.012], brass),
    );
    lamps.push(lampAt(at, WARM, power * 6.5));
  }
  return { solids, lamps };
}

function render(input: SceneInput): SceneResult {
  const layout = LAYOUTS[input.layout % LAYOUTS.length] as Layout;
  const random = input.random.fork('library');
  const hour = roomHour(input, random, layout.sun);
  const shape = shapeOf(layout);
  const parts: Parts = { layout, shape, hour, random };
  const lit = lampsOf(parts);
  const solids = [roomShell(shape), bookcases(parts), windows(parts), furniture(parts), lit.solids];
  return showRoom(input, {
    solids: solids.flat(),
    lamps: lit.lamps,
    hour,
    camera: {
      x: layout.cameraX,
      eye: 1.55,
      turn: layout.turn,
      horizon: layout.horizon,
      focal: 1.55,
    },
    standX: layout.standX,
    warm: WARM,
    air: { color: [0.2, 0.13, 0.07], thick: 0.006 },
    mood: 0.15,
    wetness: 0.14,
    grain: 0.34,
    front: bookPile,
  });
}

/** Bookcases to the ceiling, a reading table and tall windows. */
export const library = defineScene({
  id: 'library',
  title: 'Library',
  summary: 'Bookcases to the ceiling, a reading table, lamps and tall windows.',
  words: ['library', 'bookshelf', 'bookshelves', 'bookstore', 'bookshop', 'archive', 'study room'],
  times: ['dawn', 'day', 'sunset', 'dusk', 'night'],
  weathers: ['clear', 'cloud', 'rain', 'snow'],
  layouts: LAYOUTS.length,
  indoor: true,
  render,
});
