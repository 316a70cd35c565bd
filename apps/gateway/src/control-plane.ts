import type {
  AuditLine,
  Budget,
  BudgetCreate,
  BudgetUpdate,
  Deleted,
  Invitation,
  InvitationCreate,
  InvitationWithUrl,
  Key,
  KeyCreate,
  KeyUpdate,
  KeyWithSecret,
  ListPage,
  Member,
  Organisation,
  OrganisationUpdate,
  PageQuery,
  Role,
  Session,
  SubAccount,
  SubAccountCreate,
  SubAccountUpdate,
  SubAccountWithKey,
  UsageGroup,
  UsageList,
  UsageRecord,
  UsageReport,
} from '@aigateway/contract';
import type { Principal } from './principal.ts';

/** Which usage is asked for. */
export interface UsageQuestion {
  /** Unix milliseconds, inclusive. */
  readonly fromMs: number;
  /** Exclusive. */
  readonly toMs: number;
  readonly groups: readonly UsageGroup[];
  /** Only of this sub-account. */
  readonly subAccountId?: string;
  readonly page: PageQuery | 'all';
}

/** Keys: everything here acts for exactly the key that calls. Foreign ids are 404. */
export interface KeyDesk {
  createKey(by: Principal, body: KeyCreate): Promise<KeyWithSecret>;
  listKeys(by: Principal, page: PageQuery): Promise<ListPage<Key>>;
  getKey(by: Principal, id: string): Promise<Key>;
  updateKey(by: Principal, id: string, change: KeyUpdate): Promise<Key>;
  revokeKey(by: Principal, id: string): Promise<Deleted>;
  rotateKey(by: Principal, id: string, atOnce: boolean): Promise<KeyWithSecret>;
}

/** Sub-accounts. */
export interface SubAccountDesk {
  createSubAccount(by: Principal, body: SubAccountCreate): Promise<SubAccountWithKey>;
  listSubAccounts(by: Principal, page: PageQuery): Promise<ListPage<SubAccount>>;
  getSubAccount(by: Principal, id: string): Promise<SubAccount>;
  updateSubAccount(by: Principal, id: string, change: SubAccountUpdate): Promise<SubAccount>;
  closeSubAccount(by: Principal, id: string): Promise<Deleted>;
}

/** Budgets of tags. */
export interface BudgetDesk {
  createBudget(by: Principal, body: BudgetCreate): Promise<Budget>;
  listBudgets(by: Principal, page: PageQuery): Promise<ListPage<Budget>>;
  getBudget(by: Principal, id: string): Promise<Budget>;
  updateBudget(by: Principal, id: string, change: BudgetUpdate): Promise<Budget>;
  deleteBudget(by: Principal, id: string): Promise<Deleted>;
}

/** What was used. */
export interface UsageDesk {
  readUsage(by: Principal, question: UsageQuestion): Promise<UsageList>;
  listRecent(by: Principal, page: PageQuery | 'all'): Promise<ListPage<UsageRecord>>;
}

/** The pictures of one finished request. */
export interface DeliveredRequest {
  readonly createdAtMs: number;
  readonly pictures: readonly {
    readonly id: string;
    readonly format: 'png' | 'jpeg' | 'webp';
    readonly width: number;
    readonly height: number;
  }[];
}

/** Single requests, by the id that the caller saw. Foreign and unknown ids are 404. */
export interface RequestDesk {
  readRequest(by: Principal, requestId: string): Promise<UsageReport>;
  /** Throws 503 `result_not_ready` while they are being made, 404 when there are none. */
  readResult(by: Principal, requestId: string): Promise<DeliveredRequest>;
}

/** The organisation and its people; nobody touches or gives a role above their own. */
export interface TeamDesk {
  readOrganisation(by: Principal): Promise<Organisation>;
  /** Throws 403 `scope_exceeded` for a retention over the installation's. */
  updateOrganisation(by: Principal, change: OrganisationUpdate): Promise<Organisation>;
  listMembers(by: Principal, page: PageQuery): Promise<ListPage<Member>>;
  changeRole(by: Principal, id: string, role: Role): Promise<Member>;
  /** Also to leave; the last owner stays. Keys that the member made are revoked. */
  removeMember(by: Principal, id: string): Promise<Deleted>;
  readAudit(by: Principal, page: PageQuery): Promise<ListPage<AuditLine>>;
}

/** Invitations by link. */
export interface InvitationDesk {
  invite(by: Principal, invitation: InvitationCreate): Promise<InvitationWithUrl>;
  listInvitations(by: Principal, page: PageQuery): Promise<ListPage<Invitation>>;
  withdrawInvitation(by: Principal, id: string): Promise<Deleted>;
}

/** Who is signed in; for members only. */
export interface SessionDesk {
  readSession(by: Principal): Promise<Session>;
  switchOrganisation(by: Principal, organisationId: string): Promise<Session>;
}

/** Everything a key may do beside pictures, as functions over plain data. */
export interface ControlPlane
  extends KeyDesk,
    SubAccountDesk,
    BudgetDesk,
    UsageDesk,
    RequestDesk,
    TeamDesk,
    InvitationDesk,
    SessionDesk {
  /** Unix milliseconds. */
  now(): number;
}
