import type { FieldReport } from '@aigateway/providers';

/** How a generation came about: which deployments were asked, and what became of its fields. */
export interface GenerationReport {
  readonly attempts: readonly {
    readonly provider: string;
    readonly deployment: string;
    readonly outcome: string;
    readonly reason: string;
    readonly latencyMs: number;
  }[];
  readonly fields: readonly FieldReport[];
  readonly warnings: readonly string[];
}

/** As it is kept in the generation's row. */
export function writeReport({ attempts, fields, warnings }: GenerationReport): string {
  return JSON.stringify({
    attempts: attempts.map(({ provider, deployment, outcome, reason, latencyMs }) => {
      return [provider, deployment, outcome, reason, Math.max(0, Math.round(latencyMs))];
    }),
    fields: fields.map(({ field, support, note }) => [field, support, note]),
    warnings,
  });
}

/** A kept report; null = the generation has none, or not yet. */
export function readReport(text: string | null): GenerationReport {
  if (text === null) return { attempts: [], fields: [], warnings: [] };
  const kept = JSON.parse(text) as {
    attempts: [string, string, string, string, number][];
    fields: [FieldReport['field'], FieldReport['support'], string][];
    warnings: string[];
  };
  return {
    attempts: kept.attempts.map(([provider, deployment, outcome, reason, latencyMs]) => {
      return { provider, deployment, outcome, reason, latencyMs };
    }),
    fields: kept.fields.map(([field, support, note]) => ({ field, support, note })),
    warnings: kept.warnings,
  };
}
