import { describe, expect, it } from 'vitest';
import { scenes } from '../scene/registry.gen.ts';
import { styles } from '../styles/registry.gen.ts';
import { type Cell, compareCells, cutOutCharacter, playCell, setStage } from '../testing/stage.ts';

/** The long form paints every style in every scene; the short one each style once. */
const LONG = process.env.ATELIER_MATRIX === '1';
const SIDE = LONG ? 384 : 320;
const NAMES = ['fox', 'robot', 'girl'] as const;

/** Styles of ink on paper or of light on black change tone and hue by design. */
const COLOUR_STYLES = styles.filter((style) => style.family !== 'line');
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
    { name: 'chroma >= 60 %', holds: (own.chromaRatio ?? 0) >= 0.6 },
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
        for (const which of LONG ? [0, 1, 2] : [first]) {
          const one = cutOuts[which];
          const two = cutOuts[(which + 1) % NAMES.length];
          if (!one || !two) throw new Error('no such character');
          const { gates, line } = judge(playCell(stage, one, style), playCell(stage, two, style));
          if (LONG) process.stdout.write(`CELL ${id} ${styleId} ${NAMES[which]} ${line}\n`);
          const broken = gates.filter((gate) => !gate.holds).map((gate) => gate.name);
          expect(broken, `${NAMES[which]}: ${line}`).toEqual([]);
        }
      },
      60_000,
    );
  },
);
