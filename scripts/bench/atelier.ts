import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { styleCatalog } from '@aigateway/atelier';
import { median } from './load.ts';

/** What a child measured. */
interface Row {
  readonly style: string;
  readonly seconds: number;
  readonly peakMegabytes: number;
  readonly idleMegabytes: number;
  readonly timingsMs: Readonly<Record<string, number>>;
}

const child = join(import.meta.dirname, '..', '..', 'dist', 'bench', 'atelier-child.js');

/** One warm picture of `style` in a process of its own. */
function measure(style: string, side: number, threads: number): Row {
  const run = spawnSync(process.execPath, [child, style, String(side), String(threads)], {
    encoding: 'utf8',
    timeout: 120_000,
  });
  if (run.status !== 0) throw new Error(`${style}: ${run.stderr}`);
  return JSON.parse(run.stdout) as Row;
}

/** Seconds and peak memory of one 1024 picture in every style, and what the stages take. */
export function benchAtelier(styles = styleCatalog.map((style) => style.id)): void {
  for (const threads of [2, 1]) {
    console.log(`\none warm 1024 picture, ${threads} thread${threads > 1 ? 's' : ''}`);
    const rows = styles.map((style) => {
      const row = measure(style, 1024, threads);
      const stages = Object.entries(row.timingsMs)
        .map(([stage, ms]) => `${stage} ${Math.round(ms)}`)
        .join('  ');
      const figures = `${row.seconds.toFixed(2)} s  peak ${row.peakMegabytes.toFixed(0)} MB`;
      console.log(`  ${style.padEnd(16)} ${figures}   ms: ${stages}`);
      return row;
    });
    const seconds = rows.map((row) => row.seconds);
    const peak = Math.max(...rows.map((row) => row.peakMegabytes));
    console.log(
      `  median ${median(seconds).toFixed(2)} s, slowest ${Math.max(...seconds).toFixed(2)} s, ` +
        `peak ${peak.toFixed(0)} MB`,
    );
  }
  const preview = measure('cinematic', 512, 2);
  console.log(`\n  512 preview (cinematic, 2 threads): ${preview.seconds.toFixed(2)} s`);
}

if (process.argv[1] === import.meta.filename) benchAtelier();
