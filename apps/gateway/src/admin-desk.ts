import type {
  AdminAuditLine,
  AdminAuditQuery,
  AdminLimits,
  AdminModelList,
  AdminOrganisation,
  AdminOrganisationQuery,
  AdminOrganisationUpdate,
  ListPage,
} from '@aigateway/contract';
import type { Principal } from './principal.ts';

/** What the operator reads and changes; for everybody else all of it is 403 `scope_exceeded`. */
export interface AdminDesk {
  listOrganisations(
    by: Principal,
    query: AdminOrganisationQuery,
  ): Promise<ListPage<AdminOrganisation>>;
  /** Throws 404 `organisation_not_found`. */
  changeOrganisation(
    by: Principal,
    id: string,
    change: AdminOrganisationUpdate,
  ): Promise<AdminOrganisation>;
  readAudit(by: Principal, query: AdminAuditQuery): Promise<ListPage<AdminAuditLine>>;
  listModels(by: Principal): AdminModelList;
  readLimits(by: Principal): AdminLimits;
}
