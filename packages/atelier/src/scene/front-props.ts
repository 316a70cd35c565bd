import { linear } from './color.ts';
import type { SceneInput } from './define-scene.ts';
import { type FloorSpot, pottedPlant, roundTable } from './furniture.ts';
import type { SetCamera } from './set-camera.ts';
import { ball, box, drum, type Solid, skin } from './solids.ts';

/** A thing that stands before the character, in a corner of the picture. */
export type FrontProp = (at: FloorSpot) => Solid[];

interface Corner {
  readonly camera: SetCamera;
  /** Where the character stands: the prop is put at the other side. */
  readonly standX: number;
  readonly prop: FrontProp;
}

/** How far from the middle the prop stands, as a share of half the width. */
const ASIDE = 0.8;

/** Puts a prop into the corner the character leaves free, its foot just below the frame. */
export function putInFront(
  { width, height }: Pick<SceneInput, 'width' | 'height'>,
  { camera, standX, prop }: Corner,
): Solid[] {
  const away = (camera.eye * camera.focal) / (1.06 + 1 - 2 * camera.horizon);
  const side = standX <= 0.5 ? 1 : -1;
  const across = (side * ASIDE * (width / height) * away) / camera.focal;
  const [cos, sin] = [Math.cos(camera.turn), Math.sin(camera.turn)];
  const at = [camera.x + away * sin + across * cos, away * cos - across * sin] as const;
  return prop(at).map((solid) => ({ ...solid, front: true }));
}

/** A café table with a cup and a sugar bowl. */
export const laidTable: FrontProp = ([x, z]) => [
  ...roundTable([x, z], 0.42, skin('wood', linear('#8a5c36'), { gloss: 0.15, seed: 3 })),
  drum([x - 0.12, 0.745, z - 0.12], [0.012, 0.1, 0.1], skin('plain', linear('#f2ede2'))),
  drum([x - 0.12, 0.757, z - 0.12], [0.085, 0.04, 0.062], skin('plain', linear('#f2ede2'))),
  drum([x - 0.12, 0.835, z - 0.12], [0.008, 0.05, 0.05], skin('plain', linear('#4a2a18'))),
  drum([x + 0.16, 0.745, z + 0.05], [0.11, 0.05, 0.065], skin('plain', linear('#5f8f8a'))),
];

/** Books piled up, a candle on them. */
export const bookPile: FrontProp = ([x, z]) => {
  const covers = ['#7a2f2a', '#2f4a63', '#b08a48', '#3f5a3a', '#6a3f5a', '#8a5a34'];
  const books = covers.map((cover, i) => {
    const at = [x + 0.03 * Math.sin(i * 4.1), i * 0.075, z + 0.03 * Math.cos(i * 2.7)] as const;
    return box(at, [0.46 - 0.02 * i, 0.07, 0.34], skin('cloth', linear(cover), { seed: i }));
  });
  return [
    ...books,
    drum([x, 0.45, z], [0.02, 0.09, 0.09], skin('metal', linear('#b08a3c'), { gloss: 0.2 })),
    drum([x, 0.47, z], [0.2, 0.035, 0.03], skin('plain', linear('#efe4cc'))),
    glowing([x, 0.71, z], 0.03),
  ];
};

/** A wrought stand with three candles. */
export const candleStand: FrontProp = ([x, z]) => {
  const iron = skin('metal', [0.05, 0.046, 0.042]);
  const wax = skin('plain', linear('#efe2c4'));
  return [
    drum([x, 0, z], [0.06, 0.22, 0.16], iron),
    drum([x, 0.06, z], [0.62, 0.025, 0.025], iron),
    box([x, 0.62, z], [0.56, 0.03, 0.03], iron),
    ...[-0.26, 0, 0.26].flatMap((dx, i) => {
      const tall = 0.17 + (i % 2) * 0.08;
      return [
        drum([x + dx, 0.65, z], [0.02, 0.07, 0.07], iron),
        drum([x + dx, 0.67, z], [tall, 0.03, 0.028], wax),
        glowing([x + dx, 0.7 + tall, z], 0.026),
      ];
    }),
  ];
};

function glowing([x, y, z]: readonly [number, number, number], size: number): Solid {
  const fire = { ...skin('glow', linear('#ffd28a'), { glow: 1.3 }), ghost: true };
  return ball([x, y, z], [size, size * 2, size], fire);
}

/** A stool with a bowl of fruit. */
export const fruitStool: FrontProp = ([x, z]) => {
  const wood = skin('wood', linear('#9b7046'), { seed: 6 });
  const legs = [-1, 1].flatMap((sx) =>
    [-1, 1].map((sz) => box([x + sx * 0.14, 0, z + sz * 0.14], [0.045, 0.4, 0.045], wood)),
  );
  const fruits = ['#d8432b', '#e8902c', '#9ab03a', '#d8632b'].map((color, i) => {
    const angle = i * 1.6;
    const at = [x + 0.09 * Math.cos(angle), 0.57, z + 0.09 * Math.sin(angle)] as const;
    return ball(at, [0.08, 0.075, 0.08], skin('plain', linear(color), { gloss: 0.15 }));
  });
  return [
    ...legs,
    drum([x, 0.4, z], [0.045, 0.24, 0.24], wood),
    drum([x, 0.445, z], [0.11, 0.1, 0.2], skin('plain', linear('#dfe6e6'), { gloss: 0.2 })),
    ...fruits,
  ];
};

/** A basket of wool with cushions on it. */
export const cushionBasket: FrontProp = ([x, z]) => [
  drum([x, 0, z], [0.3, 0.24, 0.3], skin('wood', linear('#a9794a'), { seed: 2, size: 0.4 })),
  ball(
    [x - 0.06, 0.36, z - 0.05],
    [0.22, 0.13, 0.2],
    skin('cloth', linear('#c9705a'), { seed: 3 }),
  ),
  ball(
    [x + 0.12, 0.42, z + 0.06],
    [0.2, 0.15, 0.17],
    skin('cloth', linear('#e3cfa2'), { seed: 7 }),
  ),
];

/** A tool chest with a flask that glows. */
export const toolChest: FrontProp = ([x, z]) => {
  const steel = skin('metal', linear('#9aa3aa'), { gloss: 0.3 });
  const glass = { ...skin('glow', linear('#5fe0c0'), { glow: 0.75 }), ghost: true };
  return [
    box(
      [x, 0, z],
      [0.66, 0.34, 0.4],
      skin('cabinet', linear('#a8382c'), { seed: 3, other: [0.6, 0.6, 0.6] }),
    ),
    box([x, 0.34, z], [0.68, 0.03, 0.42], steel),
    drum([x - 0.12, 0.37, z - 0.05], [0.16, 0.1, 0.03], glass),
    drum([x - 0.12, 0.53, z - 0.05], [0.07, 0.03, 0.035], skin('plain', linear('#d8e6e4'))),
    drum([x + 0.17, 0.37, z], [0.05, 0.11, 0.11], steel),
  ];
};

/** Crates of fruit, one on the other. */
export const fruitCrates: FrontProp = ([x, z]) => {
  const wood = skin('wood', linear('#a2764a'), { seed: 4 });
  const heap = (dx: number, y: number, color: string) => {
    const wares = skin('fruit', linear(color), { other: linear('#f0c850'), seed: 5 });
    return [
      box([x + dx, y, z], [0.62, 0.2, 0.44], wood),
      box([x + dx, y + 0.2, z], [0.56, 0.03, 0.38], wares),
      ball([x + dx, y + 0.22, z], [0.27, 0.08, 0.17], wares),
    ];
  };
  return [...heap(0.04, 0, '#6f9a35'), ...heap(-0.04, 0.3, '#d8432b')];
};

/** A barrel with a flower pot. */
export const flowerBarrel: FrontProp = ([x, z]) => {
  const oak = skin('wood', linear('#7a5230'), { seed: 5 });
  const hoop = skin('metal', [0.06, 0.055, 0.05]);
  const flowers = ['#e8554e', '#f4d03f', '#f58fb4', '#ffffff', '#b06ee0'].map((color, i) => {
    const angle = i * 1.26 + 0.5;
    const at = [
      x + 0.16 * Math.cos(angle),
      0.72 + (i % 2) * 0.06,
      z - 0.13 + 0.08 * Math.sin(angle),
    ];
    const petals = { ...skin('plain', linear(color)), ghost: true };
    return ball(at as [number, number, number], [0.04, 0.035, 0.04], petals);
  });
  return [
    drum([x, 0, z], [0.22, 0.22, 0.26], oak),
    drum([x, 0.22, z], [0.22, 0.26, 0.22], oak),
    drum([x, 0.2, z], [0.04, 0.265, 0.265], hoop),
    ...pottedPlant([x, z], 0.36, 0.5),
    ...flowers,
  ];
};

/** A coil of rope round a bollard. */
export const ropeCoil: FrontProp = ([x, z]) => {
  const hemp = (seed: number) => skin('cloth', linear('#b79a68'), { seed, size: 0.5 });
  const coils = [0, 1, 2, 3, 4].map((i) => {
    const wide = 0.29 - 0.008 * i + 0.012 * Math.sin(i * 2.4);
    return drum([x, 0.06 * i, z], [0.056, wide, wide - 0.012], hemp(i));
  });
  return [
    ...coils,
    drum([x, 0.3, z], [0.22, 0.1, 0.09], skin('wood', linear('#6b4a2f'), { seed: 3 })),
    drum([x, 0.5, z], [0.05, 0.14, 0.14], skin('metal', linear('#8a7a4a'), { gloss: 0.2 })),
  ];
};

/** A clump of leaves and flowers. */
export const flowerClump: FrontProp = ([x, z]) => {
  const leaf = (seed: number) =>
    skin('leaves', linear('#4a7f32'), { other: linear('#b4cc62'), seed });
  const bush = [-0.34, -0.1, 0.14, 0.36].map((dx, i) =>
    ball([x + dx, 0.1, z + 0.06 * (i % 2)], [0.24, 0.28 + 0.09 * (i % 2), 0.2], leaf(i + 3)),
  );
  const flowers = Array.from({ length: 14 }, (_, i) => {
    const color = ['#f2e6f0', '#e8b63c', '#d8688a', '#8f7fd8'][i % 4] as string;
    const dx = -0.46 + 0.07 * i;
    const at = [x + dx, 0.3 + 0.12 * Math.abs(Math.sin(i * 2.1)), z - 0.17 + 0.03 * Math.cos(i)];
    const petals = { ...skin('plain', linear(color)), ghost: true };
    return ball(at as [number, number, number], [0.032, 0.028, 0.032], petals);
  });
  return [...bush, ...flowers];
};
