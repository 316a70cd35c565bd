import { describe, expect, it } from 'vitest';
import type { CutOut } from '../cutout/cut-out.ts';
import { scenes } from '../scene/registry.gen.ts';
import { styles } from '../styles/registry.gen.ts';
import { type Cell, compareCells, cutOutCharacter, playCell, setStage } from '../testing/stage.ts';

/** The long form paints every style in every scene; the short one each style once. */
const LONG = process.env.ATELIER_MATRIX === '1';
const SIDE = LONG ? 384 : 320;
const NAMES = ['fox', 'robot', 'girl'] as const;

const COLOUR_STYLES = styles.filter((style) => !style.monochrome);
const cutOuts = await Promise.all(NAMES.map(cutOutCharacter));

interface Gate {
  readonly name: string;
  readonly holds: boolean;
}

function judge(cell: Cell, other: Cell): { gates: Gate[]; line: string } {
  const own = compareCells(cell, cell);
  const wrong = compareCells(cell, other);
  const distance = (own.descriptor ?? 0) - (wrong.descriptor ?? 0.5);
  const gates = [
    { name: 'edge >= 0.5', holds: own.edge >= 0.5 },
    { name: 'descriptor >= 0.62', holds: (own.descriptor ?? 0) >= 0.62 },
    { name: 'hue <= 12 degrees', holds: own.hueShift !== null && own.hueShift <= 12 },
    { name: 'chroma >= 80 %', holds: (own.chromaRatio ?? 0) >= 0.8 },
    { name: 'distance to another', holds: distance >= 0.1 && own.edge - wrong.edge >= 0.25 },
  ];
  const { descriptor, edge, hueShift, chromaRatio, palette } = own;
  const figures = [descriptor, edge, hueShift, chromaRatio, palette];
  const others = [wrong.descriptor, wrong.edge, wrong.palette];
  return { gates, line: `${figures.join(' ')} other ${others.join(' ')}` };
}

/** Scenes with the styles that are painted in them, those without any left out. */
const stages = scenes
  .map((scene, at) => ({
    scene,
    at,
    own: COLOUR_STYLES.filter((_, i) => LONG || i % scenes.length === at),
  }))
  .filter(({ own }) => own.length > 0);

describe.each(stages.map((entry) => [entry.scene.id, entry] as const))(
  'appearance in %s',
  (id, { scene, at, own }) => {
    const stage = setStage(scene, SIDE);
    it.each(own.map((style) => [style.id, style] as const))(
      '%s keeps it',
      (styleId, style) => {
        const first = (at + COLOUR_STYLES.indexOf(style)) % NAMES.length;
        const order = NAMES.map((_, i) => (first + i) % NAMES.length).slice(0, LONG ? 3 : 2);
        const cells = order.map((which) => playCell(stage, cutOuts[which] as CutOut, style));
        const broken: string[] = [];
        for (const [i, cell] of (LONG ? cells : cells.slice(0, 1)).entries()) {
          const { gates, line } = judge(cell, cells[(i + 1) % cells.length] as Cell);
          const name = NAMES[order[i] as number];
          if (LONG) process.stdout.write(`CELL ${id} ${styleId} ${name} ${line}\n`);
          const lost = gates.filter((gate) => !gate.holds).map((gate) => gate.name);
          if (lost.length > 0) broken.push(`${name}: ${lost.join(', ')} (${line})`);
        }
        expect(broken).toEqual([]);
      },
      60_000,
    );
  },
);
