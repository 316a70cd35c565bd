import { createHash } from 'node:crypto';
import type { Context } from 'hono';

interface KeptPage {
  readonly body: string;
  readonly etag: string;
}

/**
 * Pages that are the same for everybody and change only with the build: each is rendered once, at
 * its first visit. `key` must come from a finite set, never from the visitor.
 */
export class PublicPages {
  readonly #kept = new Map<string, KeptPage>();

  /** Answers the page kept under `key`, or 304 when the visitor has it already. */
  answer(context: Context, key: string, page: { contentType: string; render: () => string }) {
    const kept = this.#kept.get(key) ?? this.#keep(key, page.render());
    const headers = { etag: kept.etag, 'cache-control': 'public, no-cache' };
    if (context.req.header('if-none-match') === kept.etag) return context.body(null, 304, headers);
    return context.body(kept.body, 200, { ...headers, 'content-type': page.contentType });
  }

  #keep(key: string, body: string): KeptPage {
    const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 20)}"`;
    const kept = { body, etag };
    this.#kept.set(key, kept);
    return kept;
  }
}
