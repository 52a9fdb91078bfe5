/**
 * The real product as a process of its own, as an operator runs it: started, spoken to by its command line, stopped or
 * killed. Its environment holds only what is given here, and its working directory is its data folder, so nothing of
 * the developer's machine gets in.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

const bin = fileURLToPath(new URL('../../bin/kisht.js', import.meta.url))
/**
 * The embedded database is WebAssembly. Compiling its busiest parts a second time, for speed, costs a process that lives for
 * seconds more than it gets out of it.
 */
export const compilingOnce = ['--liftoff-only']

const START_MS = 90_000
const STOP_MS = 15_000

export interface KishtOptions {
  dataDir: string
  /** Added to the environment, or replacing what stands there by default. */
  env?: Readonly<Record<string, string>>
  /** Kills it, at once. */
  signal?: AbortSignal
}

export interface Ran {
  exitCode: number | null
  out: string
  err: string
}

export interface KishtProcess {
  /** Where its HTTP server listens. */
  address: string
  /** All that it has written to standard error so far. */
  stderr(): string
  /** Runs another process for a command, which hands it to this one. */
  command(...args: string[]): Promise<Ran>
  /** As an operator stops it; resolves with the exit code. */
  stop(): Promise<number | null>
  /** As the power fails: at once, without a word. */
  kill(): Promise<void>
}

/** Rejects, with what it wrote, when the process ends before it is ready. */
export async function startKisht(options: KishtOptions): Promise<KishtProcess> {
  const started = launch(['start'], options)
  const { child } = started
  const address = await untilReady(started)
  return {
    address,
    stderr: started.err,
    command: (...args) => runKisht(args, options),
    async stop() {
      if (hasEnded(child)) return child.exitCode
      const ended = once(child, 'exit')
      child.kill('SIGTERM')
      const isInTime = await Promise.race([ended.then(() => true), wait(STOP_MS, false, { ref: false })])
      if (!isInTime) child.kill('SIGKILL')
      await ended
      if (!isInTime) throw new Error(`not stopped within ${STOP_MS} ms\n${started.err()}`)
      return child.exitCode
    },
    async kill() {
      if (hasEnded(child)) return
      const ended = once(child, 'exit')
      child.kill('SIGKILL')
      await ended
    },
  }
}

/** One command of the command line, to its end. */
export async function runKisht(args: readonly string[], options: KishtOptions): Promise<Ran> {
  const { child, out, err } = launch(args, options)
  await once(child, 'close')
  return { exitCode: child.exitCode, out: out(), err: err() }
}

interface Launched {
  child: ChildProcess
  out(): string
  err(): string
}

function launch(args: readonly string[], { dataDir, env, signal }: KishtOptions): Launched {
  const { PATH = '', HOME = '', TMPDIR = '' } = process.env
  const child = spawn(process.execPath, [...compilingOnce, bin, ...args], {
    cwd: dataDir,
    env: { PATH, HOME, TMPDIR, DATA_DIR: dataDir, HTTP_PORT: '0', DEMO: 'off', LOG_LEVEL: 'info', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  signal?.addEventListener('abort', () => child.kill('SIGKILL'))
  const written = { out: '', err: '' }
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    written.out += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    written.err += text
  })
  return { child, out: () => written.out, err: () => written.err }
}

async function untilReady({ child, out, err }: Launched): Promise<string> {
  const deadlineMs = Date.now() + START_MS
  while (Date.now() < deadlineMs) {
    const address = /(?:running at|Playground:) (http:\/\/[^\s/]+)/.exec(out())?.[1]
    if (address) return address
    if (hasEnded(child)) throw new Error(`ended with ${child.exitCode} before it was ready\n${out()}\n${err()}`)
    await wait(20)
  }
  child.kill('SIGKILL')
  throw new Error(`not ready within ${START_MS} ms\n${out()}\n${err()}`)
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null
}
