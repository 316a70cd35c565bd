/** One server-sent event: its name and its data as JSON. */
export interface ServerEvent {
  readonly name: string;
  readonly data: unknown;
}

/** The events of a stream as they come. Comments, which keep proxies awake, are left out. */
export async function* readEvents(body: ReadableStream<Uint8Array>): AsyncGenerator<ServerEvent> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  // Pictures are long lines: pieces are joined once, when the event is whole.
  let pieces: string[] = [];
  try {
    while (true) {
      const { done, value } = await reader.read();
      if (done) return;
      const text = decoder.decode(value, { stream: true });
      const joint = (pieces.at(-1) ?? '').endsWith('\n') && text.startsWith('\n');
      pieces.push(text);
      if (!joint && !text.includes('\n\n')) continue;
      const blocks = pieces.join('').split('\n\n');
      pieces = [blocks.pop() ?? ''];
      for (const block of blocks) {
        const event = readBlock(block);
        if (event) yield event;
      }
    }
  } finally {
    reader.cancel().catch(() => {});
  }
}

function readBlock(block: string): ServerEvent | null {
  let name = 'message';
  let data = '';
  for (const line of block.split('\n')) {
    if (line.startsWith('event:')) name = line.slice(6).trim();
    else if (line.startsWith('data:')) data += line.slice(5).trimStart();
  }
  return data === '' ? null : { name, data: JSON.parse(data) };
}
