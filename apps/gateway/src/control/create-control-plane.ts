import type { ControlPlane } from '../control-plane.ts';
import { createBudgetDesk } from './budgets.ts';
import { createInvitationDesk } from './invitations.ts';
import { createKeyDesk } from './keys.ts';
import type { ControlParts } from './parts.ts';
import { createRequestDesk } from './requests.ts';
import { createSessionDesk } from './session.ts';
import { createSubAccountDesk } from './sub-accounts.ts';
import { createTeamDesk } from './team.ts';
import { createUsageDesk } from './usage.ts';

/** The control plane over the database. */
export function createControlPlane(parts: ControlParts): ControlPlane {
  return {
    ...createKeyDesk(parts),
    ...createSubAccountDesk(parts),
    ...createBudgetDesk(parts),
    ...createUsageDesk(parts),
    ...createRequestDesk(parts),
    ...createTeamDesk(parts),
    ...createInvitationDesk(parts),
    ...createSessionDesk(parts),
    now: () => parts.system.now(),
  };
}
