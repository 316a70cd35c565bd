import {
  type Appearance,
  type Atelier,
  type RemixRequest,
  sceneCatalog,
  styleCatalog,
} from '@aigateway/atelier';
import { characterPng, type TestCharacter } from '@aigateway/atelier/testing';
import {
  cutOutCharacter,
  type Stage,
  scenes,
  setStage,
  showCell,
  styles,
} from '@aigateway/atelier/testing/stage';

/** A finished picture and what was measured on it. */
export interface Drawn {
  readonly bytes: Uint8Array;
  readonly appearance: Pick<Appearance, 'descriptor' | 'edge'> | null;
}

/** One picture of the gallery. */
export interface Cell {
  readonly label: string;
  readonly draw: (engine: Atelier) => Promise<Drawn>;
}

/** A sheet: its cells row by row. */
export interface SheetPlan {
  /** File name without its ending. */
  readonly name: string;
  readonly title: string;
  readonly columns: number;
  readonly cellSide: number;
  readonly cells: readonly Cell[];
  /** A finished picture shown before the cells. */
  readonly before?: Uint8Array;
}

const CHARACTERS: readonly TestCharacter[] = ['fox', 'robot', 'girl'];
const TIMES = ['day', 'sunset', 'dawn', 'day', 'dusk', 'night'] as const;

interface Wish {
  readonly label: string;
  readonly character: TestCharacter;
  readonly prompt: string;
  readonly style: string;
  readonly side: number;
  readonly seed: number;
}

function toCell({ label, character, prompt, style, side, seed }: Wish): Cell {
  const request: RemixRequest = {
    prompt,
    reference: characterPng(character, { height: 900 }),
    width: side,
    height: side,
    seed,
    artStyle: style,
    metrics: true,
    output: { format: 'png', quality: 90 },
  };
  const draw = async (engine: Atelier): Promise<Drawn> => {
    const { bytes, metrics } = await engine.remix(request);
    return { bytes, appearance: metrics?.status === 'measured' ? metrics.appearance : null };
  };
  return { label, draw };
}

const nameOf = (id: string) => id.replaceAll('-', ' ');
const pick = <T>(list: readonly T[], index: number) => list[index % list.length] as T;

/** Every style once, the scenes, hours and characters going round. */
export function stylesSheet(): SheetPlan {
  const cells = styleCatalog.map((style, i) => {
    const scene = pick(sceneCatalog, i * 5 + 1);
    const time = pick(
      TIMES.filter((one) => scene.times.includes(one)),
      i,
    );
    const prompt = `${nameOf(scene.id)}, ${time}`;
    const character = pick(CHARACTERS, i);
    return toCell({ label: style.id, character, prompt, style: style.id, side: 384, seed: i + 1 });
  });
  return { name: 'styles', title: 'Every style', columns: 6, cellSide: 200, cells };
}

/** Every scene in three layouts, hours and kinds of weather. */
export function scenesSheet(): SheetPlan {
  const cells = sceneCatalog.flatMap((scene, i) =>
    [0, 1, 2].map((k) => {
      const time = pick(scene.times, k * 2 + 1);
      const weather = pick(scene.weathers, k === 2 ? i + 2 : 0);
      return toCell({
        label: `${scene.id}, ${time}, ${weather}`,
        character: pick(CHARACTERS, i + k),
        prompt: `${nameOf(scene.id)}, ${time}, ${weather}`,
        style: 'cinematic',
        side: 384,
        seed: 11 + i * 3 + k,
      });
    }),
  );
  return { name: 'scenes', title: 'Every scene', columns: 6, cellSide: 200, cells };
}

const MATRIX_ROWS = 10;

const MATRIX_SIDE = 224;
const stages = new Map<string, Stage>();
const cutOuts = new Map<TestCharacter, ReturnType<typeof cutOutCharacter>>();

/** One style in one scene by day; every scene is drawn and every character cut out once. */
function matrixCell(style: (typeof styles)[number], column: number, name: TestCharacter): Cell {
  const scene = scenes[column];
  if (!scene) throw new Error('no such scene');
  const draw = async (): Promise<Drawn> => {
    const stage = stages.get(scene.id) ?? setStage(scene, MATRIX_SIDE);
    stages.set(scene.id, stage);
    const cutOut = cutOuts.get(name) ?? cutOutCharacter(name);
    cutOuts.set(name, cutOut);
    return showCell(stage, await cutOut, style);
  };
  return { label: `${style.id}, ${scene.id}`, draw };
}

/** Every style in every scene, ten styles a sheet. */
export function matrixSheets(): SheetPlan[] {
  const sheets: SheetPlan[] = [];
  for (let first = 0; first < styles.length; first += MATRIX_ROWS) {
    const rows = styles.slice(first, first + MATRIX_ROWS);
    const cells = rows.flatMap((style, row) =>
      scenes.map((_, column) => matrixCell(style, column, pick(CHARACTERS, first + row + column))),
    );
    const number = sheets.length + 1;
    sheets.push({
      name: `matrix-${number}`,
      title: `Styles and scenes, part ${number}`,
      columns: scenes.length,
      cellSide: 112,
      cells,
    });
  }
  return sheets;
}

const HERO: readonly [TestCharacter, string, string, number][] = [
  ['fox', 'in a meadow at sunset', 'oil', 4],
  ['robot', 'in the city at night in the rain', 'cinematic', 2],
  ['girl', 'on the beach by day', 'watercolor', 3],
  ['fox', 'in the forest at dawn', 'ukiyo-e', 5],
  ['robot', 'on the moon', 'comic', 1],
  ['girl', 'in the mountains by day', 'gouache', 6],
  ['fox', 'in the snow in the mountains by day', 'anime', 8],
  ['robot', 'underwater', 'stained-glass', 7],
];

/** The pictures at the head of the README. */
export function heroSheet(): SheetPlan {
  const cells = HERO.map(([character, prompt, style, seed]) =>
    toCell({ label: `${style}: ${prompt}`, character, prompt, style, side: 768, seed }),
  );
  return {
    name: 'hero',
    title: 'Three characters, eight pictures',
    columns: 4,
    cellSide: 300,
    cells,
  };
}

/** Before and after, for the README: the girl in watercolour, the fox in ink. */
export function remixSheets(): SheetPlan[] {
  const one = (character: TestCharacter, prompt: string, style: string): SheetPlan => ({
    name: `remix-${style}`,
    title: `Before and after: ${style}`,
    columns: 2,
    cellSide: 420,
    before: characterPng(character, { height: 900, background: '#f2efe8' }),
    cells: [toCell({ label: style, character, prompt, style, side: 768, seed: 3 })],
  });
  return [
    one('girl', 'on a beach at sunset', 'watercolor'),
    one('fox', 'in the forest by day', 'ink'),
  ];
}
