import { Command } from 'commander';
import { addAuditCommands } from './audit.ts';
import { addCutOutCommand } from './cutout.ts';
import { addDoctorCommand } from './doctor.ts';
import { addKeysCommand } from './keys.ts';
import { addMarginsCommand } from './margins.ts';
import { addOwnerCommand } from './owner.ts';
import { addPictureCommands } from './pictures.ts';
import { addProviderKeysCommand } from './provider-keys.ts';
import { describeFailure } from './report.ts';
import { addRetentionCommand } from './retention.ts';
import { addServeCommand } from './serve.ts';
import { addWalletCommand } from './wallet.ts';

const program = new Command('aigateway')
  .description('A self-hosted gateway for image models, with a built-in engine that needs no key.')
  .version('0.1.0')
  .showHelpAfterError('(add --help for what this command takes)');

addServeCommand(program);
addPictureCommands(program);
addCutOutCommand(program);
addKeysCommand(program);
addOwnerCommand(program);
addProviderKeysCommand(program);
addWalletCommand(program);
addMarginsCommand(program);
addAuditCommands(program);
addRetentionCommand(program);
addDoctorCommand(program);

try {
  await program.parseAsync();
} catch (error) {
  process.stderr.write(`${describeFailure(error)}\n`);
  process.exit(1);
}
