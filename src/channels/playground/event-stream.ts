/**
 * Server-sent events. A page that is new, or was away for too long, first gets `hello` and is to load everything; one
 * that comes back with a `Last-Event-ID` of this run gets what it missed and nothing else.
 */
import type { Context } from 'hono'
import { type SSEStreamingApi, streamSSE } from 'hono/streaming'
import type { EventLog } from './event-log.ts'

const heartbeatMs = 15_000

export function streamEvents(context: Context, log: EventLog, run: string): Response {
  // Proxies in between must not collect events before they pass them on.
  context.header('X-Accel-Buffering', 'no')
  const resumed = parsePlace(context.req.header('last-event-id'), run)
  return streamSSE(context, (stream) => writeEvents(stream, log, run, resumed))
}

async function writeEvents(stream: SSEStreamingApi, log: EventLog, run: string, resumed?: number): Promise<void> {
  let place = resumed
  while (!stream.aborted && !log.isClosed()) {
    const missed = place === undefined ? undefined : log.after(place)
    if (missed === undefined) {
      place = log.lastNumber()
      await stream.writeSSE({ event: 'hello', id: `${run}.${place}`, data: JSON.stringify({ run }) })
      continue
    }
    for (const event of missed) {
      place = event.number
      await stream.writeSSE({ event: event.name, id: `${run}.${place}`, data: event.data })
    }
    if (missed.length === 0 && (await quiet(stream, log))) await stream.write(': still here\n\n')
  }
}

/** Waits for the next event; true: none came for a heartbeat's time. */
function quiet(stream: SSEStreamingApi, log: EventLog): Promise<boolean> {
  return new Promise((resolve) => {
    const settle = (isQuiet: boolean) => {
      clearTimeout(timer)
      cancel()
      resolve(isQuiet)
    }
    const timer = setTimeout(() => settle(true), heartbeatMs)
    const cancel = log.onNext(() => settle(false))
    stream.onAbort(() => settle(false))
  })
}

function parsePlace(lastEventId: string | undefined, run: string): number | undefined {
  const [ofRun, number] = lastEventId?.split('.') ?? []
  return ofRun === run && number !== undefined && /^\d{1,15}$/.test(number) ? Number(number) : undefined
}
