import { ApiError } from '@aigateway/contract';
import type { ImageCall } from '../../image-call.ts';
import type { EdgeContext, EdgeServices } from '../edge-env.ts';
import { showJob } from '../show-job.ts';

/** When a caller may look first. */
export const LOOK_AGAIN_SECONDS = 2;

/**
 * Whether the call is answered with a job: it says so, in its body or by `Prefer`, or one of its
 * models always takes long and it does not say that it waits. Throws 400 where it says both.
 */
export function wantsJob(context: EdgeContext, call: ImageCall, services: EdgeServices): boolean {
  const { async: later, webhook_url: webhookUrl, dry_run: dryRun, stream, model } = call.request;
  if (later === false && webhookUrl !== undefined) {
    throw new ApiError('invalid_value', 'async: webhook_url implies a job. Leave one away.', {
      param: 'async',
    });
  }
  if (dryRun) return false;
  if (later !== undefined) return later;
  if (webhookUrl !== undefined || prefersAsync(context)) return true;
  const ids = typeof model === 'string' ? [model] : model;
  return stream !== true && ids.some((id) => services.models.get(id)?.answersLater === true);
}

/** Accepts the call as a job and says where it is. */
export async function sendAccepted(
  context: EdgeContext,
  call: ImageCall,
  services: EdgeServices,
): Promise<Response> {
  const job = await services.jobs.accept(call);
  const { pictureUrl } = services;
  const answer = showJob(job, { publicUrl: services.publicUrl(), pictureUrl });
  context.header('Location', `/v1/jobs/${job.id}`);
  context.header('Retry-After', String(LOOK_AGAIN_SECONDS));
  context.header('Cache-Control', 'no-store');
  if (prefersAsync(context)) context.header('Preference-Applied', 'respond-async');
  return context.json(answer, 202);
}

function prefersAsync(context: EdgeContext): boolean {
  const preferences = (context.req.header('prefer') ?? '').split(',');
  return preferences.some((one) => /^respond-async\s*(;|$)/i.test(one.trim()));
}
