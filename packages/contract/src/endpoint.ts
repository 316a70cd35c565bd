import type { z } from 'zod';
import type { Access } from './access.ts';
import type { ErrorCode } from './errors.ts';

/** One endpoint as it is promised: what the route is built from and what the document says. */
export type Endpoint = EndpointPromise &
  (
    | { readonly auth: 'none' }
    /** A bearer key or a session; `access` says which of them. */
    | { readonly auth: 'key'; readonly access: Access }
  );

interface EndpointPromise {
  /** OpenAPI operationId. */
  readonly id: string;
  readonly method: 'get' | 'post' | 'delete' | 'patch';
  /** Path with `{name}` parameters. */
  readonly path: string;
  readonly tag: string;
  readonly summary: string;
  readonly description?: string;
  readonly query?: readonly EndpointParameter[];
  /** Headers beside the key that change what is done. */
  readonly headers?: readonly EndpointParameter[];
  readonly body?: EndpointBody;
  readonly answer: {
    readonly status: 200 | 201 | 202;
    readonly description: string;
    /** One schema a name; several are alternatives. */
    readonly schemas: Readonly<Record<string, z.ZodType>>;
    /** What is sent as server-sent events, where the caller asks for a stream. */
    readonly events?: Readonly<Record<string, z.ZodType>>;
    /** What a 202 holds, where the work may go on after the answer. */
    readonly accepted?: {
      readonly description: string;
      readonly schemas: Readonly<Record<string, z.ZodType>>;
    };
  };
  readonly errors: readonly ErrorCode[];
}

/** The body of an endpoint: JSON, a multipart form, or either. */
export interface EndpointBody {
  /** Name of the JSON schema; the form's is `<name>Form`. */
  readonly name: string;
  readonly schema?: z.ZodType;
  readonly form?: z.ZodType;
}

/** A query, path or header parameter. */
export interface EndpointParameter {
  readonly name: string;
  readonly schema: z.ZodType;
  readonly description: string;
}

/** Declares an endpoint; the type is all it adds. */
export function defineEndpoint(endpoint: Endpoint): Endpoint {
  return endpoint;
}
