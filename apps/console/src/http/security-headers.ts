import type { MiddlewareHandler } from 'hono';
import type { SocialProvider } from '../account-services.ts';

/** Where a sign-in form may lead on to: browsers follow redirects of forms only to these. */
const PROVIDER_ORIGINS = {
  google: 'https://accounts.google.com',
  github: 'https://github.com',
} as const satisfies Record<SocialProvider, string>;

/** Nothing from other hosts, nothing inline, never in a frame. */
export const CONTENT_SECURITY_POLICY = policyOf([]);

function policyOf(providers: readonly SocialProvider[]): string {
  const targets = ["'self'", ...providers.map((provider) => PROVIDER_ORIGINS[provider])];
  return [
    "default-src 'none'",
    "style-src 'self'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "script-src 'self'",
    "connect-src 'self' data: blob:",
    `form-action ${targets.join(' ')}`,
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join('; ');
}

/**
 * Headers that every answer of the console carries. The referrer policy is `same-origin`, not
 * `no-referrer`: with the latter browsers send `Origin: null` on our own forms.
 */
export function securityHeaders(providers: readonly SocialProvider[]): MiddlewareHandler {
  const policy = policyOf(providers);
  return async (context, next) => {
    await next();
    const headers = context.res.headers;
    headers.set('content-security-policy', policy);
    headers.set('x-content-type-options', 'nosniff');
    headers.set('x-frame-options', 'DENY');
    headers.set('referrer-policy', 'same-origin');
    headers.set('cross-origin-opener-policy', 'same-origin');
    headers.set('cross-origin-resource-policy', 'same-origin');
    headers.set('permissions-policy', 'camera=(self), geolocation=(), microphone=(), payment=()');
  };
}
