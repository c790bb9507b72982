/** Characters of text that leave at once: a piece for each point would be a piece for each packet. */
const PIECE_CHARACTERS = 16_384;

/**
 * A header and a line for each item, in UTF-8, written as fast as it is read: nothing is made before it is asked for, so
 * memory does not grow with the number of items. A reader who goes away ends the reading of items too.
 */
export function streamOf<T>(
  header: string,
  items: AsyncGenerator<T>,
  write: (item: T) => string,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let waiting = header;
  const source: UnderlyingSource<Uint8Array> = {
    async pull(controller) {
      while (waiting.length < PIECE_CHARACTERS) {
        const { done, value } = await items.next();
        if (done) {
          if (waiting !== "") controller.enqueue(encoder.encode(waiting));
          controller.close();
          return;
        }
        waiting += write(value);
      }
      controller.enqueue(encoder.encode(waiting));
      waiting = "";
    },
    async cancel() {
      await items.return(undefined);
    },
  };
  // Nothing is read for an answer that is sent without its body: to HEAD, and 304.
  return new ReadableStream(source, { highWaterMark: 0 });
}
