import { describe, expect, it } from 'vitest';
import { parseBox, readPicture } from './picture-files.ts';

describe('parseBox', () => {
  it('reads four shares of a picture', () => {
    expect(parseBox('0.2, 0.1,0.5,0.9')).toEqual([0.2, 0.1, 0.5, 0.9]);
  });

  it.each(['', '1,2,3', '0,0,0,1', '0.5,0,0.6,1', '0,0,1,1,1', 'a,b,c,d', '-0.1,0,1,1'])(
    'refuses "%s"',
    (text) => {
      expect(() => parseBox(text)).toThrow('x,y,width,height');
    },
  );
});

describe('readPicture', () => {
  it('names the file that is missing', async () => {
    await expect(readPicture('no-such-file.png')).rejects.toThrow(
      'no-such-file.png cannot be read (ENOENT).',
    );
  });
});
