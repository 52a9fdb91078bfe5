/** The server's side of the page: requests and the stream of events. All addresses are relative: same origin only. */

/** @param {string} path @param {Record<string, string>} query */
export async function get(path, query) {
  return await answerOf(await fetch(`api/${path}?${new URLSearchParams(query)}`))
}

/** @param {string} path @param {Record<string, unknown>} body */
export async function post(path, body) {
  const headers = { 'Content-Type': 'application/json' }
  return await answerOf(await fetch(`api/${path}`, { method: 'POST', headers, body: JSON.stringify(body) }))
}

/** @param {Response} response */
async function answerOf(response) {
  if (!response.ok) throw new Error(`${response.status} ${response.url}`)
  return await response.json()
}

/**
 * @param {Record<string, (data: any) => void>} handlers one for each kind of event
 * @param {(isConnected: boolean) => void} onConnection
 */
export function listen(handlers, onConnection) {
  const source = new EventSource('api/events')
  for (const [name, handle] of Object.entries(handlers)) {
    source.addEventListener(name, (event) => handle(JSON.parse(event.data)))
  }
  source.addEventListener('open', () => onConnection(true))
  source.addEventListener('error', () => {
    onConnection(false)
    // The browser tries again by itself, but for an answer that is no event stream (a proxy's error page): then we do.
    if (source.readyState === EventSource.CLOSED) setTimeout(() => listen(handlers, onConnection), 3000)
  })
}
