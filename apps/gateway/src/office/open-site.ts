import { join } from 'node:path';
import type { Atelier } from '@aigateway/atelier';
import { type ConsoleServices, createConsole } from '@aigateway/console';
import type { Database } from '@aigateway/database';
import type { Logger } from 'pino';
import type { Config } from '../config.ts';
import type { System } from '../system.ts';
import { createApiCaller, type FetchApp } from './call-api.ts';
import { createCardPainter } from './card-painter.ts';
import { createRankings } from './rankings.ts';

/** What the site is made from. */
export interface SiteParts extends Pick<ConsoleServices, 'accounts' | 'playground' | 'version'> {
  readonly config: Config;
  readonly database: Database;
  readonly system: System;
  readonly log: Logger;
  readonly atelier: Atelier;
  /** Null where money is real. */
  readonly play: ConsoleServices['play'] | null;
  readonly publicUrl: () => string;
  /** The public API, for the pages of the office. */
  readonly fetchApp: FetchApp;
}

/** The site of this house. */
export function openSite(parts: SiteParts): ReturnType<typeof createConsole> {
  const { config, database, system, log, publicUrl, play, playground } = parts;
  return createConsole({
    get publicUrl() {
      return publicUrl();
    },
    version: parts.version,
    mode: config.mode,
    accounts: parts.accounts,
    callApi: createApiCaller(parts.fetchApp, publicUrl),
    ...(playground && { playground }),
    ...(play && { play }),
    paintCard: createCardPainter(parts.atelier, join(config.dataDir, 'cards')),
    ...(config.rankings !== 'off' && {
      rankings: createRankings(database, system, config.rankings),
    }),
    reportError: (error, path) => log.error({ err: error, path }, 'page failed'),
  });
}
