import { type RemixRequest, sceneCatalog, styleCatalog } from '@aigateway/atelier';
import { characterPng, type TestCharacter } from '@aigateway/atelier/testing';

/** One picture of the gallery. */
export interface Cell {
  readonly label: string;
  readonly request: RemixRequest;
}

/** A sheet: its cells row by row. */
export interface SheetPlan {
  /** File name without its ending. */
  readonly name: string;
  readonly title: string;
  readonly columns: number;
  readonly cellSide: number;
  readonly cells: readonly Cell[];
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
  return { label, request };
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

/** Every style in every scene, ten styles a sheet. */
export function matrixSheets(): SheetPlan[] {
  const sheets: SheetPlan[] = [];
  for (let first = 0; first < styleCatalog.length; first += MATRIX_ROWS) {
    const rows = styleCatalog.slice(first, first + MATRIX_ROWS);
    const cells = rows.flatMap((style, row) =>
      sceneCatalog.map((scene, column) =>
        toCell({
          label: `${style.id}, ${scene.id}`,
          character: pick(CHARACTERS, first + row + column),
          prompt: nameOf(scene.id),
          style: style.id,
          side: 224,
          seed: 3 + first + row,
        }),
      ),
    );
    const number = sheets.length + 1;
    sheets.push({
      name: `matrix-${number}`,
      title: `Styles and scenes, part ${number}`,
      columns: sceneCatalog.length,
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
