import type { Rgb } from './define-scene.ts';

/** What a solid is made of. Colours are linear light. */
export interface Skin {
  /** Name of a pattern in materials.ts. */
  readonly material: string;
  readonly color: Rgb;
  readonly other: Rgb;
  /** Size of the pattern, relative to life. */
  readonly size: number;
  readonly seed: number;
  /** Light it gives off by itself. */
  readonly glow: number;
  /** 0 dull .. 1 mirror. */
  readonly gloss: number;
}

/** The shapes a set is built from; lengths in metres, x right, y up, z away from the camera. */
export type SolidKind = 'box' | 'drum' | 'ball' | 'panel';

/** One piece of a set. */
export interface Solid {
  readonly kind: SolidKind;
  /**
   * box: low corner, high corner. drum: x, z, low, high, radius low, radius high.
   * ball: centre, radii. panel: corner, edge u, edge v; its front looks along u × v.
   */
  readonly p: readonly number[];
  readonly skin: Skin;
  /** Walls of a room: seen, but they throw no shadow into it. */
  readonly shell: boolean;
  /** Lamps and shades: light passes. */
  readonly ghost: boolean;
  /** Stands before the character. */
  readonly front: boolean;
}

/** Traits of a solid that have a usual value. */
export interface Traits {
  readonly shell?: boolean;
  readonly ghost?: boolean;
  readonly front?: boolean;
}

/** A skin, with the usual values for what is left out. */
export function skin(material: string, color: Rgb, more: Partial<Skin> = {}): Skin {
  return { material, color, other: color, size: 1, seed: 1, glow: 0, gloss: 0, ...more };
}

interface Made extends Traits {
  readonly kind: SolidKind;
  readonly p: readonly number[];
  readonly skin: Skin;
}

function solid({ kind, p, skin: look, shell, ghost, front }: Made): Solid {
  const traits = { shell: shell ?? false, ghost: ghost ?? false, front: front ?? false };
  return { kind, p, skin: look, ...traits };
}

/** A box given by the middle of its underside and its size: x wide, y high, z deep. */
export function box(
  at: readonly [x: number, y: number, z: number],
  size: readonly [x: number, y: number, z: number],
  look: Skin & Traits,
): Solid {
  const [x, y, z] = at;
  const [w, h, d] = size;
  const p = [x - w / 2, y, z - d / 2, x + w / 2, y + h, z + d / 2];
  return solid({ kind: 'box', p, skin: look, ...traitsOf(look) });
}

/** An upright round body given by the middle of its underside, height, lower and upper radius. */
export function drum(
  at: readonly [x: number, y: number, z: number],
  size: readonly [height: number, low: number, high: number],
  look: Skin & Traits,
): Solid {
  const p = [at[0], at[2], at[1], at[1] + size[0], size[1], size[2]];
  return solid({ kind: 'drum', p, skin: look, ...traitsOf(look) });
}

/** An ellipsoid given by its middle and radii. */
export function ball(
  at: readonly [x: number, y: number, z: number],
  radii: readonly [x: number, y: number, z: number],
  look: Skin & Traits,
): Solid {
  return solid({ kind: 'ball', p: [...at, ...radii], skin: look, ...traitsOf(look) });
}

/** A flat four-sided piece; its front looks along u × v. */
export function panel(
  corner: readonly [x: number, y: number, z: number],
  edges: readonly [u: readonly number[], v: readonly number[]],
  look: Skin & Traits,
): Solid {
  const p = [...corner, ...edges[0], ...edges[1]];
  return solid({ kind: 'panel', p, skin: look, ...traitsOf(look) });
}

function traitsOf({ shell, ghost, front }: Traits): Traits {
  return { shell: shell ?? false, ghost: ghost ?? false, front: front ?? false };
}

/** Corners that enclose a solid, for finding where it can be seen. */
export function cornersOf({ kind, p }: Solid): number[][] {
  const n = (i: number) => p[i] as number;
  if (kind === 'panel') {
    const at = (s: number, t: number) => [0, 1, 2].map((c) => n(c) + s * n(3 + c) + t * n(6 + c));
    return [at(0, 0), at(1, 0), at(0, 1), at(1, 1)];
  }
  const [low, high] = limitsOf({ kind, p });
  const out: number[][] = [];
  for (const x of [low[0], high[0]])
    for (const y of [low[1], high[1]])
      for (const z of [low[2], high[2]]) out.push([x as number, y as number, z as number]);
  return out;
}

function limitsOf({ kind, p }: Pick<Solid, 'kind' | 'p'>): [number[], number[]] {
  const n = (i: number) => p[i] as number;
  if (kind === 'box') return [p.slice(0, 3), p.slice(3, 6)];
  if (kind === 'ball') {
    return [
      [n(0) - n(3), n(1) - n(4), n(2) - n(5)],
      [n(0) + n(3), n(1) + n(4), n(2) + n(5)],
    ];
  }
  const r = Math.max(n(4), n(5));
  return [
    [n(0) - r, n(2), n(1) - r],
    [n(0) + r, n(3), n(1) + r],
  ];
}
