import type { SKRSContext2D } from '@napi-rs/canvas';
import type { Random } from '../raster/random.ts';
import { css, mixRgb, scaleRgb } from './color.ts';
import type { Rgb } from './define-scene.ts';
import { paintOver } from './layer.ts';
import type { Rendered } from './shader.ts';

/** The street's camera; angles in radians, lengths in metres. */
export interface StreetCamera {
  readonly width: number;
  readonly height: number;
  readonly focal: number;
  readonly eye: number;
  readonly cameraX: number;
  readonly turn: number;
  readonly horizon: number;
  readonly road: number;
}

/** Pixel of a point of the street, and pixels a metre there; null behind the camera. */
export function project(
  camera: StreetCamera,
  point: readonly [x: number, y: number, z: number],
): { x: number; y: number; scale: number } | null {
  const dx = point[0] - camera.cameraX;
  const cos = Math.cos(camera.turn);
  const sin = Math.sin(camera.turn);
  const deep = dx * sin + point[2] * cos;
  if (deep < 0.5) return null;
  const across = dx * cos - point[2] * sin;
  const scale = (camera.focal / deep) * (camera.height / 2);
  return {
    x: camera.width / 2 + across * scale,
    y: camera.horizon * camera.height + (camera.eye - point[1]) * scale,
    scale,
  };
}

/** Lamp posts on both pavements, far to near, each behind what is nearer. */
export function drawStreetLamps(
  view: Rendered,
  camera: StreetCamera,
  { lamps, ambient }: { lamps: number; ambient: Rgb },
): void {
  if (camera.road < 3) return;
  const metal = scaleRgb(mixRgb(ambient, [0.1, 0.1, 0.12], 0.4), 0.22);
  for (let z = 76; z > 4; z -= 14) {
    paintOver(view, 1 - 1 / (1 + z * 0.07), (ctx) => {
      for (const side of [-1, 1]) drawLamp(ctx, camera, { side, z, lamps, metal });
    });
  }
}

interface Lamp {
  readonly side: number;
  readonly z: number;
  readonly lamps: number;
  readonly metal: Rgb;
}

function drawLamp(ctx: SKRSContext2D, camera: StreetCamera, lamp: Lamp): void {
  const x = lamp.side * (camera.road + 0.7);
  const foot = project(camera, [x, 0, lamp.z]);
  const top = project(camera, [x, 5.4, lamp.z]);
  const head = project(camera, [x - lamp.side * 1.1, 5.5, lamp.z]);
  if (!foot || !top || !head) return;
  ctx.strokeStyle = css(lamp.metal);
  ctx.lineWidth = Math.max(0.8, 0.12 * foot.scale);
  ctx.beginPath();
  ctx.moveTo(foot.x, foot.y);
  ctx.lineTo(top.x, top.y);
  ctx.quadraticCurveTo(top.x, head.y - foot.scale * 0.25, head.x, head.y);
  ctx.stroke();
  ctx.lineWidth = Math.max(1, 0.26 * foot.scale);
  ctx.beginPath();
  ctx.moveTo(foot.x, foot.y);
  ctx.lineTo(foot.x, foot.y - foot.scale * 0.7);
  ctx.stroke();
  const warm: Rgb = [1, 0.84, 0.55];
  if (lamp.lamps > 0.2) {
    const reach = foot.scale * 1.5;
    const glow = ctx.createRadialGradient(head.x, head.y, 0, head.x, head.y, reach);
    glow.addColorStop(0, css(warm, 0.75 * lamp.lamps));
    glow.addColorStop(0.15, css(warm, 0.3 * lamp.lamps));
    glow.addColorStop(1, css(warm, 0));
    ctx.fillStyle = glow;
    ctx.fillRect(head.x - reach, head.y - reach, reach * 2, reach * 2);
  }
  ctx.fillStyle = lamp.lamps > 0.2 ? css([1, 0.95, 0.8]) : css(scaleRgb(lamp.metal, 2.4));
  ctx.beginPath();
  ctx.ellipse(head.x, head.y, 0.3 * foot.scale, 0.11 * foot.scale, 0, 0, Math.PI * 2);
  ctx.fill();
}

interface PlantSpot {
  readonly width: number;
  readonly height: number;
  readonly right: boolean;
  readonly bright: Rgb;
  readonly random: Random;
}

/** A bush in the near corner, so that there is something in front of the feet. */
export function drawStreetPlants(ctx: SKRSContext2D, spot: PlantSpot): void {
  const { width, height, right, bright, random } = spot;
  const size = Math.min(width, height);
  const reach = size * 0.26;
  const corner = right ? width : 0;
  const inward = right ? -1 : 1;
  const dark = scaleRgb(bright, 0.16);
  for (let i = 0; i < 150; i++) {
    const far = random.next();
    const x = corner + inward * reach * (far * 1.05 - 0.06);
    const tall = size * 0.15 * (1 - far * far) * random.between(0.35, 1.1);
    const tone = mixRgb(dark, bright, random.next() ** 1.6 * (0.35 + 0.65 * (i / 150)));
    ctx.fillStyle = css(tone);
    ctx.save();
    ctx.translate(x, height - tall + size * 0.02);
    ctx.rotate(random.between(-1.2, 1.2));
    ctx.beginPath();
    const leaf = size * random.between(0.016, 0.034);
    ctx.moveTo(0, leaf);
    ctx.quadraticCurveTo(leaf * 0.75, 0, 0, -leaf);
    ctx.quadraticCurveTo(-leaf * 0.75, 0, 0, leaf);
    ctx.fill();
    ctx.restore();
  }
}
