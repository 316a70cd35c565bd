import { z } from 'zod';
import { roleSchema } from './access.ts';
import { nameSchema } from './keys.ts';
import { listSchema } from './lists.ts';

/** Longest time that pictures are kept. */
export const MAX_RETENTION_DAYS = 3650;

const addressSchema = z.email().max(254).toLowerCase();

/** The organisation a caller works in. */
export const organisationSchema = z.strictObject({
  id: z.string(),
  object: z.literal('organisation'),
  name: z.string(),
  rate_limit_rpm: z
    .int()
    .nullable()
    .describe('Requests a minute of each key until the organisation pays; null = no such bound.'),
  image_retention_days: z
    .int()
    .nullable()
    .describe('Days that pictures made from now on are kept; null = as the installation says.'),
  created_at: z.int(),
});

/** @see organisationSchema */
export type Organisation = z.infer<typeof organisationSchema>;

/** Body of `PATCH /v1/organisation`. */
export const organisationUpdateSchema = z
  .strictObject({
    name: nameSchema.optional(),
    image_retention_days: z
      .int()
      .min(1)
      .max(MAX_RETENTION_DAYS)
      .nullable()
      .optional()
      .describe('Customers of the operator may keep pictures shorter than the installation does.'),
  })
  .refine((change) => Object.keys(change).length > 0, 'names nothing to change');

/** @see organisationUpdateSchema */
export type OrganisationUpdate = z.infer<typeof organisationUpdateSchema>;

/** A person in the organisation. */
export const memberSchema = z.strictObject({
  id: z.string().describe('The person, `usr_…`.'),
  object: z.literal('member'),
  name: z.string(),
  email: z.string().nullable().describe('Null while the person has given none.'),
  role: roleSchema,
  created_at: z.int(),
});

/** @see memberSchema */
export type Member = z.infer<typeof memberSchema>;

/** Answer of `GET /v1/members`. */
export const memberListSchema = listSchema(memberSchema);

/** Body of `PATCH /v1/members/{id}`. */
export const memberUpdateSchema = z.strictObject({ role: roleSchema });

/** @see memberUpdateSchema */
export type MemberUpdate = z.infer<typeof memberUpdateSchema>;

/** Body of `POST /v1/invitations`. */
export const invitationCreateSchema = z
  .strictObject({
    role: roleSchema,
    email: addressSchema.optional().describe('Only a person with this address may accept it.'),
  })
  .describe('A new invitation.');

/** @see invitationCreateSchema */
export type InvitationCreate = z.infer<typeof invitationCreateSchema>;

/** An invitation that waits to be accepted. */
export const invitationSchema = z.strictObject({
  id: z.string(),
  object: z.literal('invitation'),
  role: roleSchema,
  email: z.string().nullable(),
  created_at: z.int(),
  expires_at: z.int(),
});

/** @see invitationSchema */
export type Invitation = z.infer<typeof invitationSchema>;

/** A new invitation with its link, shown once. */
export const invitationWithUrlSchema = invitationSchema.extend({
  url: z.string().describe('The link to hand on. Shown only in this answer.'),
});

/** @see invitationWithUrlSchema */
export type InvitationWithUrl = z.infer<typeof invitationWithUrlSchema>;

/** Answer of `GET /v1/invitations`. */
export const invitationListSchema = listSchema(invitationSchema);

/** Who is signed in, and where else that person could work. */
export const sessionSchema = z.strictObject({
  object: z.literal('session'),
  person: z.strictObject({
    id: z.string(),
    name: z.string(),
    email: z.string().nullable(),
    has_password: z.boolean(),
  }),
  organisation_id: z.string(),
  role: roleSchema,
  memberships: z.array(
    z.strictObject({ organisation_id: z.string(), name: z.string(), role: roleSchema }),
  ),
});

/** @see sessionSchema */
export type Session = z.infer<typeof sessionSchema>;

/** Body of `PATCH /v1/session`. */
export const sessionUpdateSchema = z.strictObject({
  organisation_id: z.string().describe('Work in this organisation of yours from now on.'),
});

/** @see sessionUpdateSchema */
export type SessionUpdate = z.infer<typeof sessionUpdateSchema>;

/** A line of the audit log; lines are never changed. */
export const auditEntrySchema = z.strictObject({
  id: z.string(),
  object: z.literal('audit_entry'),
  actor: z.string().describe('`key:key_…`, `person:usr_…`, `command-line`, `system`, or `nobody`.'),
  action: z.string().describe('Such as `key.created`.'),
  subject: z.string().nullable().describe('The id of what it was done to.'),
  detail: z.record(z.string(), z.unknown()),
  created_at: z.int(),
});

/** @see auditEntrySchema */
export type AuditLine = z.infer<typeof auditEntrySchema>;

/** Answer of `GET /v1/audit-log`. */
export const auditListSchema = listSchema(auditEntrySchema);
