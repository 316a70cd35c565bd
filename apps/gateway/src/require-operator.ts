import { ApiError } from '@aigateway/contract';
import type { Principal } from './principal.ts';

/** Throws 403 for everybody but uncapped callers of the operator's organisation. */
export function requireOperator(
  { isOperator }: { readonly isOperator: (organisationId: string) => boolean },
  by: Principal,
): void {
  if (isOperator(by.organisationId) && by.spendCapMicroUsd === null && !by.subAccount) return;
  throw new ApiError('scope_exceeded', 'Only keys of the operator may do this.');
}
