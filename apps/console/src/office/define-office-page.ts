import type { Role } from '@aigateway/contract';
import type { ReactElement } from 'react';
import type { ConsoleSession } from '../account-services.ts';
import type { Site } from '../ui/site.ts';
import type { OfficeApi } from './office-api.ts';

/** Where a page of the office stands in its navigation. */
export type OfficeGroup = 'work' | 'money' | 'organisation' | 'operator';

/** What a page is asked with: its query, single values only. */
export type OfficeQuery = Readonly<Record<string, string>>;

/** What a form sent: text by field name; absent fields are empty. */
export type OfficeForm = (field: string) => string;

/** What an act brought: nothing but its notice, a secret that is shown this once, a way on. */
export type ActResult =
  | { readonly secret: string; readonly what: string }
  | { readonly goTo: string }
  | undefined;

/** Something a form of the page does: one call of the public API. */
export interface OfficeAct {
  /** Said on the page afterwards. */
  readonly notice: string;
  /** `{id}` stands for that field of the form. */
  readonly call: `${'POST' | 'PATCH' | 'DELETE'} /v1/${string}`;
  readonly body?: (form: OfficeForm) => unknown;
  /** What it brought, by the answer; absent = nothing but the notice. */
  readonly result?: (answer: never) => ActResult;
}

/** Does it. Rejects with `ApiProblem`. */
export async function runAct(act: OfficeAct, api: OfficeApi, form: OfficeForm): Promise<ActResult> {
  const [method, path = ''] = act.call.split(' ') as ['POST' | 'PATCH' | 'DELETE', string];
  const address = path.replace('{id}', encodeURIComponent(form('id')));
  const answer = await api.send(method, address, act.body?.(form));
  return act.result?.(answer as never);
}

/** Who looks, at what, from where. */
export interface OfficeView<Data> {
  readonly site: Site;
  readonly session: ConsoleSession;
  readonly query: OfficeQuery;
  readonly data: Data;
}

interface OfficePageParts<Data> {
  /** The path below `/office`; empty for the first page. */
  readonly slug: string;
  readonly title: string;
  /** One sentence under the title. */
  readonly lead: string;
  readonly group: OfficeGroup;
  /** The slug of the page that leads to it; absent = the navigation does. */
  readonly parent?: string;
  /** The least role that sees it; the API decides again at every call. */
  readonly least: Role;
  /** Only for the organisation that runs this gateway. */
  readonly operatorOnly?: boolean;
  /** Reads what the page shows, through the public API. */
  readonly load: (api: OfficeApi, query: OfficeQuery) => Promise<Data>;
  readonly show: (view: OfficeView<Data>) => ReactElement;
  readonly acts?: Readonly<Record<string, OfficeAct>>;
}

/** A page of the office. One file a page. */
export interface OfficePage extends Omit<OfficePageParts<never>, 'load' | 'show'> {
  readonly render: (api: OfficeApi, view: Omit<OfficeView<never>, 'data'>) => Promise<ReactElement>;
}

/** Declares a page; what it loads and what it shows must agree. */
export function defineOfficePage<Data>(parts: OfficePageParts<Data>): OfficePage {
  const { load, show, ...page } = parts;
  return {
    ...page,
    render: async (api, view) => show({ ...view, data: await load(api, view.query) }),
  };
}
