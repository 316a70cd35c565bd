/** A caller's own upstream key, still sealed. */
export interface OwnKey {
  readonly id: string;
  /** Provider id it belongs to. */
  readonly provider: string;
  /** The address it was stored for; null = the maker's own. Used nowhere else. */
  readonly baseUrl: string | null;
  /** Unseals the secret, for one attempt. */
  readonly open: () => Promise<string>;
}
