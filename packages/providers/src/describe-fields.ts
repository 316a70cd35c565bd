import type {
  FieldTable,
  ImageOrder,
  OrderField,
  ProviderDeployment,
  Support,
} from './define-provider.ts';

/** What became of one field that the caller sent. */
export interface FieldReport {
  readonly field: OrderField;
  readonly support: Support;
  readonly note: string;
}

/** The fate of every field the caller sent, in the table's order. */
export function describeFields(order: ImageOrder, table: FieldTable): FieldReport[] {
  return (Object.keys(table) as OrderField[])
    .filter((field) => order.given.has(field))
    .map((field) => ({ field, ...table[field] }));
}

/** The fate of every field the caller sent on one deployment, with what this order refines. */
export function describeOrder(order: ImageOrder, deployment: ProviderDeployment): FieldReport[] {
  return describeFields(order, { ...deployment.fields, ...deployment.refine?.(order) });
}

/** A sentence for every field that was not used exactly as sent. */
export function warnAboutFields(reports: readonly FieldReport[]): string[] {
  return reports
    .filter((report) => report.support !== 'used')
    .map((report) => `${report.field} ${report.note}`);
}
