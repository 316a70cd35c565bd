import { z } from 'zod';
import { ProviderError, type UpstreamUsage } from '../define-provider.ts';
import type { PartialAnswer } from '../fields/gather-answers.ts';
import type { UpstreamAnswer } from '../http/call-upstream.ts';
import { asCause } from '../http/explain-failure.ts';
import { readPicture } from '../http/read-picture.ts';
import { explainAnswer } from '../openai-wire/explain-answer.ts';
import { decodeBase64 } from '../openai-wire/read-images.ts';

const TITLE = 'Google';

const partSchema = z.object({
  inlineData: z.object({ mimeType: z.string().optional(), data: z.string() }).optional(),
  /** A picture of the model's thinking, not its answer. */
  thought: z.boolean().optional(),
});

const count = z.int().nonnegative().optional();
const answerSchema = z.object({
  candidates: z
    .array(
      z.object({
        content: z.object({ parts: z.array(partSchema).optional() }).optional(),
        finishReason: z.string().optional(),
      }),
    )
    .optional(),
  promptFeedback: z.object({ blockReason: z.string().optional() }).optional(),
  usageMetadata: z
    .object({ promptTokenCount: count, candidatesTokenCount: count, totalTokenCount: count })
    .optional(),
});

const errorSchema = z.object({
  error: z.object({
    details: z
      .array(z.object({ reason: z.string().optional(), retryDelay: z.string().optional() }).loose())
      .optional(),
  }),
});

/** Ends of a candidate that mean the content was not wanted. */
const REFUSALS = /SAFETY|PROHIBITED|BLOCKLIST|RECITATION|SPII/;

/** Reads the picture out of an answer. Throws `ProviderError`. */
export function readGoogleAnswer(answer: UpstreamAnswer, nowMs: number): PartialAnswer {
  const body = answer.status === 200 ? answerSchema.safeParse(answer.json).data : undefined;
  if (body === undefined || (!body.candidates && !body.promptFeedback)) {
    throw explainGoogleError(answer, nowMs);
  }
  const usage = readUsage(body.usageMetadata);
  const [candidate] = body.candidates ?? [];
  const part = candidate?.content?.parts?.find((one) => one.inlineData && !one.thought);
  if (part?.inlineData) {
    const bytes = decodeBase64(part.inlineData.data);
    if (readPicture(bytes) === null) throw failed('sent no complete picture.', 'yes');
    return { pictures: [{ bytes, seed: null, revisedPrompt: null }], usage };
  }
  const reason = body.promptFeedback?.blockReason ?? candidate?.finishReason ?? '';
  if (body.promptFeedback?.blockReason || REFUSALS.test(reason)) {
    // The tokens of the question are counted even where no picture follows.
    const message = `${TITLE} refused the words or a picture.`;
    throw new ProviderError('refused', message, { billed: 'maybe', cause: reason });
  }
  throw failed('answered without a picture.', 'maybe', reason);
}

/** Wrong keys come as 400, and how long to wait stands in the body. */
export function explainGoogleError(answer: UpstreamAnswer, nowMs: number): ProviderError {
  const details = errorSchema.safeParse(answer.json).data?.error.details ?? [];
  if (details.some((one) => one.reason === 'API_KEY_INVALID')) {
    const message = `${TITLE} did not accept the key it is configured with.`;
    return new ProviderError('unauthorized', message, { billed: 'no', cause: asCause(answer) });
  }
  const failure = explainAnswer(answer, { title: TITLE, billsNobody: false, nowMs });
  const delay = details.map((one) => /^(\d+)(\.\d+)?s$/.exec(one.retryDelay ?? '')?.[1])[0];
  if (delay === undefined || failure.retryAfterSeconds !== null) return failure;
  return new ProviderError(failure.kind, failure.message, {
    billed: failure.billed,
    retryAfterSeconds: Math.min(Number(delay) + 1, 3_600),
    cause: failure.cause,
  });
}

function readUsage(usage: z.infer<typeof answerSchema>['usageMetadata']): UpstreamUsage | null {
  const {
    promptTokenCount: input,
    candidatesTokenCount: output,
    totalTokenCount: total,
  } = usage ?? {};
  if (input === undefined || output === undefined || total === undefined) return null;
  return { inputTokens: input, outputTokens: output, totalTokens: total };
}

function failed(what: string, billed: 'maybe' | 'yes', cause?: unknown): ProviderError {
  return new ProviderError('failed', `${TITLE} ${what}`, { billed, cause });
}
