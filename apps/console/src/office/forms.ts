import type { OfficeForm } from './define-office-page.ts';

/** A field as text, or undefined where it was left empty. */
export function textOf(form: OfficeForm, field: string): string | undefined {
  return form(field).trim() || undefined;
}

/** A field as a number, or undefined where it was left empty. What is no number is NaN. */
export function numberOf(form: OfficeForm, field: string): number | undefined {
  const text = textOf(form, field);
  return text === undefined ? undefined : Number(text.replace(',', '.'));
}

/** Dollars of a field as cents, or undefined where it was left empty. */
export function centsOf(form: OfficeForm, field: string): number | undefined {
  const dollars = numberOf(form, field);
  return dollars === undefined ? undefined : Math.round(dollars * 1e6) / 1e4;
}

/** A field of names with commas or spaces between, or undefined where it was left empty. */
export function listOf(form: OfficeForm, field: string): string[] | undefined {
  const words = form(field)
    .split(/[\s,]+/)
    .filter((word) => word !== '');
  return words.length > 0 ? words : undefined;
}
