/**
 * Draws the pictures of docs/gallery.md and of the README: `npm run gallery`, or only some sheets,
 * `npm run gallery -- styles hero`. What every sheet took is kept beside, so that a page can be
 * written when only some were made anew.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Atelier, createAtelier } from '@aigateway/atelier';
import { makeSheet } from '@aigateway/atelier/testing/sheet';
import {
  heroSheet,
  matrixSheets,
  remixSheets,
  type SheetPlan,
  scenesSheet,
  stylesSheet,
} from './gallery/cells.ts';
import { type CellReport, type SheetReport, writePage } from './gallery/page.ts';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const PICTURES = join(ROOT, 'docs', 'pictures');
/** Figures of the last run of each sheet; not part of the repository. */
const NOTES = join(ROOT, '.gallery');
const MAX_BYTES = 195 * 1024;

const plans = [heroSheet(), ...remixSheets(), stylesSheet(), scenesSheet(), ...matrixSheets()];
const wanted = process.argv.slice(2);
mkdirSync(PICTURES, { recursive: true });
mkdirSync(NOTES, { recursive: true });

const atelier = createAtelier({ threads: availableParallelism(), queueLimit: 1 });
for (const plan of plans) {
  if (wanted.length > 0 && !wanted.some((name) => plan.name.startsWith(name))) continue;
  await drawSheet(plan, atelier);
}
await atelier.close();
const reports = plans.flatMap((plan) => {
  const file = join(NOTES, `${plan.name}.json`);
  return existsSync(file) ? [JSON.parse(readFileSync(file, 'utf8')) as SheetReport] : [];
});
writeFileSync(join(ROOT, 'docs', 'gallery.md'), writePage(reports));

async function drawSheet(plan: SheetPlan, engine: Atelier): Promise<void> {
  const pictures: Uint8Array[] = plan.before ? [plan.before] : [];
  const cells: CellReport[] = [];
  for (const { label, draw } of plan.cells) {
    const before = process.cpuUsage();
    const { bytes, appearance } = await draw(engine);
    const { user, system } = process.cpuUsage(before);
    const seconds = (user + system) / 1e6;
    pictures.push(bytes);
    cells.push({ label, seconds, appearance });
    process.stdout.write(`${plan.name}  ${label}  ${seconds.toFixed(1)} s\n`);
  }
  const { name, title, columns, cellSide } = plan;
  const sheet = await makeSheet(pictures, { columns, cell: cellSide, maxBytes: MAX_BYTES });
  writeFileSync(join(PICTURES, `${name}.webp`), sheet);
  const report: SheetReport = { plan: { name, title, columns }, cells };
  writeFileSync(join(NOTES, `${name}.json`), JSON.stringify(report));
}
