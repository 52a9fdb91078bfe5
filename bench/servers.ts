/** The servers under test, each in a process of its own, and how to reach its webhook. */
import { type Bases, type Environment, KISHT } from './bases.ts'
import { BOT_TOKEN } from './bot-api.ts'
import { type Child, startChild } from './children.ts'
import type { Target } from './load.ts'

export interface Server extends Child {
  target: Target
}

export type ServerName = 'grammY' | 'no database' | 'PostgreSQL' | 'PGlite'

export interface Surroundings {
  bases: Bases
  /** The Bot API double. */
  apiRoot: string
  /** Of an answer to /next, in characters. */
  textLength: number
}

const SECRET = 'bench-secret'
const READY = /^ready (\S+)/

export async function startServer(name: ServerName, { bases, apiRoot, textLength }: Surroundings): Promise<Server> {
  const own = { BOT_TOKEN, TELEGRAM_API_ROOT: apiRoot, WEBHOOK_SECRET: SECRET }
  const { postgres, embedded, chatIds } = bases
  switch (name) {
    case 'grammY': {
      const environment = { ...own, TEXT_LENGTH: String(textLength) }
      const child = await startChild({ argv: [...nodeOptions(), fileOf('bare-grammy.ts')], environment, ready: READY })
      return { ...child, target: { url: child.said, secret: SECRET, chatIds } }
    }
    case 'no database': {
      const environment = { ...own, ...postgres, CHAT_IDS: chatIds.join(',') }
      const child = await startChild({
        argv: [...nodeOptions(), fileOf('without-database.ts')],
        environment,
        ready: READY,
      })
      return { ...child, target: targetOf(child, chatIds) }
    }
    case 'PostgreSQL':
      return startKisht(postgres, apiRoot, chatIds)
    case 'PGlite':
      return startKisht(embedded, apiRoot, chatIds)
  }
}

async function startKisht(base: Environment, apiRoot: string, chatIds: readonly number[]): Promise<Server> {
  const child = await startChild({
    argv: [...nodeOptions(), KISHT, 'start'],
    environment: {
      ...base,
      DEMO: 'off',
      HTTP_PORT: '0',
      PUBLIC_URL: 'http://127.0.0.1',
      TELEGRAM_BOT_TOKEN: BOT_TOKEN,
      TELEGRAM_API_ROOT: apiRoot,
      TELEGRAM_WEBHOOK_SECRET: SECRET,
    },
    ready: /^Kisht is running at (\S+)/,
  })
  return { ...child, target: targetOf(child, chatIds) }
}

function targetOf({ said }: Child, chatIds: readonly number[]): Target {
  return { url: `${said}/telegram/webhook`, secret: SECRET, chatIds }
}

/** For looking closer: `BENCH_NODE_OPTIONS='--cpu-prof --cpu-prof-dir=/tmp/p'`. */
function nodeOptions(): string[] {
  return (process.env.BENCH_NODE_OPTIONS ?? '').split(' ').filter((option) => option !== '')
}

function fileOf(name: string): string {
  return new URL(name, import.meta.url).pathname
}
