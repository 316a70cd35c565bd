import { type Access, ApiError } from '@aigateway/contract';
import type { Caller } from '../caller.ts';
import type { Principal } from '../principal.ts';
import type { EdgeContext, EdgeServices } from './edge-env.ts';
import { setRateHeaders } from './rate-headers.ts';

const SAFE_METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD']);

/**
 * Who calls, by key or by the session of a browser, admitted by its request limit.
 * Throws 401, 403 `scope_exceeded` or `foreign_origin`, 429.
 */
export async function admit(
  context: EdgeContext,
  services: EdgeServices,
  access: Access,
): Promise<Principal> {
  const { principal, rate } = await services.admit(readCaller(context, services), access);
  context.set('principal', principal);
  setRateHeaders(context, rate);
  return principal;
}

/**
 * Browsers send cookies whoever asks them to. So a session changes something only when a page of
 * our own asks; a key is sent by who has it, and needs no such proof.
 */
function readCaller(context: EdgeContext, services: EdgeServices): Caller {
  const { req } = context;
  const authorization = req.header('authorization');
  const cookie = req.header('cookie');
  if (authorization !== undefined || cookie === undefined) return { authorization, cookie };
  if (SAFE_METHODS.has(req.method) || isFromOwnPage(context, services.publicUrl())) {
    return { authorization, cookie };
  }
  throw new ApiError(
    'foreign_origin',
    'A session may change something only from a page of this gateway. Programs send a key.',
  );
}

/** Only browsers write these two headers, and no script of a page can change them. */
function isFromOwnPage({ req }: EdgeContext, publicUrl: string): boolean {
  const site = req.header('sec-fetch-site');
  if (site !== undefined && site !== 'same-origin') return false;
  const origin = req.header('origin');
  if (origin === undefined) return site === 'same-origin';
  return [publicUrl, req.url].some((url) => new URL(url).origin === origin);
}
