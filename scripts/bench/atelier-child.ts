import { createAtelier, type RemixRequest } from '@aigateway/atelier';
import { characterPng } from '@aigateway/atelier/testing';
import { median } from './load.ts';

/** Pictures to be made one after another, and by how many threads. */
export interface BenchJob {
  readonly threads: number;
  /** How often each picture is timed after a first, unmeasured one; 0 = only the first. */
  readonly repeats: number;
  readonly pictures: readonly BenchPicture[];
}

/** One kind of picture. */
export interface BenchPicture {
  readonly name: string;
  readonly style: string;
  readonly prompt: string;
  readonly side: number;
  /** Times the search for the character in the finished picture instead. */
  readonly cutOut?: boolean;
}

/** What one kind of picture took: medians. */
export interface BenchRow {
  readonly name: string;
  readonly seconds: number;
  readonly stagesMs: Readonly<Record<string, number>>;
  /** Most memory of this process so far, and what it holds now. */
  readonly peakMegabytes: number;
  readonly residentMegabytes: number;
}

const MEGABYTE = 1024 * 1024;

/** Makes the pictures of the job given as JSON; prints one line of JSON for each. */
async function main(): Promise<void> {
  const { threads, repeats, pictures } = JSON.parse(process.argv[2] ?? '{}') as BenchJob;
  const atelier = createAtelier({ threads, queueLimit: 1 });
  // A new seed and another reference each time: the caches must not answer for the engine.
  let made = 0;
  const nextRequest = ({ style, prompt, side }: BenchPicture): RemixRequest => ({
    prompt,
    reference: characterPng('fox', { height: 900 + (made++ % 100) }),
    width: side,
    height: side,
    seed: made,
    artStyle: style,
    output: { format: 'png', quality: 90 },
  });
  const timeRemix = async (request: RemixRequest) => {
    const started = performance.now();
    const { timingsMs } = await atelier.remix(request);
    return { seconds: (performance.now() - started) / 1000, stages: { ...timingsMs } };
  };
  const timeCutOut = async (request: RemixRequest) => {
    const { bytes } = await atelier.remix(request);
    const started = performance.now();
    const { method } = await atelier.cutOut({ picture: bytes });
    if (method !== 'photo' && method !== 'whole-picture') throw new Error(`cut out by ${method}`);
    return { seconds: (performance.now() - started) / 1000, stages: {} };
  };
  for (const picture of pictures) {
    const seconds: number[] = [];
    const stages: Record<string, number>[] = [];
    const time = picture.cutOut ? timeCutOut : timeRemix;
    if (repeats > 0) await time(nextRequest(picture));
    for (let i = 0; i < Math.max(1, repeats); i++) {
      const lap = await time(nextRequest(picture));
      seconds.push(lap.seconds);
      stages.push(lap.stages);
    }
    const stagesMs = Object.fromEntries(
      Object.keys(stages[0] ?? {}).map((stage) => [
        stage,
        median(stages.map((laps) => laps[stage] ?? 0)),
      ]),
    );
    const row: BenchRow = {
      name: picture.name,
      seconds: median(seconds),
      stagesMs,
      peakMegabytes: process.resourceUsage().maxRSS / 1024,
      residentMegabytes: process.memoryUsage.rss() / MEGABYTE,
    };
    process.stdout.write(`${JSON.stringify(row)}\n`);
  }
  await atelier.close();
}

await main();
