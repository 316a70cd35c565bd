import type { z } from 'zod';
import type { ErrorCode } from './errors.ts';

/** One endpoint as it is promised: what the route is built from and what the document says. */
export interface Endpoint {
  /** OpenAPI operationId. */
  readonly id: string;
  readonly method: 'get' | 'post' | 'delete' | 'patch';
  /** Path with `{name}` parameters. */
  readonly path: string;
  readonly tag: string;
  readonly summary: string;
  readonly description?: string;
  /** `key` = bearer key; `none` = public. */
  readonly auth: 'key' | 'none';
  readonly query?: readonly EndpointParameter[];
  readonly body?: { readonly name: string; readonly schema: z.ZodType };
  readonly answer: {
    readonly status: 200 | 201 | 202;
    readonly description: string;
    /** One schema a name; several are alternatives. */
    readonly schemas: Readonly<Record<string, z.ZodType>>;
  };
  readonly errors: readonly ErrorCode[];
}

/** A query or path parameter. */
export interface EndpointParameter {
  readonly name: string;
  readonly schema: z.ZodType;
  readonly description: string;
}

/** Declares an endpoint; the type is all it adds. */
export function defineEndpoint(endpoint: Endpoint): Endpoint {
  return endpoint;
}
