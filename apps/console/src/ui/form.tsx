import type { Entry, EntryRefusal } from '../account-services.ts';

/** One labelled line of a form. */
export function Field(props: {
  label: string;
  name: string;
  type: 'text' | 'email' | 'password';
  autoComplete: string;
  value?: string;
  hint?: string;
}) {
  const { label, name, type, autoComplete, value, hint } = props;
  return (
    <label className="door-field">
      <span>{label}</span>
      <input
        name={name}
        type={type}
        autoComplete={autoComplete}
        defaultValue={value}
        required
        maxLength={254}
      />
      {hint !== undefined && <small>{hint}</small>}
    </label>
  );
}

/** Name and address of a new person. */
export function PersonFields({
  form,
}: {
  form: { readonly name: string; readonly email: string } | undefined;
}) {
  return (
    <>
      <Field label="Name" name="name" type="text" autoComplete="name" value={form?.name ?? ''} />
      <Field
        label="Email"
        name="email"
        type="email"
        autoComplete="username"
        value={form?.email ?? ''}
      />
    </>
  );
}

const REASONS: Readonly<Record<EntryRefusal, string>> = {
  wrong_credentials: 'This address and password do not open an account here.',
  link_spent:
    'Sign-in links work once and for a short time. This one is used up, too old or not ours.',
  address_unusable: 'This is not an email address.',
  address_not_taken:
    'This address and password open no account. If the address is yours and has one, sign in.',
  password_unfit: 'A password has 10 to 200 characters.',
  password_wrong: 'The present password is not right.',
  name_missing: 'Please say your name, in at most 100 characters.',
  sign_up_closed: 'New accounts of this gateway are made by invitation only.',
  not_invited: 'The invitation is spent, too old, or for another address.',
};

/** Why a form was refused, where screen readers hear it first. */
export function RefusalNote({
  refused,
}: {
  refused: Exclude<Entry, { outcome: 'entered' }> | undefined;
}) {
  if (!refused) return null;
  const text =
    refused.outcome === 'wait'
      ? `Too many attempts. Try again in ${Math.ceil(refused.seconds / 60)} min.`
      : REASONS[refused.reason];
  return (
    <p className="note note-problem" role="alert">
      {text}
    </p>
  );
}
