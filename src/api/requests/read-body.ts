/** A request's body as bytes: JSON in UTF-8 by its own word, and no more than it may be. */
import type { Refusal } from '../answer.ts'

export const LARGEST_BODY_BYTES = 5 * 1024 * 1024

/** Who sends somewhat too much is heard out, or they would not hear the answer; nothing of it is kept. */
const MOST_READ_BYTES = 4 * LARGEST_BODY_BYTES

export type ReadBody = { ok: true; bytes: Uint8Array } | { ok: false; refusal: Refusal }

export async function readBody({ headers, body }: Request): Promise<ReadBody> {
  if (!isJson(headers.get('content-type')) || headers.has('content-encoding')) {
    const message = 'Expected a body of content-type application/json, in UTF-8, not compressed.'
    return { ok: false, refusal: { status: 415, code: 'unsupported_media_type', message } }
  }
  // What it says is believed only where it says too much; else it is counted as it comes.
  const saysTooMuch = Number(headers.get('content-length') ?? 0) > LARGEST_BODY_BYTES
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of body ?? []) {
    size += chunk.length
    if (size > MOST_READ_BYTES) return tooLarge
    if (!saysTooMuch && size <= LARGEST_BODY_BYTES) chunks.push(chunk)
  }
  return saysTooMuch || size > LARGEST_BODY_BYTES ? tooLarge : { ok: true, bytes: Buffer.concat(chunks) }
}

const tooLarge: ReadBody = {
  ok: false,
  refusal: {
    status: 413,
    code: 'too_large',
    message: `Expected at most ${LARGEST_BODY_BYTES} bytes; send the records in several requests.`,
    // Where there is a rest, it is not read.
    headers: { Connection: 'close' },
  },
}

function isJson(contentType: string | null): boolean {
  return /^application\/json *(; *charset="?utf-8"? *)?$/i.test(contentType ?? '')
}
