import { createAtelier, type RemixRequest } from '@aigateway/atelier';
import { characterPng } from '@aigateway/atelier/testing';

/**
 * Makes one warm picture in a process of its own, so that peak memory is that picture's.
 * Arguments: style, side, threads. Prints one line of JSON.
 */
const [style = 'cinematic', side = '1024', threads = '2'] = process.argv.slice(2);
const atelier = createAtelier({ threads: Number(threads), queueLimit: 1 });
const request: RemixRequest = {
  prompt: 'walking on a beach at sunset',
  reference: characterPng('fox', { height: 900 }),
  width: Number(side),
  height: Number(side),
  seed: 7,
  artStyle: style,
  output: { format: 'png', quality: 90 },
};
const idleMegabytes = process.memoryUsage.rss() / 1024 / 1024;
await atelier.remix({ ...request, width: 256, height: 256 });
await atelier.remix(request);
const started = performance.now();
const { timingsMs } = await atelier.remix(request);
const seconds = (performance.now() - started) / 1000;
const peakMegabytes = process.resourceUsage().maxRSS / 1024;
process.stdout.write(
  `${JSON.stringify({ style, seconds, peakMegabytes, idleMegabytes, timingsMs })}\n`,
);
await atelier.close();
