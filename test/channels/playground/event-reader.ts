/** Reads server-sent events the way a browser does, for tests over real HTTP. */
export interface ReadEvent {
  id: string
  name: string
  data: unknown
}

export interface EventReader {
  response: Response
  /** The next event; fails when none comes in time. */
  next(): Promise<ReadEvent>
  close(): void
}

export async function readEvents(url: string, lastEventId?: string): Promise<EventReader> {
  const stop = new AbortController()
  const headers = lastEventId === undefined ? {} : { 'Last-Event-ID': lastEventId }
  const response = await fetch(url, { headers, signal: AbortSignal.any([stop.signal, AbortSignal.timeout(10_000)]) })
  if (response.body === null) throw new Error('no stream')
  const chunks = response.body.pipeThrough(new TextDecoderStream())[Symbol.asyncIterator]()
  let pending = ''

  async function next(): Promise<ReadEvent> {
    for (;;) {
      const end = pending.indexOf('\n\n')
      if (end < 0) {
        const { value, done } = await chunks.next()
        if (done) throw new Error('the stream ended')
        pending += value
        continue
      }
      const event = parse(pending.slice(0, end))
      pending = pending.slice(end + 2)
      if (event) return event
    }
  }

  return { response, next, close: () => stop.abort() }
}

/** `undefined` for a comment. */
function parse(lines: string): ReadEvent | undefined {
  const fields = new Map(
    lines.split('\n').map((line) => [line.slice(0, line.indexOf(':')), line.replace(/^\w*: /, '')]),
  )
  const name = fields.get('event')
  return name === undefined
    ? undefined
    : { id: fields.get('id') ?? '', name, data: JSON.parse(fields.get('data') ?? '') }
}
