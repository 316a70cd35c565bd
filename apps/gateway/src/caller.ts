/** What a request says about who sends it. */
export interface Caller {
  /** The `Authorization` header. */
  readonly authorization: string | undefined;
  /** The `Cookie` header, when it may speak for the sender here. */
  readonly cookie: string | undefined;
}
