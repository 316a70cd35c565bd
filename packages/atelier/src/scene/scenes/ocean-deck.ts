import { linear, scaleRgb } from '../color.ts';
import { defineScene, type SceneInput, type SceneResult } from '../define-scene.ts';
import { ropeCoil } from '../front-props.ts';
import { lantern, openHour, wetGround } from '../lane.ts';
import { showOpen } from '../open-view.ts';
import { ball, box, drum, panel, type Solid, skin } from '../solids.ts';

interface Layout {
  readonly cameraX: number;
  readonly turn: number;
  readonly horizon: number;
  readonly standX: number;
  readonly sun: number;
  readonly part: 'bow' | 'rail' | 'mast';
  readonly island: boolean;
}

const LAYOUTS: readonly Layout[] = [
  { cameraX: 0.3, turn: 0, horizon: 0.42, standX: 0.4, sun: -0.3, part: 'bow', island: false },
  { cameraX: -0.5, turn: 0.16, horizon: 0.46, standX: 0.37, sun: 0.5, part: 'rail', island: true },
  { cameraX: 0.6, turn: -0.12, horizon: 0.4, standX: 0.63, sun: -0.6, part: 'mast', island: true },
];

const OAK = linear('#7a4f2e');

/** A turned rail between two points of the deck. */
function rail(a: readonly [number, number], b: readonly [number, number]): Solid[] {
  const wood = skin('wood', OAK, { seed: 3 });
  const pale = skin('plain', linear('#e6ddca'));
  const out: Solid[] = [];
  const long = Math.hypot(b[0] - a[0], b[1] - a[1]);
  const posts = Math.max(2, Math.round(long / 0.42));
  for (let i = 0; i <= posts; i++) {
    const x = a[0] + ((b[0] - a[0]) * i) / posts;
    const z = a[1] + ((b[1] - a[1]) * i) / posts;
    if (i % 5 === 0) out.push(box([x, 0, z], [0.14, 1.12, 0.14], wood));
    else {
      out.push(drum([x, 0.1, z], [0.4, 0.028, 0.055], pale));
      out.push(drum([x, 0.5, z], [0.42, 0.055, 0.028], pale));
    }
  }
  const [dx, dz] = [b[0] - a[0], b[1] - a[1]];
  const [nx, nz] = [-dz / long, dx / long];
  for (const [y, half, tall] of [
    [0.92, 0.1, 0.09],
    [0, 0.09, 0.12],
  ] as const) {
    const at = (s: number, h: number) => [a[0] + nx * s, y + h, a[1] + nz * s] as const;
    out.push(
      panel(
        at(-half, tall),
        [
          [dx, 0, dz],
          [nx * half * 2, 0, nz * half * 2],
        ],
        wood,
      ),
    );
    for (const s of [-half, half])
      out.push(
        panel(
          at(s, 0),
          [
            [dx, 0, dz],
            [0, tall, 0],
          ],
          wood,
        ),
      );
  }
  return out;
}

function gear({ part, cameraX }: Layout): Solid[] {
  const wood = skin('wood', OAK, { seed: 5 });
  const rope = skin('cloth', linear('#c2a678'), { seed: 4 });
  const iron = skin('metal', [0.04, 0.042, 0.048]);
  const barrel = skin('wood', linear('#8a5c34'), { seed: 8 });
  const out: Solid[] = [
    drum([2.55, 0, 5], [0.48, 0.3, 0.38], barrel),
    drum([2.55, 0.48, 5], [0.48, 0.38, 0.3], barrel),
    box([-2.5, 0, 5.2], [0.8, 0.6, 0.8], skin('wood', linear('#96693c'), { seed: 2 })),
    drum([-1.9, 0, 6.6], [0.1, 0.38, 0.38], rope),
    drum([-1.9, 0.1, 6.6], [0.09, 0.33, 0.33], rope),
    drum([-1.9, 0.19, 6.6], [0.08, 0.28, 0.28], rope),
  ];
  if (part === 'mast') {
    const sail = skin('curtain', linear('#efe6d2'), { other: linear('#fff8ea'), seed: 3, size: 3 });
    out.push(drum([-1.5, 0, 6.6], [11, 0.22, 0.16], wood));
    out.push(box([-1.5, 4.1, 6.5], [4.6, 0.14, 0.14], wood));
    out.push(
      panel(
        [-3.7, 4.2, 6.4],
        [
          [4.4, 0, 0],
          [0, 5, 0.6],
        ],
        { ...sail, ghost: false },
      ),
    );
  }
  if (part === 'bow') {
    out.push(drum([0, 0, 8], [0.6, 0.3, 0.26], iron), drum([0, 0.6, 8], [0.1, 0.36, 0.36], wood));
    for (const x of [-3, 3]) {
      for (let i = 0; i < 3; i++) {
        const from = [x * (0.98 - i * 0.05), 0.9, 7.2 - i * 0.8] as const;
        const to = [-x * 0.9 - (x - x * i * 0.14), 9, 0.4 + i * 0.2];
        out.push(
          panel(from, [[0.075, 0, 0], to], { ...skin('plain', [0.05, 0.04, 0.03]), ghost: true }),
        );
      }
    }
  }
  if (part === 'rail') {
    const white = skin('plain', linear('#e9e6de'));
    const red = skin('plain', linear('#c23a2c'));
    out.push(ball([1.3, 0.72, 6.28], [0.34, 0.34, 0.08], red));
    out.push(ball([1.3, 0.72, 6.24], [0.2, 0.2, 0.08], white));
    out.push(...deckhouse(cameraX - 2.9));
  }
  return out;
}

/** A white deckhouse with a wooden roof, a window to the front and portholes to the side. */
function deckhouse(x: number): Solid[] {
  const boards = skin('planks', linear('#e6e0d2'), { seed: 4, size: 1.4 });
  const wood = skin('wood', linear('#7a4a2c'), { seed: 3 });
  const brass = skin('metal', linear('#b08a3c'), { gloss: 0.3 });
  const glass = skin('plain', linear('#2c4a5c'), { gloss: 0.5 });
  const front = [x - 0.05, 1.35, 2.97] as const;
  return [
    box([x, 0, 4.2], [1.6, 2.5, 2.4], boards),
    box([x, 2.5, 4.2], [1.9, 0.12, 2.7], wood),
    box([x, 0, 4.2], [1.66, 0.14, 2.46], wood),
    box(front, [0.95, 0.72, 0.06], wood),
    box([front[0] - 0.21, front[1] + 0.07, 2.95], [0.38, 0.58, 0.06], glass),
    box([front[0] + 0.21, front[1] + 0.07, 2.95], [0.38, 0.58, 0.06], glass),
    ...[3.55, 4.25, 4.95].flatMap((z) => [
      ball([x + 0.8, 1.6, z], [0.05, 0.24, 0.24], brass),
      ball([x + 0.82, 1.6, z], [0.05, 0.18, 0.18], glass),
    ]),
  ];
}

function render(input: SceneInput): SceneResult {
  const layout = LAYOUTS[input.layout % LAYOUTS.length] as Layout;
  const random = input.random.fork('ocean-deck');
  const hour = openHour(input, random, layout.sun);
  const wet = wetGround(input.weather);
  const deck = skin('deck', linear('#b98a58'), {
    other: linear('#3a2a1c'),
    gloss: 0.12 + wet * 0.4,
    seed: 5,
  });
  const rails =
    layout.part === 'bow'
      ? [
          rail([-3.4, 3], [-2.6, 7.5]),
          rail([-2.6, 7.5], [0, 10.5]),
          rail([3.4, 3], [2.6, 7.5]),
          rail([2.6, 7.5], [0, 10.5]),
        ]
      : [rail([-6, 6.4], [6, 6.4])];
  const far = layout.part === 'bow' ? 10.4 : 6.6;
  const dim = { dawn: 0.8, day: 1, sunset: 0.7, dusk: 0.4, night: 0.2 }[input.time];
  const lamp = lantern([layout.standX < 0.5 ? 2.3 : -2.3, 1.7, 6.3], 'post', hour.lamps);
  const edge =
    layout.part === 'bow'
      ? bowDeck(deck)
      : [
          panel(
            [-7, 0, -2],
            [
              [0, 0, far + 2],
              [14, 0, 0],
            ],
            deck,
          ),
        ];
  return showOpen(input, {
    solids: [...edge, ...rails.flat(), ...gear(layout), ...lamp.solids],
    lamps: hour.lamps > 0.05 ? [lamp.lamp] : [],
    hour,
    camera: {
      x: layout.cameraX,
      eye: 1.6,
      turn: layout.turn,
      horizon: layout.horizon,
      focal: 1.55,
    },
    standX: layout.standX,
    sea: {
      deep: scaleRgb(linear(input.time === 'day' ? '#0d5a84' : '#173f5e'), dim),
      shallow: scaleRgb(linear('#2f8fa4'), dim),
      swell: input.weather === 'storm' ? 1.3 : 0.7,
      seed: Math.floor(random.next() * 65536),
    },
    seaLevel: -5,
    hills: layout.island
      ? {
          height: 0.035,
          color: scaleRgb(linear('#4a6a4a'), dim),
          crest: [1, 1, 1],
          snow: 0,
          seed: 12,
        }
      : null,
    mood: 0.25,
    wetness: 0.1 + wet * 0.6,
    grain: 0.6,
    front: ropeCoil,
  });
}

/** The fore-deck: planks that narrow towards the bow. */
function bowDeck(deck: ReturnType<typeof skin>): Solid[] {
  const plank = (p: Parameters<typeof panel>[0], e: Parameters<typeof panel>[1]) =>
    panel(p, e, deck);
  return [
    plank(
      [-3.5, 0, -2],
      [
        [0, 0, 7.5],
        [7, 0, 0],
      ],
    ),
    plank(
      [-2.65, 0, 5.5],
      [
        [0, 0, 2.1],
        [5.3, 0, 0],
      ],
    ),
    plank(
      [-1.6, 0, 7.5],
      [
        [0, 0, 1.2],
        [3.2, 0, 0],
      ],
    ),
    plank(
      [0, 0, 7.5],
      [
        [-2.65, 0, 0],
        [0, 0, 3],
      ],
    ),
  ].slice(0, 3);
}

/** A ship's deck with a rail, the open sea behind it. */
export const oceanDeck = defineScene({
  id: 'ocean-deck',
  title: 'Ocean deck',
  summary: 'The deck of a wooden ship with a rail, and the open sea.',
  words: [
    'ship',
    'ship deck',
    'deck',
    'boat',
    'pirate ship',
    'sailing ship',
    'yacht',
    'at sea',
    'cruise',
    'ocean',
    'sea',
  ],
  times: ['dawn', 'day', 'sunset', 'dusk', 'night'],
  weathers: ['clear', 'cloud', 'rain', 'fog', 'storm'],
  layouts: LAYOUTS.length,
  indoor: false,
  render,
});
