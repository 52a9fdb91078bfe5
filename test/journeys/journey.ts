/** A Bot API double, the product running against it on the sample project, and people who write to it. */
import { createServer } from 'node:net'
import { callRunning } from '../../src/command-line/control-socket.ts'
import type { InboxMessage } from '../support/bot-api/chat-view.ts'
import type { Person } from '../support/bot-api/person.ts'
import { type BotApi, type BotApiOptions, startBotApi } from '../support/bot-api/start-bot-api.ts'
import { type KishtProcess, type Ran, runKisht, startKisht } from '../support/kisht-process.ts'
import { sampleDataDir, samplePolicy } from './sample-base.ts'

export const token = '4242:TEST-token-of-the-double'

/** Friday, 20 March 2026, 12:30 in Moscow: the moment at which the expected answers were worked out. */
export const noon = '2026-03-20T12:30:00+03:00'

/** Starting takes a while when everything is tested at once. */
export const patient = { timeoutMs: 15_000 }

export interface JourneyOptions {
  clock?: string
  way?: 'polling' | 'webhook'
  env?: Readonly<Record<string, string>>
  api?: Partial<BotApiOptions>
}

export interface Journey {
  api: BotApi
  dataDir: string
  /** Of the process that runs now. */
  kisht(): KishtProcess
  /** Starts it again on the same data, after `kill` or `stop`; optionally at another time, or with settings added. */
  startAgain(clock?: string, added?: Readonly<Record<string, string>>): Promise<void>
  /** A command as an operator types it, without the time that a process takes. */
  typed(...argv: string[]): Promise<Ran>
  /** Stops it, and runs a command at another time as a process of its own. */
  stopAndRun(clock: string, ...args: string[]): Promise<Ran>
  /** A one-time code as `kisht link` gives it, without the time that a process takes. */
  code(memberNo: string): Promise<string>
  /** Links the person's chat; gives the greeting. */
  link(person: Person, memberNo: string): Promise<InboxMessage>
  /** Lines on standard error that tell of a failure. */
  failures(): string[]
  close(): Promise<void>
}

export async function startJourney(options: JourneyOptions = {}): Promise<Journey> {
  const [api, { dataDir, remove }] = await Promise.all([startBotApi({ token, ...options.api }), sampleDataDir()])
  const env = { ...environment(api), ...options.env, ...(options.way === 'webhook' && (await webhookEnvironment())) }
  const start = (clock: string, added?: JourneyOptions['env']) =>
    startKisht({ dataDir, env: { ...env, ...added, CLOCK: clock } })
  let running = await start(options.clock ?? noon).catch(async (error) => {
    await api.close()
    remove()
    throw error
  })

  const typed = async (...argv: string[]): Promise<Ran> => {
    const written = { out: '', err: '' }
    const exitCode = await callRunning(
      dataDir,
      { argv, workingDir: dataDir },
      {
        out: (line) => {
          written.out += `${line}\n`
        },
        err: (line) => {
          written.err += `${line}\n`
        },
        status() {},
      },
    )
    return { exitCode: exitCode ?? null, ...written }
  }
  const code = async (memberNo: string) => {
    const { exitCode, out, err } = await typed('link', memberNo, '--json')
    if (exitCode !== 0) throw new Error(`no code for ${memberNo}: ${out}${err}`)
    return String((JSON.parse(out) as { code: unknown }).code)
  }
  return {
    api,
    dataDir,
    kisht: () => running,
    async startAgain(clock = options.clock ?? noon, added = {}) {
      running = await start(clock, added)
    },
    typed,
    async stopAndRun(clock, ...args) {
      await running.stop()
      return runKisht(args, { dataDir, env: { ...env, CLOCK: clock } })
    },
    code,
    async link(person, memberNo) {
      person.catchUp()
      person.starts(await code(memberNo))
      await person.nextMessage(patient)
      person.taps('link yes')
      return person.nextMessage(patient)
    },
    failures: () =>
      running
        .stderr()
        .split('\n')
        .filter((line) => /failed|"level":(50|60)/.test(line)),
    async close() {
      try {
        await running.stop()
      } finally {
        await api.close()
        remove()
      }
    },
  }
}

/** Writes and waits for the answer. */
export async function ask(person: Person, text: string): Promise<InboxMessage> {
  person.catchUp()
  person.sends(text)
  return person.nextMessage(patient)
}

/** Taps and waits for a new message. */
export async function tap(person: Person, choice: string | RegExp): Promise<InboxMessage> {
  person.catchUp()
  person.taps(choice)
  return person.nextMessage(patient)
}

/** Sends what no button of theirs carries and waits for the answer. */
export async function forge(person: Person, data: string): Promise<InboxMessage> {
  person.catchUp()
  person.forges(data)
  return person.nextMessage(patient)
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}

function environment(api: BotApi): Record<string, string> {
  return { TELEGRAM_BOT_TOKEN: token, TELEGRAM_API_ROOT: api.url, POLICY_FILE: samplePolicy }
}

export const webhookSecret = 'only_for_tests'

async function webhookEnvironment(): Promise<Record<string, string>> {
  const port = await freePort()
  return {
    HTTP_PORT: String(port),
    PUBLIC_URL: `http://127.0.0.1:${port}`,
    TELEGRAM_WEBHOOK_SECRET: webhookSecret,
  }
}
