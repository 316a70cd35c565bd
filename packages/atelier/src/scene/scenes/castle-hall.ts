import type { Random } from '../../raster/random.ts';
import { linear, mixRgb } from '../color.ts';
import { defineScene, type SceneInput, type SceneResult } from '../define-scene.ts';
import { candleStand } from '../front-props.ts';
import { flame } from '../furniture.ts';
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
import { ball, box, drum, panel, type Solid, skin } from '../solids.ts';

interface Layout {
  readonly half: number;
  readonly height: number;
  readonly far: number;
  readonly cameraX: number;
  readonly turn: number;
  readonly horizon: number;
  readonly standX: number;
  readonly sun: readonly [number, number];
  /** Distance of the pillars from the middle. */
  readonly aisle: number;
  readonly end: 'throne' | 'window' | 'hearth';
}

const LAYOUTS: readonly Layout[] = [
  {
    half: 6,
    height: 8.5,
    far: 19,
    cameraX: 0.5,
    turn: 0,
    horizon: 0.55,
    standX: 0.42,
    sun: [1.15, 1.1],
    aisle: 3.5,
    end: 'throne',
  },
  {
    half: 5.4,
    height: 8,
    far: 15,
    cameraX: -1.4,
    turn: 0.24,
    horizon: 0.56,
    standX: 0.36,
    sun: [0.4, 0.85],
    aisle: 3.4,
    end: 'window',
  },
  {
    half: 5.6,
    height: 7,
    far: 14,
    cameraX: 1.5,
    turn: -0.22,
    horizon: 0.54,
    standX: 0.63,
    sun: [-1.15, 1],
    aisle: 3.8,
    end: 'hearth',
  },
];

const STONE = linear('#a39a8b');
const FIRE = linear('#ffb877');
const OAK = linear('#4a2f1b');

function shapeOf({ half, height, far }: Layout): RoomShape {
  const wall = skin('stone', STONE, { other: linear('#8a7a63'), size: 1.15, seed: 4 });
  return {
    half,
    height,
    far,
    floor: skin('flags', linear('#8d867c'), {
      other: linear('#746a5c'),
      gloss: 0.42,
      size: 1.1,
      seed: 6,
    }),
    ceiling: skin('planks', linear('#56402c'), { size: 2, seed: 2 }),
    wall,
  };
}

interface Parts {
  readonly layout: Layout;
  readonly shape: RoomShape;
  readonly hour: RoomHour;
  readonly random: Random;
}

function pillars({ layout, shape }: Parts): Solid[] {
  const stone = skin('stone', linear('#aba293'), { other: STONE, size: 0.8, seed: 8 });
  const plain = skin('plaster', linear('#a59b8a'), { seed: 5 });
  const out: Solid[] = [];
  const { height, far, half } = shape;
  for (let z = 4.6; z < far - 1; z += 3.6) {
    for (const side of [-1, 1]) {
      const x = side * layout.aisle;
      out.push(drum([x, 0.34, z], [height - 1.9, 0.36, 0.32], stone));
      out.push(box([x, 0, z], [1.05, 0.22, 1.05], plain));
      out.push(drum([x, 0.22, z], [0.14, 0.5, 0.4], plain));
      out.push(drum([x, height - 1.58, z], [0.4, 0.34, 0.56], plain));
      out.push(box([x, height - 1.18, z], [1.2, 0.22, 1.2], plain));
    }
    out.push(box([0, height - 0.95, z], [half * 2, 0.34, 0.36], skin('wood', OAK, { seed: 3 })));
  }
  for (const side of [-1, 1]) {
    const beam = [0.42, 0.4, far + 1] as const;
    out.push(box([side * layout.aisle, height - 1, far / 2], beam, skin('wood', OAK, { seed: 6 })));
  }
  return out;
}

function openings({ layout, shape, hour }: Parts): Solid[] {
  const frame = linear('#8b8374');
  const out: Solid[] = [];
  const { height, far } = shape;
  const tall = height - 3.4;
  for (const wall of ['left', 'right'] as const) {
    for (let at = 2.8; at < far - 1; at += 3.6) {
      const window = windowSkin(hour, frame, true);
      out.push(onWall(shape, { wall, at, low: 2, width: 1.35, height: tall }, window));
    }
  }
  if (layout.end === 'window') {
    const window = windowSkin(hour, frame, true);
    for (const at of [-1.75, 0, 1.75]) {
      const size = { low: 1.5, width: 1.45, height: at === 0 ? tall + 1.3 : tall + 0.4 };
      out.push(onWall(shape, { wall: 'back', at, ...size }, window));
    }
  }
  return out;
}

function endOf({ layout, shape, hour }: Parts): { solids: Solid[]; lamps: Lamp[] } {
  const { far, height } = shape;
  const stone = skin('stone', linear('#8d8374'), { other: STONE, size: 0.7, seed: 11 });
  const gold = skin('metal', linear('#c79a3a'), { gloss: 0.3 });
  const red = skin('cloth', linear('#7a1520'), { seed: 3 });
  if (layout.end === 'window') return { solids: [], lamps: [] };
  if (layout.end === 'throne') {
    const z = far - 1.3;
    const wood = skin('wood', linear('#6b3a1a'), { seed: 2 });
    return {
      solids: [
        box([0, 0, z - 0.4], [5, 0.2, 3], stone),
        box([0, 0.2, z], [4, 0.2, 2.2], stone),
        box([0, 0.4, z], [1.3, 0.55, 0.9], wood),
        box([0, 0.95, z - 0.05], [1, 0.1, 0.8], red),
        box([0, 0.4, z + 0.5], [1.3, 2.6, 0.16], wood),
        box([0, 1.1, z + 0.4], [0.95, 1.6, 0.06], red),
        box([-0.6, 0.95, z], [0.16, 0.34, 0.9], gold),
        box([0.6, 0.95, z], [0.16, 0.34, 0.9], gold),
        ball([-0.58, 3.1, z + 0.5], [0.14, 0.14, 0.14], gold),
        ball([0.58, 3.1, z + 0.5], [0.14, 0.14, 0.14], gold),
        onWall(
          shape,
          { wall: 'back', at: 0, low: 3.4, width: 2.6, height: height - 4.6 },
          {
            ...skin('banner', linear('#7a1822'), { other: linear('#d2a94c'), seed: 1 }),
          },
        ),
      ],
      lamps: [lampAt([0, 3.6, far - 2.6], FIRE, 3 + 9 * hour.lamps)],
    };
  }
  const z = far - 0.5;
  const embers = { ...skin('glow', linear('#ff5a1c'), { glow: 0.8 }), ghost: true };
  return {
    solids: [
      box([-1.75, 0, z], [0.6, 2.2, 1], stone),
      box([1.75, 0, z], [0.6, 2.2, 1], stone),
      box([0, 2.2, z], [4.5, 0.36, 1.2], stone),
      box([0, 2.56, z + 0.1], [3.2, height - 2.6, 0.8], stone),
      box([0, 0, z + 0.42], [3, 2.2, 0.1], skin('plain', [0.02, 0.018, 0.016])),
      box([0, 0.12, z - 0.1], [1.6, 0.18, 0.3], skin('wood', OAK)),
      ball([0, 0.42, z - 0.05], [0.62, 0.2, 0.2], embers),
      ...flame([-0.3, 0.5, z - 0.12], 0.42),
      ...flame([0.08, 0.58, z - 0.02], 0.6),
      ...flame([0.44, 0.46, z - 0.16], 0.34),
    ],
    lamps: [lampAt([0, 0.9, z - 0.7], linear('#ff9a50'), 8 + 12 * hour.lamps)],
  };
}

function fittings({ layout, shape, hour }: Parts): { solids: Solid[]; lamps: Lamp[] } {
  const { far, height, half } = shape;
  const solids: Solid[] = [];
  const lamps: Lamp[] = [];
  const carpet = skin('rug', linear('#741a22'), { other: linear('#c49a45'), seed: 4 });
  solids.push(box([0, 0, far * 0.5], [2.4, 0.012, far - 2], carpet));
  const iron = { ...skin('metal', [0.03, 0.028, 0.026]), ghost: true };
  const blue = skin('banner', linear('#22396b'), { other: linear('#c9a850'), seed: 5 });
  const red = skin('banner', linear('#7a1822'), { other: linear('#d2a94c'), seed: 8 });
  let k = 0;
  for (let z = 4.6; z < far - 1; z += 3.6) {
    for (const side of [-1, 1]) {
      const x = side * (layout.aisle - 0.5);
      solids.push(drum([x, 2.1, z], [0.3, 0.03, 0.1], iron));
      solids.push(...flame([x, 2.47, z], 0.17));
      if (z < 13) lamps.push(lampAt([x - side * 0.15, 2.6, z], FIRE, 0.8 + 2.6 * hour.lamps));
      const cloth = { ...(k++ & 1 ? red : blue), ghost: true };
      const top = height - 1.9;
      const bx = side * layout.aisle;
      const corner = [bx - 0.5, top - 2.5, z - 0.45] as const;
      solids.push(
        panel(
          corner,
          [
            [1, 0, 0],
            [0, 2.5, 0],
          ],
          cloth,
        ),
      );
    }
  }
  const side = layout.standX < 0.5 ? 1 : -1;
  const metal = skin('metal', linear('#8d9299'), { gloss: 0.2 });
  const ax = side * (half - 0.9);
  solids.push(
    box([ax, 0, 7], [0.5, 0.7, 2.2], skin('wood', OAK, { seed: 5 })),
    drum([ax, 0.7, 6.4], [0.32, 0.1, 0.16], metal),
    ball([ax, 0.82, 7.3], [0.16, 0.14, 0.16], metal),
  );
  return { solids, lamps };
}

function render(input: SceneInput): SceneResult {
  const layout = LAYOUTS[input.layout % LAYOUTS.length] as Layout;
  const random = input.random.fork('castle-hall');
  const hour = roomHour(input, random, layout.sun);
  const shape = shapeOf(layout);
  const parts: Parts = { layout, shape, hour, random };
  const end = endOf(parts);
  const fit = fittings(parts);
  const shell = roomShell(shape);
  const solids = [shell, openings(parts), pillars(parts), end.solids, fit.solids].flat();
  return showRoom(input, {
    solids,
    lamps: [...end.lamps, ...fit.lamps],
    hour,
    camera: {
      x: layout.cameraX,
      eye: 1.6,
      turn: layout.turn,
      horizon: layout.horizon,
      focal: 1.35,
    },
    standX: layout.standX,
    warm: FIRE,
    air: { color: mixRgb([0.16, 0.13, 0.1], hour.windowColor, 0.25), thick: 0.012 },
    mood: 0.13,
    wetness: 0.16,
    grain: 0.6,
    front: candleStand,
  });
}

/** A great hall of stone with pillars, banners and torches. */
export const castleHall = defineScene({
  id: 'castle-hall',
  title: 'Castle hall',
  summary: 'A great stone hall with pillars, banners, torches and tall windows.',
  words: [
    'castle',
    'castle hall',
    'throne',
    'throne room',
    'great hall',
    'palace',
    'fortress',
    'medieval',
    'dungeon',
    'kingdom',
    'cathedral',
  ],
  times: ['dawn', 'day', 'sunset', 'dusk', 'night'],
  weathers: ['clear', 'cloud', 'rain', 'snow'],
  layouts: LAYOUTS.length,
  indoor: true,
  render,
});
