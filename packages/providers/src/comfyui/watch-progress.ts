import { openSocket, type UpstreamSocket } from '../http/open-socket.ts';
import { isRecord } from '../openai-wire/read-images.ts';
import type { ComfyRun } from './call-comfyui.ts';

/**
 * Listens to `/ws` for the steps of our own jobs. It is an extra: the socket may never open or
 * drop at any time, and results are polled whatever it says.
 */
export function watchProgress(
  { endpoint }: ComfyRun,
  clientId: string,
  onShare: (promptId: string, share: number) => void,
): UpstreamSocket | null {
  return openSocket(endpoint, `/ws?clientId=${clientId}`, (text) => {
    const step = readStep(text);
    if (step) onShare(step.promptId, step.share);
  });
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
