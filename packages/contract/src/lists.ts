import { z } from 'zod';
import type { EndpointParameter } from './endpoint.ts';

/** A page of a list: `next_cursor` leads to the next one, null at the end. */
export function listSchema<Item extends z.ZodType>(item: Item) {
  return z.strictObject({
    object: z.literal('list'),
    data: z.array(item),
    has_more: z.boolean(),
    next_cursor: z.string().nullable(),
  });
}

/** A page of a list. */
export interface ListPage<Item> {
  readonly object: 'list';
  readonly data: readonly Item[];
  readonly has_more: boolean;
  readonly next_cursor: string | null;
}

/** The fields that ask for a page. */
export const pageShape = {
  limit: z.coerce.number().int().min(1).max(100).optional().describe('Rows a page; 20 by default.'),
  cursor: z.string().max(500).optional().describe('`next_cursor` of the page before.'),
};

/** Query of a plain list. */
export const pageQuerySchema = z.strictObject(pageShape);

/** @see pageQuerySchema */
export type PageQuery = z.infer<typeof pageQuerySchema>;

/** A query schema as the parameters of an endpoint. */
export function queryParameters(schema: z.ZodObject): EndpointParameter[] {
  return Object.entries(schema.shape).map(([name, field]) => ({
    name,
    schema: field as z.ZodType,
    description: (field as z.ZodType).description ?? '',
  }));
}

/** The `{id}` of a path. */
export function idParameter(what: string): EndpointParameter {
  return { name: 'id', schema: z.string(), description: `Id of the ${what}.` };
}
