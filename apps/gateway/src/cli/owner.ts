import type { Command } from 'commander';
import { readAddress, unlessTaken } from '../accounts/people.ts';
import { addOwner, createSignInLink } from '../accounts/sign-in-links.ts';
import { writeAudit } from '../audit-log.ts';
import { ensureOwner, OWNER_ORGANISATION_ID } from '../auth/owner.ts';
import { createSystem } from '../system.ts';
import { withStore } from './open-store.ts';
import { CommandError, printResult } from './report.ts';

const organisationId = OWNER_ORGANISATION_ID;

/** `aigateway owner create|link`. */
export function addOwnerCommand(program: Command): void {
  const owner = program.command('owner').description('the people who own this installation');
  owner
    .command('create')
    .description('make an owner with this address, and a link that signs it in once')
    .argument('<email>', 'its address')
    .option('--json', 'print as JSON')
    .action((text: string, { json }: { json?: boolean }) =>
      withStore(async (database, config) => {
        const email = readAddress(text);
        if (email === null) throw new CommandError(`${text} is not an email address.`);
        const system = createSystem();
        await ensureOwner(database, system);
        const id = system.newId('person');
        const work = database.transaction(async (executor) => {
          const person = { id, email, name: email };
          await addOwner(executor, system, { organisationId, person });
          await writeAudit(executor, system, {
            organisationId,
            actor: 'command-line',
            action: 'member.joined',
            subject: id,
            detail: { role: 'owner' },
          });
          return true;
        });
        if ((await unlessTaken(work)) === null) {
          throw new CommandError(`There is an account with the address ${email} already.`);
        }
        const token = await createSignInLink(
          { database, system },
          { organisationId, personId: id },
        );
        printLink(json, `${addressOf(config)}/sign-in?token=${token}`);
      }),
    );
  owner
    .command('link')
    .description('a link that signs an owner in once, also one who forgot the password')
    .argument('[email]', 'which one; the first when absent')
    .option('--json', 'print as JSON')
    .action((email: string | undefined, { json }: { json?: boolean }) =>
      withStore(async (database, config) => {
        const system = createSystem();
        await ensureOwner(database, system);
        const personId = email === undefined ? undefined : await findPerson(database, email);
        const target = { organisationId, ...(personId !== undefined && { personId }) };
        const token = await createSignInLink({ database, system }, target);
        printLink(json, `${addressOf(config)}/sign-in?token=${token}`);
      }),
    );
}

type Store = Parameters<typeof ensureOwner>[0];

async function findPerson(database: Store, email: string): Promise<string> {
  const row = await database.kysely
    .selectFrom('person')
    .select('id')
    .where('email', '=', email.trim().toLowerCase())
    .executeTakeFirst();
  if (!row) throw new CommandError(`There is no account with the address ${email}.`);
  return row.id;
}

function addressOf({
  publicUrl,
  host,
  port,
}: {
  publicUrl: string | null;
  host: string;
  port: number;
}) {
  return publicUrl ?? `http://${host}:${port}`;
}

function printLink(json: boolean | undefined, url: string): void {
  printResult(
    json,
    { url },
    `${url}\nWorks once, within a day, in the gateway that uses this store.`,
  );
}
