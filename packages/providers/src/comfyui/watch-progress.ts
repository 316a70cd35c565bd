import { Agent, WebSocket } from 'undici';
import { guardedLookup } from '../http/guarded-lookup.ts';
import { isNeverAllowed } from '../http/public-address.ts';
import { isRecord } from '../openai-wire/read-images.ts';
import type { ComfyRun } from './call-comfyui.ts';

/** A socket that tells how far jobs are. */
export interface ProgressWatch {
  readonly close: () => void;
}

/**
 * Listens to `/ws` for the steps of our own jobs. It is an extra: the socket may never open or
 * drop at any time, and results are polled whatever it says.
 */
export function watchProgress(
  run: ComfyRun,
  clientId: string,
  onShare: (promptId: string, share: number) => void,
): ProgressWatch {
  const { endpoint } = run;
  const isAllowed = (address: string) => !isNeverAllowed(address);
  const dispatcher = new Agent({ connect: { lookup: guardedLookup({ isAllowed }) } });
  const url = `${endpoint.baseUrl.replace(/^http/, 'ws')}/ws?clientId=${clientId}`;
  const headers = endpoint.secret ? { [endpoint.secret.header]: endpoint.secret.value } : {};
  const socket = new WebSocket(url, { dispatcher, headers });
  socket.binaryType = 'arraybuffer';
  socket.addEventListener('error', () => {});
  socket.addEventListener('message', ({ data }) => {
    const step = typeof data === 'string' ? readStep(data) : null;
    if (step) onShare(step.promptId, step.share);
  });
  return {
    close: () => {
      socket.close();
      void dispatcher.destroy().catch(() => {});
    },
  };
}

/** `progress` messages carry the steps of one node: the sampler's, in all graphs that matter. */
function readStep(text: string): { promptId: string; share: number } | null {
  const message = parse(text);
  if (!isRecord(message) || message.type !== 'progress' || !isRecord(message.data)) return null;
  const { value, max, prompt_id: promptId } = message.data;
  if (typeof value !== 'number' || typeof max !== 'number' || !(max > 0)) return null;
  if (typeof promptId !== 'string') return null;
  return { promptId, share: Math.min(Math.max(value / max, 0), 1) };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
