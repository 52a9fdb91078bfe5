/** Cuts a stream of bytes after its line ends, so that every portion is text by itself. */

/** More than any row may have; without it a file that has no line ends would be held whole. */
const MOST_WITHOUT_LINE_END = 2_000_000

/** `undefined` is given instead of a portion where no line ends for too long; nothing comes after it. */
export async function* wholeLines(content: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer | undefined> {
  let rest: Buffer[] = []
  let restLength = 0
  for await (const bytes of content) {
    const chunk = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    const end = chunk.lastIndexOf(LINE_END) + 1
    if (end > 0) {
      yield Buffer.concat([...rest, chunk.subarray(0, end)])
      rest = []
      restLength = 0
    }
    if (end < chunk.length) {
      rest.push(chunk.subarray(end))
      restLength += chunk.length - end
    }
    if (restLength > MOST_WITHOUT_LINE_END) {
      yield undefined
      return
    }
  }
  if (restLength > 0) yield Buffer.concat(rest)
}

const LINE_END = 0x0a
