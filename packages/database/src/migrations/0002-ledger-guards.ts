import type { Migration } from './migration.ts';

/**
 * What the books promise, kept by the database itself: a transaction's entries are written first
 * and sum to zero when its header seals them; a sealed transaction takes no more entries; nothing
 * posted is changed or deleted; a hold ends once.
 */
export const migration0002: Migration = {
  number: 2,
  name: 'ledger-guards',
  statements: (dialect) => (dialect === 'sqlite' ? sqliteGuards() : postgresGuards()),
};

const IMMUTABLE = ['entry', 'ledger_transaction'] as const;

function sqliteGuards(): string[] {
  const refusals = IMMUTABLE.flatMap((table) =>
    ['update', 'delete'].map(
      (verb) => `create trigger ${table}_no_${verb} before ${verb} on ${table}
        begin select raise(abort, '${table} is immutable'); end`,
    ),
  );
  return [
    ...refusals,
    `create trigger ledger_transaction_balanced before insert on ledger_transaction
      when coalesce((select sum(amount_micro_usd) from entry where transaction_id = new.id), 1) <> 0
      begin select raise(abort, 'the entries of a transaction must sum to zero'); end`,
    `create trigger entry_not_sealed before insert on entry
      when exists (select 1 from ledger_transaction where id = new.transaction_id)
      begin select raise(abort, 'a posted transaction takes no more entries'); end`,
    `create trigger hold_ends_once before update on hold
      when old.state <> 'held' or new.amount_micro_usd <> old.amount_micro_usd
        or new.account_id <> old.account_id
      begin select raise(abort, 'a hold ends once and keeps its amount'); end`,
    `create trigger hold_no_delete before delete on hold
      begin select raise(abort, 'hold is never deleted'); end`,
  ];
}

function postgresGuards(): string[] {
  const refusals = [...IMMUTABLE, 'hold' as const].map(
    (table) => `create trigger ${table}_immutable
      before ${table === 'hold' ? 'delete' : 'update or delete'} on ${table}
      for each row execute function refuse_change()`,
  );
  return [
    `create function refuse_change() returns trigger language plpgsql as $body$
      begin raise exception '% is immutable', tg_table_name; end $body$`,
    ...refusals,
    // Entries and header must come from one database transaction (xmin): that seals a posted one.
    `create function check_balanced() returns trigger language plpgsql as $body$
      declare
        total numeric;
        sealed boolean;
      begin
        select sum(entry.amount_micro_usd), bool_or(entry.xmin <> posted.xmin)
          into total, sealed
          from entry join ledger_transaction posted on posted.id = entry.transaction_id
          where entry.transaction_id = new.transaction_id;
        if sealed then
          raise exception 'a posted transaction takes no more entries'
            using errcode = 'unique_violation';
        end if;
        if total <> 0 then
          raise exception 'the entries of a transaction must sum to zero';
        end if;
        return null;
      end $body$`,
    `create constraint trigger entry_balanced after insert on entry
      deferrable initially deferred for each row execute function check_balanced()`,
    `create trigger hold_ends_once before update on hold for each row
      when (old.state <> 'held' or new.amount_micro_usd <> old.amount_micro_usd
        or new.account_id <> old.account_id)
      execute function refuse_change()`,
  ];
}
