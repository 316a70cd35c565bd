import type { Drawn, SheetPlan } from './cells.ts';

/** A finished cell: how long it took and what was measured. */
export interface CellReport {
  readonly label: string;
  /** Processor time of all threads. */
  readonly seconds: number;
  readonly appearance: Drawn['appearance'];
}

/** A finished sheet. */
export interface SheetReport {
  readonly plan: Pick<SheetPlan, 'name' | 'title' | 'columns'>;
  readonly cells: readonly CellReport[];
}

const HEAD = `# Gallery

Made by \`npm run gallery\` from three characters drawn for this project: every style, every scene,
and every style in every scene. The two figures of a picture say how far the character kept its
appearance: agreement of local descriptors (0.5 = chance) and correlation of edges. Seconds are
processor time of one picture, all threads together, on the machine that made the page: at 768
pixels a side for the first sheets and 384 for styles and scenes. In the last sheets, at 224 pixels,
every scene is drawn once, by day, and the first picture of a scene counts the drawing too.
`;

/** The page's text. */
export function writePage(sheets: readonly SheetReport[]): string {
  return [HEAD, ...sheets.map(section)].join('\n');
}

function section({ plan, cells }: SheetReport): string {
  const picture = `![${plan.title}](pictures/${plan.name}.webp)`;
  const lines = [`## ${plan.title}`, '', picture, ''];
  if (plan.name.startsWith('matrix')) lines.push(...matrixTable(cells, plan.columns));
  else lines.push(...gridTable(cells, plan.columns));
  return `${lines.join('\n')}\n`;
}

function gridTable(cells: readonly CellReport[], columns: number): string[] {
  const rows: string[] = [`|${' |'.repeat(columns)}`, `|${'---|'.repeat(columns)}`];
  for (let i = 0; i < cells.length; i += columns) {
    const row = cells.slice(i, i + columns).map((cell) => `${cell.label}: ${figures(cell)}`);
    rows.push(`| ${row.concat(Array(columns - row.length).fill('')).join(' | ')} |`);
  }
  return rows;
}

function figures({ seconds, appearance }: CellReport): string {
  const parts = [`${seconds.toFixed(1)} s`];
  if (appearance) {
    parts.push(appearance.descriptor?.toFixed(2) ?? '-', appearance.edge.toFixed(2));
  }
  return parts.join(', ');
}

/** One line a style: the scenes are the columns of the picture. */
function matrixTable(cells: readonly CellReport[], columns: number): string[] {
  const scenes = cells.slice(0, columns).map((cell) => cell.label.split(', ')[1] ?? '');
  const rows = [`| style | ${scenes.join(' | ')} |`, `|---|${'---|'.repeat(columns)}`];
  for (let i = 0; i < cells.length; i += columns) {
    const style = (cells[i]?.label ?? '').split(', ')[0];
    const row = cells.slice(i, i + columns).map(figures);
    rows.push(`| ${style} | ${row.join(' | ')} |`);
  }
  return rows;
}
