import { ERRORS, type ErrorCode, imagesGenerationsEndpoint } from '@aigateway/contract';

/** All codes that share a status and a type. */
export interface ErrorGroup {
  readonly status: number;
  readonly type: string;
  readonly rows: readonly { code: ErrorCode; when: string; retry: boolean }[];
}

/** What `POST /v1/images/generations` can answer instead of pictures, by status. */
export function listImageErrors(): ErrorGroup[] {
  const groups = new Map<string, ErrorGroup>();
  for (const code of imagesGenerationsEndpoint.errors) {
    const { status, type, when, shouldRetry } = ERRORS[code];
    const key = `${status} ${type}`;
    const rows = groups.get(key)?.rows ?? [];
    groups.set(key, { status, type, rows: [...rows, { code, when, retry: shouldRetry }] });
  }
  return [...groups.values()].sort((a, b) => a.status - b.status);
}
