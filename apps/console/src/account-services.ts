/** The browser that asks, as far as signing in needs it. */
export interface Visitor {
  /** Its `Cookie` header; empty when it sent none. */
  readonly cookie: string;
  /** Its network address, for counting attempts. */
  readonly address: string;
}

/** Who is signed in. Everything the office shows is read for exactly this session. */
export interface ConsoleSession {
  readonly personId: string;
  readonly personName: string;
  /** Null while the person has given no address: it came by a one-time link. */
  readonly email: string | null;
  readonly hasPassword: boolean;
  readonly organisationId: string;
  readonly role: 'owner' | 'admin' | 'developer' | 'viewer';
  /** Whether the organisation is the one that runs this gateway. */
  readonly isOperator: boolean;
  /** The organisation's name, as people write it; escaped wherever it is shown. */
  readonly name: string;
}

/** Why somebody did not get in. */
export type EntryRefusal =
  | 'wrong_credentials'
  | 'link_spent'
  | 'address_unusable'
  | 'address_not_taken'
  | 'password_unfit'
  | 'password_wrong'
  | 'name_missing'
  | 'sign_up_closed'
  | 'not_invited';

/** What became of an attempt to get in. `cookies` are whole `Set-Cookie` values. */
export type Entry =
  | { readonly outcome: 'entered'; readonly cookies: readonly string[] }
  | { readonly outcome: 'refused'; readonly reason: EntryRefusal }
  | { readonly outcome: 'wait'; readonly seconds: number };

/** Outside providers that can sign people in. */
export type SocialProvider = 'google' | 'github';

/** An open invitation, as whoever holds the link may see it. */
export interface InvitationView {
  readonly organisationName: string;
  readonly role: ConsoleSession['role'];
  /** The one address that may accept it, or null. */
  readonly email: string | null;
}

/** What a person gives to get an account. */
export interface SignUpForm {
  readonly name: string;
  readonly email: string;
  readonly password: string;
  /** The token of an invitation to accept with it. */
  readonly invitation: string | null;
}

/** Signing in and up, and all that belongs to a session. */
export interface AccountServices {
  readonly signUp: 'open' | 'invite' | 'closed';
  readonly socialProviders: readonly SocialProvider[];
  /** Null when the session is unknown, ended or expired, or its membership is gone. */
  readSession(visitor: Visitor): Promise<ConsoleSession | null>;
  /** Consumes a one-time link. */
  enterByLink(token: string, visitor: Visitor): Promise<Entry>;
  enterByPassword(
    form: { readonly email: string; readonly password: string },
    visitor: Visitor,
  ): Promise<Entry>;
  signUpWith(form: SignUpForm, visitor: Visitor): Promise<Entry>;
  /** Where to send the browser, or null when the provider is not set. */
  startSocial(
    provider: SocialProvider,
    visitor: Visitor,
  ): Promise<{ readonly url: string; readonly cookies: readonly string[] } | null>;
  /** The provider's answer, arrived at `/auth/callback/{provider}`. */
  finishSocial(request: Request): Promise<Response>;
  findInvitation(token: string): Promise<InvitationView | null>;
  /** For somebody who is signed in. */
  acceptInvitation(token: string, visitor: Visitor): Promise<Entry>;
  /** Sets address and password of who is signed in; the present one is asked where there is one. */
  setPassword(
    form: { readonly email: string; readonly present: string; readonly next: string },
    visitor: Visitor,
  ): Promise<Entry>;
  /** Ends the session; answers the cookies that take it back. */
  signOut(visitor: Visitor): Promise<readonly string[]>;
}
