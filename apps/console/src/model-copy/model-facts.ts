import type { CatalogModel } from '@aigateway/catalog';
import { ENDPOINTS, formatUsd } from '@aigateway/contract';

/** Where the console stands: enough to word a page. */
export interface Place {
  readonly publicUrl: string;
  readonly mode: 'sandbox' | 'production';
}

/** A question and its answer on the model's page. */
export interface Faq {
  readonly question: string;
  readonly answer: string;
}

/** The list price of one picture: `$0.050`, or `free`. */
export function priceText(model: CatalogModel): string {
  return model.listPriceMicroUsd === 0n ? 'free' : formatUsd(model.listPriceMicroUsd, 3);
}

/** Where the model is called: the first of its endpoints. */
export function endpointOf(model: CatalogModel): string {
  return model.endpoints?.[0] ?? '/v1/images/generations';
}

/** Why this version cannot call the model at all, or null when it can. */
export function missingEndpointNote(model: CatalogModel): string | null {
  const endpoint = endpointOf(model);
  return ENDPOINTS.some(({ path }) => path === endpoint)
    ? null
    : `This model is called at ${endpoint}, which this version does not have yet.`;
}

/** The price with its unit. */
export function priceSentence(model: CatalogModel): string {
  return model.listPriceMicroUsd === 0n ? 'free of charge' : `${priceText(model)} per picture`;
}

/** The generated paragraph under the title. */
export function summarise(model: CatalogModel, { publicUrl }: Place): string {
  return (
    `${model.name} (${model.id}) is ${withArticle(model.modality)} model from ${model.maker}. ` +
    `Price through AIgateway: ${priceSentence(model)}. ` +
    `Call it at ${publicUrl}${endpointOf(model)} with model set to "${model.id}". ` +
    `Best for: ${model.useCases.join(', ').toLowerCase()}.`
  );
}

/** What a reader must know about who really draws, or null when it is the maker. */
export function standInNote(model: CatalogModel, { mode }: Place): string | null {
  if (model.builtInStandIn === 'never') return null;
  return mode === 'sandbox'
    ? `This installation is a sandbox: where no route to ${model.maker} is configured, the ` +
        'built-in engine stands in, and the x-aig-provider header says so.'
    : null;
}

/** How own keys work for this model, or null when there is no upstream to hold one at. */
export function ownKeyNote(model: CatalogModel): string | null {
  if (model.listPriceMicroUsd === 0n) return null;
  const rule =
    `With your own ${model.maker} key the calls are billed by ${model.maker} alone: your ` +
    'wallet is not touched and no fee is taken.';
  return takesOwnKeys()
    ? rule
    : `${rule} Attaching keys comes with /v1/provider-keys, which this version does not have yet.`;
}

/** The questions people ask, answered from the record. */
export function answerQuestions(model: CatalogModel, place: Place): Faq[] {
  const ownKey = ownKeyNote(model);
  return [
    {
      question: `What is ${model.name}?`,
      answer:
        `${model.description} It is ${withArticle(model.modality)} model from ${model.maker}, ` +
        `reached through an OpenAI-shaped API under the slug ${model.id}.`,
    },
    { question: `What does ${model.name} cost?`, answer: answerCost(model) },
    {
      question: `How do I call ${model.name} from my code?`,
      answer:
        `Point any OpenAI client at ${place.publicUrl}/v1 with an AIgateway key and set model ` +
        `to "${model.id}". Requests and answers have OpenAI's shape; everything else is an ` +
        'addition that you may ignore.',
    },
    {
      question: `Does ${model.name} do streaming, tool calling, vision, JSON mode, caching?`,
      answer: answerFeatures(model),
    },
    {
      question: `What is ${model.name} good for?`,
      answer:
        `${model.useCases.join(', ')}. ` +
        `Strengths: ${model.strengths.join('; ').toLowerCase()}.`,
    },
    ...(ownKey === null
      ? []
      : [{ question: `Can I bring my own ${model.maker} key?`, answer: ownKey }]),
  ];
}

function answerCost(model: CatalogModel): string {
  if (model.listPriceMicroUsd === 0n) return 'Nothing: it runs on your own machines.';
  return (
    `${priceText(model)} for each picture that is delivered. A platform fee of 5 % is taken ` +
    'once, when credit is bought, never per call. Failed, refused and cancelled calls cost nothing.'
  );
}

function answerFeatures(model: CatalogModel): string {
  const has = (capability: string) => (model.capabilities.includes(capability) ? 'yes' : 'no');
  return (
    `Streaming: ${has('streaming')}. Tool calling: no. Vision in the sense of describing ` +
    `pictures: no; taking pictures as input: ${has('image-to-image')}. JSON mode: no. Prompt ` +
    'caching: no. It is an image model: words and pictures go in, pictures come out.'
  );
}

function takesOwnKeys(): boolean {
  return ENDPOINTS.some((endpoint) => endpoint.path === '/v1/provider-keys');
}

function withArticle(word: string): string {
  return `${/^[aeiou]/i.test(word) ? 'an' : 'a'} ${word}`;
}
