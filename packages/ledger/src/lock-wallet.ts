/**
 * The start of every PostgreSQL statement that ends hold `$1`: its wallet's row is locked first, as
 * in every other verb, so that nobody who has the wallet waits for one who wants it. `owner` is
 * the placeholder of the organisation whose hold it must be, or null for any.
 */
export function lockWalletOfHold(owner: string): string {
  return `locked as (
    select account.id as wallet_id from hold join account on account.id = hold.account_id
    where hold.id = $1 and hold.organisation_id = coalesce(${owner}, hold.organisation_id)
    for no key update of account
  )`;
}

/**
 * Whether a hold that is found by its id is open. Said so that PostgreSQL does not see the
 * condition of the index of open holds, which it would rather read from end to end.
 */
export const IS_HELD = "coalesce(state, '') = 'held'";
