/// <reference lib="dom" />
import { type KeyboardEvent, type PointerEvent, useEffect, useRef, useState } from 'react';
import { Dialog } from '../ui/dialog.tsx';
import { type Brush, type MaskCanvas, openMask, type Point } from './mask-canvas.ts';

interface MaskEditorProps {
  readonly pictureUrl: string;
  readonly cutOutUrl: string;
  readonly onDone: (maskDataUrl: string) => void;
  readonly onClose: () => void;
}

const ZOOMS = [1, 1.5, 2, 3];
const KEY_STEP = 8;

/** What belongs to the character, corrected by hand: brush, eraser, undo, zoom. */
export function MaskEditor({ pictureUrl, cutOutUrl, onDone, onClose }: MaskEditorProps) {
  const [mask, setMask] = useState<MaskCanvas | null>(null);
  const [mode, setMode] = useState<Brush['mode']>('remove');
  const [radius, setRadius] = useState(24);
  const [zoom, setZoom] = useState(1);
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    let current = true;
    void openMask(pictureUrl, cutOutUrl).then((opened) => {
      if (current) setMask(opened);
    });
    return () => {
      current = false;
    };
  }, [pictureUrl, cutOutUrl]);
  const repaint = () => {
    if (mask && canvas.current) mask.paint(canvas.current);
  };
  useEffect(() => {
    if (mask && canvas.current) mask.paint(canvas.current);
  }, [mask]);
  const change = (edit: (mask: MaskCanvas) => void) => {
    if (mask === null) return;
    edit(mask);
    repaint();
  };
  return (
    <Dialog title="What belongs to the character" onClose={onClose}>
      <MaskTools
        brush={{ mode, radius }}
        zoom={zoom}
        onMode={setMode}
        onRadius={setRadius}
        onZoom={setZoom}
        onEdit={change}
      />
      <div className="mask-stage">
        {mask ? (
          <MaskSurface
            mask={mask}
            canvas={canvas}
            brush={{ mode, radius }}
            zoom={zoom}
            onChange={change}
          />
        ) : (
          <p className="quiet">Opening …</p>
        )}
      </div>
      <p className="dialog-verbs">
        <button
          className="button"
          type="button"
          disabled={mask === null}
          onClick={() => mask && onDone(mask.toDataUrl())}
        >
          Use this mask
        </button>
        <button className="button button-quiet" type="button" onClick={onClose}>
          Leave it
        </button>
      </p>
    </Dialog>
  );
}

function MaskTools(props: {
  brush: Brush;
  zoom: number;
  onMode: (mode: Brush['mode']) => void;
  onRadius: (radius: number) => void;
  onZoom: (zoom: number) => void;
  onEdit: (edit: (mask: MaskCanvas) => void) => void;
}) {
  const { brush, zoom, onMode, onRadius, onZoom, onEdit } = props;
  const takeAll = (mask: MaskCanvas) => {
    mask.begin();
    mask.fill(true);
  };
  return (
    <div className="mask-tools">
      <Modes mode={brush.mode} onChange={onMode} />
      <label className="mask-size">
        <span>Brush size</span>
        <input
          type="range"
          min={2}
          max={80}
          value={brush.radius}
          onChange={(event) => onRadius(Number(event.currentTarget.value))}
        />
      </label>
      <label className="mask-size">
        <span>Zoom</span>
        <select value={zoom} onChange={(event) => onZoom(Number(event.currentTarget.value))}>
          {ZOOMS.map((one) => (
            <option key={one} value={one}>
              {one * 100} %
            </option>
          ))}
        </select>
      </label>
      <button className="link-button" type="button" onClick={() => onEdit((one) => one.undo())}>
        Undo
      </button>
      <button className="link-button" type="button" onClick={() => onEdit(takeAll)}>
        Take everything
      </button>
    </div>
  );
}

function Modes(props: { mode: Brush['mode']; onChange: (mode: Brush['mode']) => void }) {
  const modes = [
    { id: 'add', title: 'Brush' },
    { id: 'remove', title: 'Eraser' },
  ] as const;
  return (
    <fieldset className="choice">
      <legend className="visually-hidden">Tool</legend>
      {modes.map(({ id, title }) => (
        <label key={id}>
          <input
            type="radio"
            name="mask-mode"
            checked={props.mode === id}
            onChange={() => props.onChange(id)}
          />
          <span>{title}</span>
        </label>
      ))}
    </fieldset>
  );
}

function MaskSurface(props: {
  mask: MaskCanvas;
  canvas: React.RefObject<HTMLCanvasElement | null>;
  brush: Brush;
  zoom: number;
  onChange: (edit: (mask: MaskCanvas) => void) => void;
}) {
  const { mask, canvas, brush, zoom, onChange } = props;
  const last = useRef<Point | null>(null);
  const [cursor, setCursor] = useState<Point>({ x: mask.width / 2, y: mask.height / 2 });
  const pointOf = (event: PointerEvent<HTMLCanvasElement>): Point => {
    const box = event.currentTarget.getBoundingClientRect();
    return {
      x: ((event.clientX - box.left) / box.width) * mask.width,
      y: ((event.clientY - box.top) / box.height) * mask.height,
    };
  };
  const draw = (event: PointerEvent<HTMLCanvasElement>) => {
    const from = last.current;
    if (from === null) return;
    const to = pointOf(event);
    last.current = to;
    setCursor(to);
    onChange((one) => one.stroke(from, to, brush));
  };
  const press = (event: KeyboardEvent) => {
    const moved = moveCursor(cursor, event.key, mask);
    if (moved) setCursor(moved);
    else if (event.key === ' ' || event.key === 'Enter') {
      onChange((one) => {
        one.begin();
        one.stroke(cursor, cursor, brush);
      });
    } else return;
    event.preventDefault();
  };
  return (
    <div className="mask-paper" style={{ width: widthOf(mask, zoom) }}>
      {/* biome-ignore lint/a11y/noInteractiveElementToNoninteractiveRole: it is drawn on */}
      <canvas
        ref={canvas}
        width={mask.width}
        height={mask.height}
        tabIndex={0}
        role="application"
        aria-label="Mask. Arrow keys move the brush, the space bar paints."
        onKeyDown={press}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          last.current = pointOf(event);
          onChange((one) => one.begin());
          draw(event);
        }}
        onPointerMove={draw}
        onPointerUp={() => {
          last.current = null;
        }}
      />
      <span
        className="mask-cursor"
        style={{
          left: `${(cursor.x / mask.width) * 100}%`,
          top: `${(cursor.y / mask.height) * 100}%`,
          width: `${((brush.radius * 2) / mask.width) * 100}%`,
        }}
      />
    </div>
  );
}

/** At 100 % the whole mask is in sight. */
function widthOf({ width, height }: MaskCanvas, zoom: number): string {
  return `calc(min(100%, ${60 * (width / height)}vh) * ${zoom})`;
}

function moveCursor({ x, y }: Point, key: string, mask: MaskCanvas): Point | null {
  const [dx, dy] =
    { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[key] ?? [];
  if (dx === undefined || dy === undefined) return null;
  return {
    x: Math.min(mask.width, Math.max(0, x + dx * KEY_STEP)),
    y: Math.min(mask.height, Math.max(0, y + dy * KEY_STEP)),
  };
}
