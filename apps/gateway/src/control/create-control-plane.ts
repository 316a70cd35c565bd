import type { ControlPlane } from '../control-plane.ts';
import { createBudgetDesk } from './budgets.ts';
import { createKeyDesk } from './keys.ts';
import type { ControlParts } from './parts.ts';
import { createRequestDesk } from './requests.ts';
import { createSubAccountDesk } from './sub-accounts.ts';
import { createUsageDesk } from './usage.ts';

/** The control plane over the database. */
export function createControlPlane(parts: ControlParts): ControlPlane {
  return {
    ...createKeyDesk(parts),
    ...createSubAccountDesk(parts),
    ...createBudgetDesk(parts),
    ...createUsageDesk(parts),
    ...createRequestDesk(parts),
    now: () => parts.system.now(),
  };
}
