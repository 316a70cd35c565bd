import type { Access } from '@aigateway/contract';
import type { z } from 'zod';
import type { Principal } from '../principal.ts';
import { admit } from './admit.ts';
import type { EdgeContext, EdgeServices } from './edge-env.ts';
import { checkValue } from './read-json.ts';

/** The query of a call, checked; unknown names are refused. */
export function readQuery<Schema extends z.ZodType>(
  context: EdgeContext,
  schema: Schema,
): z.output<Schema> {
  return checkValue(context.req.query(), schema);
}

/** Who calls, and the `{id}` of the path. */
export async function admitFor(
  context: EdgeContext,
  services: EdgeServices,
  access: Access,
): Promise<{ by: Principal; id: string }> {
  // Records of keys and money are nobody's to keep on the way.
  context.header('Cache-Control', 'no-store');
  const by = await admit(context, services, access);
  return { by, id: context.req.param('id') ?? '' };
}
