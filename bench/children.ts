/** Processes of the bench: each says by a line that it is ready, and all of them end with it, also when it fails. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'

export interface Child {
  pid: number
  /** What the first line that matches `ready` says in its first group. */
  said: string
  /** From spawning it to that line. */
  readyAfterMs: number
  /** Sends a message and waits for the answer. */
  ask<Answer>(message: object): Promise<Answer>
  /** Resolves when it ended by itself, as well as otherwise. */
  ended: Promise<unknown>
  stop(): Promise<void>
}

export interface Start {
  /** What follows `node`. */
  argv: readonly string[]
  ready: RegExp
  environment?: Readonly<Record<string, string>>
  workingDir?: string
  /** For work that takes long until it says so. */
  longestMs?: number
  /** Opens a channel for messages. */
  hasMessages?: boolean
}

const LONGEST_START_MS = 60_000
const LONGEST_STOP_MS = 10_000

const running = new Set<ChildProcess>()

// Whatever ends the bench, and however abruptly.
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL')
})

export async function startChild(start: Start): Promise<Child> {
  const startedAtMs = performance.now()
  const child = spawn(process.execPath, start.argv, {
    stdio: ['ignore', 'pipe', 'inherit', start.hasMessages ? 'ipc' : 'ignore'],
    env: { PATH: process.env.PATH, HOME: process.env.HOME, LOG_LEVEL: 'info', ...start.environment },
    ...(start.workingDir && { cwd: start.workingDir }),
  })
  running.add(child)
  const ended = once(child, 'exit').finally(() => running.delete(child))
  const said = await untilReady(child, start)
  if (child.pid === undefined) throw new Error('a process without a number')
  return {
    pid: child.pid,
    said,
    readyAfterMs: performance.now() - startedAtMs,
    ask: <Answer>(message: object) => ask<Answer>(child, message),
    ended,
    stop: () => end(child),
  }
}

/** The last thing the bench does, whatever happened before. */
export async function stopAllChildren(): Promise<void> {
  await Promise.all([...running].map(end))
}

function untilReady(child: ChildProcess, { argv, ready, longestMs = LONGEST_START_MS }: Start): Promise<string> {
  return new Promise((resolve, reject) => {
    const fail = (why: string) => reject(new Error(`${argv.join(' ')} ${why}`))
    const timer = setTimeout(() => fail('did not get ready'), longestMs)
    child.once('error', reject)
    child.once('exit', (code) => fail(`ended with ${code}`))
    if (!child.stdout) return fail('has no output')
    createInterface(child.stdout).on('line', (line) => {
      const match = ready.exec(line)
      if (!match) return
      clearTimeout(timer)
      resolve(match[1] ?? '')
    })
  })
}

async function ask<Answer>(child: ChildProcess, message: object): Promise<Answer> {
  child.send(message)
  const [answer] = await once(child, 'message')
  return answer as Answer
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exit = once(child, 'exit')
  child.kill('SIGTERM')
  const timer = setTimeout(() => child.kill('SIGKILL'), LONGEST_STOP_MS)
  await exit
  clearTimeout(timer)
}
