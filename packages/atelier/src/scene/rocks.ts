import type { SKRSContext2D } from '@napi-rs/canvas';
import type { Random } from '../raster/random.ts';
import type { RasterA } from '../raster/raster.ts';
import { css, mixRgb, scaleRgb } from './color.ts';
import type { Rgb } from './define-scene.ts';
import { paintLayer } from './layer.ts';
import { drawGrass } from './vegetation.ts';

/** The near corner of a bare landscape; colours are linear light. */
export interface NearGround {
  readonly width: number;
  readonly height: number;
  /** Where the character stands: the stones lie at the other side. */
  readonly standX: number;
  readonly random: Random;
  readonly dark: Rgb;
  readonly bright: Rgb;
  /** -1 = lit from the left .. 1 = from the right. */
  readonly light: number;
  /** Dry tufts between the stones, or null where nothing grows. */
  readonly tufts: { readonly dark: Rgb; readonly bright: Rgb } | null;
  /** 0..1: snow lying on the stones. */
  readonly snow: number;
}

/** Stones and dry tufts in a corner, in front of the feet. */
export function layStones(ground: NearGround): RasterA {
  const { width, height, random, standX, tufts } = ground;
  const side = standX <= 0.5 ? 1 : -1;
  const unit = Math.min(width, height);
  return paintLayer(width, height, (ctx) => {
    const stones = [
      [0.38, 0.995, 0.1],
      [0.49, 1.0, 0.16],
      [0.27, 0.99, 0.045],
      [-0.47, 1.0, 0.08],
    ] as const;
    for (const [aside, row, size] of stones) {
      const x = width * (0.5 + side * aside + random.between(-0.02, 0.02));
      if (tufts) growTufts(ctx, ground, { x, y: row * height, size: size * unit });
      drawStone(ctx, ground, { x, y: row * height, size: size * unit });
    }
  });
}

interface Stone {
  readonly x: number;
  readonly y: number;
  readonly size: number;
}

/** A boulder in facets around its ridge, each as light as it faces the sun. */
function drawStone(ctx: SKRSContext2D, ground: NearGround, { x, y, size }: Stone): void {
  const { random, light, dark, bright, snow } = ground;
  const count = 11;
  const outline = Array.from({ length: count }, (_, i) => {
    const angle = Math.PI * (1 + i / (count - 1));
    const reach = size * random.between(0.86, 1.08);
    return [x + Math.cos(angle) * reach, y + Math.sin(angle) * reach * 0.74] as const;
  });
  const ridge = outline.map(([px, py]) => {
    const lift = random.between(0.42, 0.62);
    return [x + (px - x) * lift - light * size * 0.08, y - size * 0.12 + (py - y) * lift] as const;
  });
  for (let i = 0; i + 1 < count; i++) {
    const faces = [
      [outline[i], outline[i + 1], ridge[i + 1], ridge[i]],
      [ridge[i], ridge[i + 1], [x, y] as const],
    ];
    faces.forEach((corners, inner) => {
      const middle = (i + 0.5) / (count - 1);
      const side = -Math.cos(Math.PI * middle) * light;
      const up = Math.sin(Math.PI * middle);
      const tone = inner ? 0.34 + 0.22 * side : 0.2 + 0.42 * side + 0.36 * up;
      const lit = Math.max(0.02, Math.min(1, tone + random.between(-0.07, 0.07)));
      const stone = mixRgb(dark, bright, lit);
      const white = scaleRgb([0.86, 0.9, 0.97], 0.35 + 0.6 * lit);
      const color = inner === 0 && up > 0.45 ? mixRgb(stone, white, snow) : stone;
      ctx.fillStyle = css(color);
      ctx.strokeStyle = ctx.fillStyle;
      ctx.lineWidth = 1;
      ctx.beginPath();
      for (const corner of corners) if (corner) ctx.lineTo(corner[0], corner[1]);
      ctx.closePath();
      ctx.fill();
      ctx.stroke();
    });
  }
}

function growTufts(ctx: SKRSContext2D, ground: NearGround, { x, y, size }: Stone): void {
  const { random, light, tufts } = ground;
  if (!tufts) return;
  for (let i = 0; i < 5; i++) {
    const at = { x: x + random.between(-1.4, 1.4) * size, y: y + size * 0.05 };
    const height = size * random.between(0.7, 1.25);
    drawGrass(ctx, { ...at, height, ...tufts, random, light, blades: 9 });
  }
}
