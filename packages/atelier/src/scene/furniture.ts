import { linear } from './color.ts';
import { ball, box, drum, panel, type Skin, type Solid, skin } from './solids.ts';

/** Place on the floor: metres to the right and away. */
export type FloorSpot = readonly [x: number, z: number];

/** A round table on one leg. */
export function roundTable([x, z]: FloorSpot, radius: number, look: Skin): Solid[] {
  const iron = skin('metal', [0.05, 0.05, 0.055]);
  return [
    drum([x, 0.71, z], [0.035, radius, radius], look),
    drum([x, 0.03, z], [0.68, 0.035, 0.035], iron),
    drum([x, 0, z], [0.03, radius * 0.55, radius * 0.5], iron),
  ];
}

/** A table with four legs: width, height, depth. */
export function squareTable(
  [x, z]: FloorSpot,
  [w, h, d]: readonly [number, number, number],
  look: Skin,
): Solid[] {
  const out = [box([x, h - 0.05, z], [w, 0.05, d], look)];
  for (const sx of [-1, 1]) {
    for (const sz of [-1, 1]) {
      const at = [x + sx * (w / 2 - 0.06), 0, z + sz * (d / 2 - 0.06)] as const;
      out.push(box(at, [0.07, h - 0.05, 0.07], look));
    }
  }
  return out;
}

/** A chair whose back stands on one side: `[x, z]` of length one. */
export function chair([x, z]: FloorSpot, back: FloorSpot, look: Skin): Solid[] {
  const out = [box([x, 0.43, z], [0.42, 0.045, 0.42], look)];
  for (const sx of [-1, 1]) {
    for (const sz of [-1, 1]) {
      const tall = sx * back[0] + sz * back[1] > 0 ? 0.95 : 0.43;
      out.push(box([x + sx * 0.18, 0, z + sz * 0.18], [0.04, tall, 0.04], look));
    }
  }
  const [bx, bz] = [x + back[0] * 0.19, z + back[1] * 0.19];
  const size = back[0] === 0 ? ([0.4, 0.2, 0.03] as const) : ([0.03, 0.2, 0.4] as const);
  out.push(box([bx, 0.74, bz], size, look));
  return out;
}

/** A pot with a leafy plant. */
export function pottedPlant([x, z]: FloorSpot, low: number, size: number): Solid[] {
  const pot = skin('plain', linear('#b0603c'), { seed: 3 });
  const leaf = (seed: number) =>
    skin('leaves', linear('#2f5a26'), { other: linear('#7fa650'), seed });
  const at = (dx: number, y: number, dz: number) =>
    [x + dx * size, low + y * size, z + dz * size] as const;
  return [
    drum(at(0, 0, 0), [0.3 * size, 0.13 * size, 0.18 * size], pot),
    ball(at(0, 0.56, 0), [0.26 * size, 0.3 * size, 0.26 * size], leaf(2)),
    ball(at(-0.2, 0.46, 0.05), [0.17 * size, 0.2 * size, 0.18 * size], leaf(5)),
    ball(at(0.2, 0.5, -0.04), [0.18 * size, 0.22 * size, 0.17 * size], leaf(9)),
    ball(at(0.06, 0.8, 0), [0.15 * size, 0.2 * size, 0.15 * size], leaf(12)),
  ];
}

/** A lamp hanging from the ceiling: cord, shade and bulb. */
export function hangingLamp(
  at: readonly [x: number, y: number, z: number],
  ceiling: number,
  look: { readonly color: Skin['color']; readonly glow: number; readonly radius: number },
): Solid[] {
  const dark = { ...skin('metal', [0.03, 0.03, 0.03]), ghost: true };
  const shade = { ...skin('plain', look.color, { glow: look.glow * 0.12 }), ghost: true };
  const bulb = { ...skin('glow', linear('#ffe2b0'), { glow: 0.35 + look.glow }), ghost: true };
  const r = look.radius;
  return [
    drum([at[0], at[1], at[2]], [ceiling - at[1], 0.01, 0.01], dark),
    drum([at[0], at[1] - r * 0.3, at[2]], [r * 0.9, r, r * 0.25], shade),
    ball([at[0], at[1] - r * 0.38, at[2]], [r * 0.42, r * 0.42, r * 0.42], bulb),
  ];
}

/** A flame: round below, pointed above. */
export function flame(at: readonly [x: number, y: number, z: number], size: number): Solid[] {
  const fire = { ...skin('glow', linear('#ffae55'), { glow: 1.15 }), ghost: true };
  const core = { ...skin('glow', linear('#ffe6a8'), { glow: 1.5 }), ghost: true };
  return [
    ball(at, [size * 0.5, size * 0.5, size * 0.5], fire),
    drum([at[0], at[1] + size * 0.18, at[2]], [size * 1.35, size * 0.47, 0.004], fire),
    ball(
      [at[0], at[1] + size * 0.05, at[2] - size * 0.4],
      [size * 0.24, size * 0.36, size * 0.2],
      core,
    ),
  ];
}

/** A closed frame around an opening in the wall plane `z`, and nothing in it. */
export function signBoard(
  corner: readonly [x: number, y: number, z: number],
  size: readonly [w: number, h: number],
  look: Skin,
): Solid {
  return panel(
    corner,
    [
      [size[0], 0, 0],
      [0, size[1], 0],
    ],
    { ...look, ghost: true },
  );
}
