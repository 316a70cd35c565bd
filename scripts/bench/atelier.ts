import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { sceneCatalog, styleCatalog } from '@aigateway/atelier';
import type { BenchJob, BenchPicture, BenchRow } from './atelier-child.ts';
import { median } from './load.ts';
import { verdict } from './verdict.ts';

const child = join(import.meta.dirname, '..', '..', 'dist', 'bench', 'atelier-child.js');
const PROMPT = 'walking on a beach at sunset';
const SIDE = 1024;
/** Pictures that would show memory being kept. */
const MANY = 200;

const styleRows: readonly BenchPicture[] = styleCatalog.map(({ id }) => ({
  name: id,
  style: id,
  prompt: PROMPT,
  side: SIDE,
}));

const sceneRows: readonly BenchPicture[] = sceneCatalog.map(({ id, times }) => ({
  name: id,
  style: 'cinematic',
  prompt: `${id.replaceAll('-', ' ')}, ${times.includes('day') ? 'day' : times[0]}`,
  side: SIDE,
}));

/** A job in a process of its own, so that its peak of memory is its own too. */
function run(job: BenchJob): BenchRow[] {
  const { status, stdout, stderr } = spawnSync(process.execPath, [child, JSON.stringify(job)], {
    encoding: 'utf8',
    timeout: 1_200_000,
  });
  if (status !== 0) throw new Error(`the engine's bench ended with ${status}: ${stderr}`);
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as BenchRow);
}

function table(title: string, rows: readonly BenchRow[]): void {
  const stages = Object.keys(rows[0]?.stagesMs ?? {});
  console.log(`\n${title}`);
  const head = ['', 's', ...stages].map((cell, i) => (i ? cell.padStart(8) : cell.padEnd(18)));
  console.log(head.join(''));
  const line = (name: string, seconds: number, laps: readonly number[]) =>
    [name.padEnd(18), seconds.toFixed(2).padStart(8)]
      .concat(laps.map((ms) => ms.toFixed(0).padStart(8)))
      .join('');
  for (const { name, seconds, stagesMs } of rows) {
    console.log(
      line(
        name,
        seconds,
        stages.map((stage) => stagesMs[stage] ?? 0),
      ),
    );
  }
  const middle = stages.map((stage) => median(rows.map((row) => row.stagesMs[stage] ?? 0)));
  console.log(line('median', median(rows.map((row) => row.seconds)), middle));
}

/** One kind of picture on so many threads; milliseconds a stage. */
function benchTable(kind: 'styles' | 'scenes', { threads, repeats }: Omit<BenchJob, 'pictures'>) {
  const pictures = kind === 'styles' ? styleRows : sceneRows;
  const rows = run({ threads, repeats, pictures });
  const on = `${threads} thread${threads > 1 ? 's' : ''}`;
  table(`${kind}: one warm ${SIDE} picture, ${on}`, rows);
  return rows.map((row) => row.seconds);
}

/** Styles, then scenes; held against the limits on two threads. */
function benchTables(kinds: readonly ('styles' | 'scenes')[], size: Omit<BenchJob, 'pictures'>) {
  const seconds = kinds.map((kind) => benchTable(kind, size));
  if (size.threads < 2) return;
  verdict(`median of ${kinds.join(' and ')}`, {
    value: median(seconds.flat()),
    limit: 2.5,
    unit: 's',
  });
  verdict('slowest', { value: Math.max(...seconds.flat()), limit: 5, unit: 's' });
}

/** Peak of one picture, each style in a process of its own. */
function benchPeak(): void {
  const peaks = styleRows.map((picture) => {
    const [row] = run({ threads: 2, repeats: 0, pictures: [picture] });
    return { name: picture.name, peak: row?.peakMegabytes ?? 0 };
  });
  peaks.sort((one, two) => two.peak - one.peak);
  const [most] = peaks;
  const list = peaks.map(({ name, peak }) => `${name} ${peak.toFixed(0)}`).join(', ');
  console.log(`\npeak memory in MB: ${list}`);
  verdict(`most (${most?.name})`, { value: most?.peak ?? 0, limit: 350, unit: 'MB' });
}

/** Memory after the first pictures and after many more. */
function benchGrowth(count: number): void {
  const picture = (i: number): BenchPicture => {
    const scene = sceneRows[i % sceneRows.length] as BenchPicture;
    const style = styleRows[i % styleRows.length] as BenchPicture;
    return { ...scene, style: style.style, side: 384 };
  };
  // Each picture is made twice, once unmeasured.
  const pictures = Array.from({ length: count / 2 }, (_, i) => picture(i));
  const rows = run({ threads: 2, repeats: 1, pictures });
  const mean = (part: readonly BenchRow[]) =>
    part.reduce((sum, row) => sum + row.residentMegabytes, 0) / part.length;
  const quarter = Math.floor(rows.length / 4);
  const second = mean(rows.slice(quarter, 2 * quarter));
  const last = mean(rows.slice(-quarter));
  console.log(`\nresident: second quarter ${second.toFixed(0)} MB, last ${last.toFixed(0)} MB`);
  verdict(`growth over ${count} pictures`, { value: last / second, limit: 1.1, unit: 'x' });
}

/** Looks for the character in pictures of every scene, as in photos, on one core. */
function benchCutOut(): void {
  const pictures = sceneRows.map((row) => ({ ...row, cutOut: true }));
  const rows = run({ threads: 1, repeats: 1, pictures });
  const seconds = rows.map((row) => row.seconds);
  console.log(`\ncut-out of a ${SIDE} picture without alpha, 1 thread`);
  console.log(rows.map((row) => `${row.name} ${row.seconds.toFixed(2)}`).join(', '));
  verdict('median cut-out', { value: median(seconds), limit: 1.5, unit: 's' });
  verdict('slowest cut-out', { value: Math.max(...seconds), limit: 1.5, unit: 's' });
}

function benchPreview(): void {
  const preview = { name: 'preview', style: 'cinematic', prompt: PROMPT, side: 512 };
  const [small] = run({ threads: 2, repeats: 5, pictures: [preview] });
  console.log('');
  verdict('512 preview', { value: small?.seconds ?? 0, limit: 0.8, unit: 's' });
}

/**
 * Seconds and memory of the built-in engine. `--long` also on one core, with more repetitions;
 * `styles`, `scenes`, `cutout`, `preview`, `peak` and `growth` are parts to name and run alone.
 */
export function benchAtelier(words: readonly string[]): void {
  const long = words.includes('--long');
  const parts = words.filter((word) => !word.startsWith('--'));
  const wanted = (part: string) => parts.length === 0 || parts.includes(part);
  const kinds = (['styles', 'scenes'] as const).filter(wanted);
  if (kinds.length > 0) {
    benchTables(kinds, { threads: 2, repeats: long ? 3 : 1 });
    if (long) benchTables(kinds, { threads: 1, repeats: 1 });
  }
  if (wanted('cutout')) benchCutOut();
  if (wanted('preview')) benchPreview();
  if (wanted('peak')) benchPeak();
  if (wanted('growth')) benchGrowth(long ? MANY : MANY / 4);
}

if (process.argv[1] === import.meta.filename) benchAtelier(process.argv.slice(2));
