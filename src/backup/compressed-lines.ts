/** The lines of a gzip file, as many at a time as one step of decompressing gives. */
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { createGunzip } from 'node:zlib'

/** What the system refuses is thrown as the system says it. */
export class BrokenFile extends Error {
  /** It begins as such a file does. */
  readonly isCompressed: boolean

  constructor(message: string, isCompressed = true) {
    super(message)
    this.isCompressed = isCompressed
  }
}

/** Of what is decompressed: this much is held, and one line. */
const STEP_BYTES = 1 << 20
/** No line of ours comes near it, and what is no backup must not fill the memory. */
const LONGEST_LINE_BYTES = 1 << 28

export async function* compressedLines(file: string): AsyncGenerator<readonly string[]> {
  const source = createReadStream(file)
  const gunzip = createGunzip({ chunkSize: STEP_BYTES })
  source.once('error', (error) => gunzip.destroy(error))
  let isCompressed = false
  source.once('data', (bytes) => {
    isCompressed = Buffer.from(bytes).indexOf(GZIP) === 0
  })
  let begun: Buffer[] = []
  let begunBytes = 0
  try {
    for await (const chunk of source.pipe(gunzip) as AsyncIterable<Buffer>) {
      const lines: string[] = []
      let start = 0
      for (let end = chunk.indexOf(LINE_FEED); end >= 0; end = chunk.indexOf(LINE_FEED, start)) {
        lines.push(Buffer.concat([...begun, chunk.subarray(start, end)]).toString('utf8'))
        begun = []
        begunBytes = 0
        start = end + 1
      }
      begun.push(chunk.subarray(start))
      begunBytes += chunk.length - start
      if (begunBytes > LONGEST_LINE_BYTES) throw new BrokenFile('a line without end')
      if (lines.length > 0) yield lines
    }
  } catch (error) {
    const isAboutContent = error instanceof Error && 'code' in error && String(error.code).startsWith('Z_')
    throw isAboutContent ? new BrokenFile(error.message, isCompressed) : error
  } finally {
    source.destroy()
  }
  if (begunBytes > 0) throw new BrokenFile('it ends within a line')
  // What follows the end of the compressed data is passed over in silence.
  if (gunzip.bytesWritten !== (await stat(file)).size) throw new BrokenFile('it goes on after its end')
}

const LINE_FEED = 0x0a
const GZIP = Buffer.from([0x1f, 0x8b])
