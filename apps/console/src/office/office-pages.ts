import type { OfficePage } from './define-office-page.ts';
import { auditLogPage } from './pages/audit-log.tsx';
import { budgetsPage } from './pages/budgets.tsx';
import { everyLogPage } from './pages/every-log.tsx';
import { galleryPage } from './pages/gallery.tsx';
import { gatewayPage } from './pages/gateway.tsx';
import { jobsPage } from './pages/jobs.tsx';
import { keysPage } from './pages/keys.tsx';
import { limitsPage } from './pages/limits.tsx';
import { organisationsPage } from './pages/organisations.tsx';
import { overviewPage } from './pages/overview.tsx';
import { ownKeysPage } from './pages/own-keys.tsx';
import { pricesPage } from './pages/prices.tsx';
import { requestPage } from './pages/request.tsx';
import { settingsPage } from './pages/settings.tsx';
import { teamPage } from './pages/team.tsx';
import { usagePage } from './pages/usage.tsx';
import { walletPage } from './pages/wallet.tsx';
import { webhooksPage } from './pages/webhooks.tsx';

/** The pages of the office, in the order of its navigation. */
export const OFFICE_PAGES: readonly OfficePage[] = [
  overviewPage,
  galleryPage,
  keysPage,
  ownKeysPage,
  jobsPage,
  webhooksPage,
  walletPage,
  usagePage,
  requestPage,
  budgetsPage,
  teamPage,
  settingsPage,
  auditLogPage,
  gatewayPage,
  pricesPage,
  organisationsPage,
  limitsPage,
  everyLogPage,
];
