import type { SKRSContext2D } from '@napi-rs/canvas';
import { css, mixRgb, scaleRgb } from './color.ts';
import type { Rgb } from './define-scene.ts';

/** Where a broad leaf grows, in pixels; colours are linear light. */
export interface Leaf {
  readonly x: number;
  readonly y: number;
  readonly angle: number;
  readonly size: number;
  readonly dark: Rgb;
  readonly bright: Rgb;
  /** True = with gashes between the ribs, as a banana's or a monstera's. */
  readonly torn: boolean;
}

/** A broad leaf with a midrib, half of it in the light. */
export function drawLeaf(ctx: SKRSContext2D, leaf: Leaf): void {
  const { size } = leaf;
  ctx.save();
  ctx.translate(leaf.x, leaf.y);
  ctx.rotate(leaf.angle);
  for (const side of [-1, 1]) {
    const shade = ctx.createLinearGradient(0, 0, size, side * size * 0.3);
    const tone = side < 0 ? leaf.bright : mixRgb(leaf.bright, leaf.dark, 0.5);
    shade.addColorStop(0, css(mixRgb(leaf.dark, tone, 0.3)));
    shade.addColorStop(0.7, css(tone));
    shade.addColorStop(1, css(mixRgb(tone, leaf.dark, 0.25)));
    ctx.fillStyle = shade;
    ctx.beginPath();
    ctx.moveTo(0, 0);
    const steps = 8;
    for (let i = 1; i <= steps; i++) {
      const t = i / steps;
      const half = size * 0.27 * Math.sin(Math.PI * t ** 0.8) * side;
      if (leaf.torn && i < steps)
        ctx.lineTo(size * (t - 0.03), half * 0.5 + size * 0.02 * t * side);
      ctx.quadraticCurveTo(size * (t - 0.07), half * 1.12, size * t, half);
    }
    ctx.lineTo(size, 0);
    ctx.closePath();
    ctx.fill();
  }
  ctx.strokeStyle = css(scaleRgb(leaf.bright, 1.5));
  ctx.lineWidth = Math.max(0.7, size * 0.016);
  ctx.beginPath();
  ctx.moveTo(0, 0);
  ctx.quadraticCurveTo(size * 0.5, -size * 0.02, size * 0.97, 0);
  ctx.stroke();
  ctx.restore();
}
