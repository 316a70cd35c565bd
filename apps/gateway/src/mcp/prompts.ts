import type { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { z } from 'zod';

const character = z.string().describe('The character: an https URL, a data URL or an img_ id.');

interface RemixPrompt {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly args: Readonly<Record<string, z.ZodString>>;
  readonly text: (args: Readonly<Record<string, string>>) => string;
}

const PROMPTS: readonly RemixPrompt[] = [
  {
    name: 'new_scene',
    title: 'Put a character somewhere else',
    description: 'One character in a setting that you name.',
    args: { character, scene: z.string().describe('Where: "on a beach at sunset".') },
    text: ({ character: image, scene }) =>
      `Use remix_character with the image ${image} and the prompt "my character ${scene}". ` +
      'Look at the preview; when the character is not whole or not itself, try another seed once.',
  },
  {
    name: 'new_style',
    title: 'Draw a character in another art style',
    description: 'One character, same pose, in a named art style.',
    args: { character, style: z.string().describe('An art style such as watercolor.') },
    text: ({ character: image, style }) =>
      `Use remix_character with the image ${image}, art_style "${style}" and a prompt that keeps ` +
      'the setting plain, so that the style shows. If the style is unknown, the error names all.',
  },
  {
    name: 'storyboard',
    title: 'Tell a story with a character',
    description: 'Four pictures of one character in one style.',
    args: { character, story: z.string().describe('The story in a sentence or two.') },
    text: ({ character: image, story }) =>
      `Split this story into four scenes: ${story}\n` +
      `Make one picture a scene with remix_character, always with the image ${image}, the same ` +
      'art_style and the same size. Say the price of four pictures first (list_models).',
  },
  {
    name: 'product_mockup',
    title: 'Show a mascot on a product',
    description: 'A mascot as it would look in an advertisement.',
    args: { character, product: z.string().describe('The product and where it is seen.') },
    text: ({ character: image, product }) =>
      `Use remix_character with the image ${image} to show the mascot together with ${product}: ` +
      'clean light, room for a headline, aspect_ratio 16:9, n 2.',
  },
];

/** Prompts for common remixes. */
export function addPrompts(server: McpServer): void {
  for (const { name, title, description, args, text } of PROMPTS) {
    server.registerPrompt(name, { title, description, argsSchema: { ...args } }, (given) => ({
      messages: [
        {
          role: 'user',
          content: { type: 'text', text: text(given as Readonly<Record<string, string>>) },
        },
      ],
    }));
  }
}
