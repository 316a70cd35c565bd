/// <reference lib="dom" />
import { loadImage } from './read-picture.ts';

/** A point of the picture, in pixels of the canvas. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** What a stroke does: adds to the character, or takes away from it. */
export interface Brush {
  readonly mode: 'add' | 'remove';
  /** In pixels of the canvas. */
  readonly radius: number;
}

const MOST_SIDE = 1024;
const MOST_UNDO = 12;

/** A mask over a picture, as it is drawn and undone. */
export interface MaskCanvas {
  readonly width: number;
  readonly height: number;
  /** Remembers the mask as it is now, for `undo`. */
  begin(): void;
  stroke(from: Point, to: Point, brush: Brush): void;
  /** False when there is nothing to undo. */
  undo(): boolean;
  /** Everything or nothing is the character. */
  fill(whole: boolean): void;
  /** Shows picture and mask: what is not the character is veiled. */
  paint(target: HTMLCanvasElement): void;
  /** Grey, of the picture's own size: white = the character. */
  toDataUrl(): string;
}

/** Opens a picture with the mask that its cut-out has. */
export async function openMask(pictureUrl: string, cutOutUrl: string): Promise<MaskCanvas> {
  const [picture, cut] = await Promise.all([loadImage(pictureUrl), loadImage(cutOutUrl)]);
  const scale = Math.min(1, MOST_SIDE / Math.max(picture.naturalWidth, picture.naturalHeight));
  const width = Math.round(picture.naturalWidth * scale);
  const height = Math.round(picture.naturalHeight * scale);
  const mask = makeLayer(width, height);
  mask.drawImage(cut, 0, 0, width, height);
  tint(mask, '#fff');
  const states: ImageData[] = [];
  return {
    width,
    height,
    begin() {
      states.push(mask.getImageData(0, 0, width, height));
      if (states.length > MOST_UNDO) states.shift();
    },
    stroke: (from, to, brush) => drawStroke(mask, [from, to], brush),
    undo() {
      const before = states.pop();
      if (before) mask.putImageData(before, 0, 0);
      return before !== undefined;
    },
    fill(whole) {
      mask.clearRect(0, 0, width, height);
      if (!whole) return;
      mask.fillStyle = '#fff';
      mask.fillRect(0, 0, width, height);
    },
    paint: (target) => paintVeiled(target, picture, mask.canvas),
    toDataUrl: () => exportMask(picture, mask.canvas),
  };
}

function drawStroke(
  mask: CanvasRenderingContext2D,
  [from, to]: readonly [Point, Point],
  { mode, radius }: Brush,
): void {
  mask.globalCompositeOperation = mode === 'add' ? 'source-over' : 'destination-out';
  mask.strokeStyle = '#fff';
  mask.lineWidth = radius * 2;
  mask.lineCap = 'round';
  mask.beginPath();
  mask.moveTo(from.x, from.y);
  mask.lineTo(to.x + 0.01, to.y);
  mask.stroke();
  mask.globalCompositeOperation = 'source-over';
}

function paintVeiled(
  target: HTMLCanvasElement,
  picture: HTMLImageElement,
  mask: HTMLCanvasElement,
): void {
  const { width, height } = mask;
  const context = contextOf(target);
  const kept = makeLayer(width, height);
  kept.drawImage(mask, 0, 0);
  kept.globalCompositeOperation = 'source-in';
  kept.drawImage(picture, 0, 0, width, height);
  context.clearRect(0, 0, width, height);
  context.globalAlpha = 0.18;
  context.drawImage(picture, 0, 0, width, height);
  context.globalAlpha = 1;
  context.drawImage(kept.canvas, 0, 0);
}

function exportMask(picture: HTMLImageElement, mask: HTMLCanvasElement): string {
  const { naturalWidth, naturalHeight } = picture;
  const out = makeLayer(naturalWidth, naturalHeight);
  out.fillStyle = '#000';
  out.fillRect(0, 0, naturalWidth, naturalHeight);
  out.drawImage(mask, 0, 0, naturalWidth, naturalHeight);
  return out.canvas.toDataURL('image/png');
}

function tint(layer: CanvasRenderingContext2D, color: string): void {
  layer.globalCompositeOperation = 'source-in';
  layer.fillStyle = color;
  layer.fillRect(0, 0, layer.canvas.width, layer.canvas.height);
  layer.globalCompositeOperation = 'source-over';
}

function makeLayer(width: number, height: number): CanvasRenderingContext2D {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  return contextOf(canvas);
}

function contextOf(canvas: HTMLCanvasElement): CanvasRenderingContext2D {
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (context === null) throw new Error('this browser has no canvas');
  return context;
}
