import { expect, test } from 'vitest';
import { base64Placeholder, encodeAnswer } from './json-with-base64.ts';

test('the answer reads as if it had been written in one piece', () => {
  const pictures = [Buffer.from('first'), Buffer.from('the second picture')] as const;
  const [first, second] = pictures;
  const given = [
    { bytes: first },
    { bytes: second, base64: Buffer.from(second.toString('base64')) },
  ];
  const prompt = `"quoted" ${base64Placeholder(1)} – übermütig`;
  const answer = {
    data: pictures.map((_, i) => ({
      b64_json: base64Placeholder(i),
      revised_prompt: i ? prompt : 'x',
    })),
    size: '1x1',
  };
  const read = JSON.parse(Buffer.concat(encodeAnswer(answer, given)).toString('utf8'));
  expect(read).toEqual({
    data: [
      { b64_json: pictures[0]?.toString('base64'), revised_prompt: 'x' },
      { b64_json: pictures[1]?.toString('base64'), revised_prompt: prompt },
    ],
    size: '1x1',
  });
});

test('an answer without a place for a picture is a fault, not a silent loss', () => {
  expect(() => encodeAnswer({ data: [] }, [{ bytes: Buffer.from('lost') }])).toThrow('no place');
});
