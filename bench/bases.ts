/** Two real bases with the same imported records, one on PostgreSQL and one embedded, with a linked chat per investor. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { generateDemo } from '../src/demo/generate-demo.ts'
import { defaultPolicy } from '../src/domain/policy.ts'
import { createAssistantStore } from '../src/storage/chats/assistant-store.ts'
import type { Database } from '../src/storage/engine/database.ts'
import { openEmbedded } from '../src/storage/engine/open-embedded.ts'
import { openPostgres } from '../src/storage/engine/open-postgres.ts'
import { type PostgresServer, startPostgresServer } from '../test/support/postgres-server.ts'
import { startChild } from './children.ts'

export const KISHT = new URL('../bin/kisht.js', import.meta.url).pathname

export type Environment = Record<string, string>

export interface Bases {
  /** The environment in which Kisht opens each. */
  postgres: Environment
  embedded: Environment
  /** Of the real PostgreSQL server. */
  postgresPid: number
  chatIds: number[]
  /** For bases of one's own. */
  server: PostgresServer
  stop(): Promise<void>
}

const FIRST_CHAT_ID = 10_001

export async function prepareBases(folder: string): Promise<Bases> {
  const files = join(folder, 'files')
  mkdirSync(files)
  const demo = generateDemo({ seed: 1, now: Temporal.Now.instant(), contractZone: defaultPolicy.contractZone })
  for (const [name, text] of Object.entries(demo)) writeFileSync(join(files, name), text)

  const server = await startPostgresServer(join(folder, 'postgres'))
  try {
    await server.createDatabase('kisht')
    const url = `${server.url}/kisht`
    const postgres = { DATABASE_URL: url, DATA_DIR: join(folder, 'data-postgres') }
    const embedded = { DATA_DIR: join(folder, 'data') }
    for (const environment of [postgres, embedded]) {
      const imported = await startChild({ argv: [KISHT, 'import', files], environment, ready: /^(Payments): / })
      await imported.ended
    }
    const investors = [
      ...new Set(
        demo['plans.csv']
          .trim()
          .split('\n')
          .slice(1)
          .map((row) => row.split(',')[1] ?? ''),
      ),
    ]
    await linkChats(await openPostgres(url), investors)
    const opened = await openEmbedded(embedded.DATA_DIR)
    if (!opened.ok) throw new Error('the embedded base is in use')
    await linkChats(opened.database, investors)
    return {
      postgres,
      embedded,
      postgresPid: Number(readFileSync(join(folder, 'postgres', 'data', 'postmaster.pid'), 'utf8').split('\n', 1)[0]),
      chatIds: investors.map((_, index) => FIRST_CHAT_ID + index),
      server,
      stop: () => server.stop(),
    }
  } catch (error) {
    await server.stop()
    throw error
  }
}

/** As the assistant links them, without the conversation that leads there. */
async function linkChats(database: Database, memberNos: readonly string[]): Promise<void> {
  const now = Temporal.Now.instant()
  const store = createAssistantStore(database, defaultPolicy.contractZone)
  for (const [index, memberNo] of memberNos.entries()) {
    const chat = { channel: 'telegram', chatId: String(FIRST_CHAT_ID + index) } as const
    const content = { kind: 'text', text: '' } as const
    const inbound = { chat, updateId: `link ${index}`, isPrivate: true, senderId: chat.chatId, content }
    await store.changeOnce(inbound, now, (changes) => changes.linkChat(chat, memberNo, now))
  }
  await database.close()
}
