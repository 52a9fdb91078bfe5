/** The product with its API on, on either engine, and back offices that talk to it. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { type IncomingHttpHeaders, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { exportFiles } from '../../src/back-office/exporting/export-folder.ts'
import { callRunning } from '../../src/command-line/control-socket.ts'
import { defaultPolicy } from '../../src/domain/policy.ts'
import { openExportStore } from '../../src/storage/back-office/export-store.ts'
import type { Database } from '../../src/storage/engine/database.ts'
import { openPostgres } from '../../src/storage/engine/open-postgres.ts'
import { freshDataDir, freshPostgresUrl } from '../support/databases.ts'
import { type KishtProcess, startKisht } from '../support/kisht-process.ts'

export const keys = {
  writer: 'writer-0123456789-0123456789-0123456789',
  reader: 'reader-0123456789-0123456789-0123456789',
  hasty: 'hasty-01234567890-0123456789-0123456789',
}
const API_KEYS = `office:write:${keys.writer}, books:read:${keys.reader},hasty:read:${keys.hasty}`

export interface Answered {
  status: number
  headers: IncomingHttpHeaders
  text: string
  // biome-ignore lint/suspicious/noExplicitAny: what comes over the wire is looked at by the test
  json: any
}

export interface Asked {
  method?: string
  key?: string | null
  body?: string | Uint8Array | readonly Uint8Array[]
  headers?: Readonly<Record<string, string | undefined>>
}

export interface ApiJourney {
  kisht(): KishtProcess
  ask(path: string, asked?: Asked): Promise<Answered>
  /** A write with a key of its own for repetitions, unless the headers have one. */
  post(path: string, body: unknown, asked?: Asked): Promise<Answered>
  /** The six files as one text. */
  exported(): Promise<string>
  startAgain(): Promise<void>
  /** On PostgreSQL: what the process sees, seen from beside. */
  database: Database | undefined
  close(): Promise<void>
}

export async function startApi(engine: Database['engine'], clock = '2026-03-20T12:30:00+03:00'): Promise<ApiJourney> {
  const { dataDir, remove } = freshDataDir()
  const postgres = engine === 'postgresql' ? await freshPostgresUrl() : undefined
  const database = postgres && (await openPostgres(postgres.url))
  const env = { API_KEYS, CLOCK: clock, DEMO: 'auto', ...(postgres && { DATABASE_URL: postgres.url }) }
  const start = () => startKisht({ dataDir, env })
  let running = await start()
  let count = 0
  const journey: ApiJourney = {
    kisht: () => running,
    database,
    ask: (path, asked = {}) => send(`${running.address}${path}`, asked),
    post: (path, body, asked = {}) =>
      journey.ask(path, {
        method: 'POST',
        ...asked,
        body: typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body),
        headers: {
          'content-type': 'application/json',
          'idempotency-key': `of its own ${count++}`.replaceAll(' ', '-'),
          ...asked.headers,
        },
      }),
    exported: () => (database ? exportBeside(database) : exportFrom(dataDir)),
    async startAgain() {
      running = await start()
    },
    async close() {
      try {
        await running.stop()
      } finally {
        await database?.close()
        await postgres?.remove()
        remove()
      }
    },
  }
  return journey
}

/** On a connection of its own, which the server may hang up before all was said. */
function send(url: string, { method = 'GET', key = keys.writer, body, headers = {} }: Asked): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const given = { ...(key !== null && { authorization: `Bearer ${key}` }), ...headers }
    const known = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
    const isWhole = typeof body === 'string' || body instanceof Uint8Array
    const length = isWhole ? { 'content-length': Buffer.byteLength(body) } : {}
    const sending = request(url, { method, agent: false, headers: { ...length, ...known } }, async (response) => {
      let text = ''
      response.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk
      })
      response.once('error', reject)
      response.once('end', () => {
        const { statusCode = 0, headers } = response
        const isJson = /json/.test(headers['content-type'] ?? '')
        resolve({ status: statusCode, headers, text, json: isJson ? JSON.parse(text) : undefined })
      })
    })
    // What comes after the answer is no failure of it.
    sending.once('error', reject)
    if (body !== undefined && !isWhole) for (const chunk of body as readonly Uint8Array[]) sending.write(chunk)
    sending.end(isWhole ? body : undefined)
  })
}

async function exportBeside(database: Database): Promise<string> {
  const { files } = await exportFiles({ store: openExportStore(database), policy: defaultPolicy })
  return [...files].map(([name, text]) => `== ${name}\n${text}`).join('')
}

async function exportFrom(dataDir: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'kisht-api-'))
  const said: string[] = []
  const output = { out: (line: string) => said.push(line), err: (line: string) => said.push(line), status() {} }
  const exit = await callRunning(dataDir, { argv: ['export', folder], workingDir: folder }, output)
  if (exit !== 0) throw new Error(said.join('\n'))
  const text = readdirSync(folder)
    .toSorted()
    .map((name) => `== ${name}\n${readFileSync(join(folder, name), 'utf8')}`)
    .join('')
  rmSync(folder, { recursive: true })
  return text
}
