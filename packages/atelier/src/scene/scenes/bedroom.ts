import { linear } from '../color.ts';
import { defineScene, type Rgb, type SceneInput, type SceneResult } from '../define-scene.ts';
import { cushionBasket } from '../front-props.ts';
import { pottedPlant } from '../furniture.ts';
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
  /** Side the bed stands on: -1 left, 1 right. */
  readonly side: number;
  readonly wall: Rgb;
  readonly cover: Rgb;
  readonly check: Rgb;
  readonly rug: Rgb;
}

const LAYOUTS: readonly Layout[] = [
  {
    cameraX: -0.1,
    turn: 0.08,
    horizon: 0.44,
    standX: 0.36,
    sun: [-0.5, 1],
    side: 1,
    wall: linear('#b9c7cf'),
    cover: linear('#4f6f8f'),
    check: linear('#dfe5e6'),
    rug: linear('#d6cbb8'),
  },
  {
    cameraX: 0.4,
    turn: -0.14,
    horizon: 0.46,
    standX: 0.64,
    sun: [0.5, 0.85],
    side: -1,
    wall: linear('#d9b8a2'),
    cover: linear('#b9694f'),
    check: linear('#efdcc4'),
    rug: linear('#8f9f86'),
  },
  {
    cameraX: -0.4,
    turn: 0.2,
    horizon: 0.42,
    standX: 0.34,
    sun: [-0.3, 0.8],
    side: 1,
    wall: linear('#9aab96'),
    cover: linear('#e3d8c2'),
    check: linear('#c7a668'),
    rug: linear('#a4677a'),
  },
];

const WARM = linear('#ffd3a0');
const SHAPE = { half: 2.7, height: 2.8, far: 6.2 };

function shapeOf({ wall }: Layout): RoomShape {
  return {
    ...SHAPE,
    floor: skin('planks', linear('#a57c54'), { gloss: 0.25, seed: 8 }),
    ceiling: skin('plaster', linear('#e4ded2'), { seed: 3 }),
    wall: skin('plaster', wall, { seed: 5 }),
  };
}

function bed({ side, cover, check }: Layout): Solid[] {
  const { half, far } = SHAPE;
  const oak = skin('wood', linear('#7a5030'), { seed: 4 });
  const quilt = skin('cloth', cover, { other: check, seed: 3, size: 0.9 });
  const linen = skin('cloth', linear('#ece6da'), { seed: 6 });
  const x = side * (half - 1.15);
  const z = far - 1.15;
  return [
    box([x, 0.14, z], [1.7, 0.2, 2.1], oak),
    box([x, 0, z + 0.98], [1.8, 1.15, 0.09], oak),
    box([x, 0, z - 1.04], [1.8, 0.58, 0.08], oak),
    box([x, 0.34, z], [1.62, 0.2, 2], linen),
    box([x, 0.36, z - 0.28], [1.7, 0.24, 1.46], quilt),
    box([x, 0.58, z + 0.34], [1.7, 0.06, 0.26], linen),
    ball([x - 0.4, 0.66, z + 0.72], [0.36, 0.15, 0.22], linen),
    ball([x + 0.4, 0.66, z + 0.72], [0.36, 0.15, 0.22], linen),
    ball([x, 0.7, z + 0.5], [0.26, 0.17, 0.14], skin('cloth', cover, { seed: 9 })),
  ];
}

function furniture(layout: Layout): Solid[] {
  const { side } = layout;
  const { half, far } = SHAPE;
  const oak = skin('cabinet', linear('#8a6040'), { other: linear('#c9a65c'), seed: 4 });
  const x = side * (half - 2.35);
  const across = -side * (half - 0.26);
  const books = ['#8f3f35', '#38586f', '#c9a24f', '#5d7a54'];
  const out: Solid[] = [
    box([x, 0, far - 0.3], [0.5, 0.55, 0.45], oak),
    box([across, 0, 4.5], [0.5, 0.95, 1.5], oak),
    box([across, 0.95, 4.5], [0.54, 0.04, 1.56], skin('wood', linear('#8a6040'), { seed: 2 })),
    ball([across, 1.2, 4.9], [0.14, 0.2, 0.14], skin('plain', linear('#c9876b'), { gloss: 0.2 })),
    ball([-side * 1.5, 0.24, 5.5], [0.3, 0.24, 0.3], skin('cloth', layout.cover, { seed: 2 })),
    box([layout.turn * 3, 0, 3.4], [2.5, 0.02, 1.9], {
      ...skin('rug', layout.rug, { other: linear('#efe7d8'), seed: 2 }),
    }),
    ...pottedPlant([-side * (half - 0.4), far - 0.4], 0, 1.5),
  ];
  books.forEach((color, i) => {
    const at = [across, 0.99 + i * 0.05, 4.1] as const;
    out.push(box(at, [0.22, 0.048, 0.3 - i * 0.02], skin('plain', linear(color))));
  });
  return out;
}

function hung(layout: Layout, shape: RoomShape, hour: RoomHour): Solid[] {
  const { side } = layout;
  const wall = side > 0 ? 'left' : 'right';
  const cloth = skin('curtain', layout.check, { other: linear('#f4efe6'), seed: 3, size: 0.6 });
  const at = -side * 0.85;
  const picture = (seed: number) =>
    skin('picture', linear('#d8c9a8'), { other: linear('#b9cbd0'), seed });
  const pole = { ...skin('metal', linear('#6b5238')), ghost: true };
  const out = [
    onWall(
      shape,
      { wall: 'back', at, low: 0.85, width: 1.6, height: 1.5 },
      windowSkin(hour, linear('#f0eadf')),
    ),
    onWall(shape, { wall: 'back', at: side * 1.55, low: 1.5, width: 0.9, height: 0.7 }, picture(4)),
    onWall(shape, { wall, at: 4.5, low: 1.35, width: 0.9, height: 0.9 }, picture(7)),
    box([at, 2.43, SHAPE.far - 0.12], [2.5, 0.035, 0.035], pole),
    box([0, 0, SHAPE.far], [SHAPE.half * 2, 0.12, 0.05], skin('plain', linear('#e9e3d6'))),
  ];
  for (const s of [-1, 1]) {
    const spot = { wall: 'back', at: at + s * 0.98, low: 0.35, width: 0.5, height: 2.1 } as const;
    out.push(onWall(shape, { ...spot, off: 0.14 }, cloth));
  }
  return out;
}

function render(input: SceneInput): SceneResult {
  const layout = LAYOUTS[input.layout % LAYOUTS.length] as Layout;
  const hour = roomHour(input, input.random.fork('bedroom'), layout.sun);
  const shape = shapeOf(layout);
  const { half, far } = SHAPE;
  const x = layout.side * (half - 2.35);
  const shine = 0.15 + 0.95 * hour.lamps;
  const shade = { ...skin('shade', linear('#ffd9a0'), { glow: shine }), ghost: true };
  const brass = { ...skin('metal', linear('#a98444')), ghost: true };
  const across = -layout.side * (half - 0.26);
  const solids = [
    roomShell(shape),
    hung(layout, shape, hour),
    bed(layout),
    furniture(layout),
    [
      drum([x, 0.55, far - 0.3], [0.22, 0.07, 0.03], brass),
      drum([x, 0.76, far - 0.3], [0.24, 0.19, 0.11], shade),
      drum([across, 0.99, 4.5], [0.2, 0.06, 0.03], brass),
      drum([across, 1.17, 4.5], [0.22, 0.16, 0.1], shade),
    ],
  ].flat();
  const power = hour.lamps;
  return showRoom(input, {
    solids,
    lamps: [
      lampAt([x, 0.9, far - 0.3], WARM, 0.1 + 2.4 * power),
      lampAt([across, 1.3, 4.5], WARM, 0.1 + 2.2 * power),
      lampAt([0.3, 2.5, 1.6], WARM, 0.3 + 2 * power),
    ],
    hour,
    camera: {
      x: layout.cameraX,
      eye: 1.45,
      turn: layout.turn,
      horizon: layout.horizon,
      focal: 1.75,
    },
    standX: layout.standX,
    warm: WARM,
    air: { color: [0.3, 0.26, 0.22], thick: 0.002 },
    mood: 0.25,
    wetness: 0.08,
    grain: 0.28,
    front: cushionBasket,
  });
}

/** A bedroom with a quilted bed, curtains and bedside lamps. */
export const bedroom = defineScene({
  id: 'bedroom',
  title: 'Bedroom',
  summary: 'A cosy bedroom with a quilted bed, curtains, a rug and bedside lamps.',
  words: [
    'bedroom',
    'bed',
    'bed room',
    'living room',
    'nursery',
    'hotel room',
    'home',
    'cozy room',
    'cosy room',
  ],
  times: ['dawn', 'day', 'sunset', 'dusk', 'night'],
  weathers: ['clear', 'cloud', 'rain', 'snow'],
  layouts: LAYOUTS.length,
  indoor: true,
  render,
});
