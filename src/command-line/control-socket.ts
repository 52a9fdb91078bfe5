/**
 * A command that meets a running assistant is carried out by it, because only one process may open an embedded
 * database. The two talk over a Unix socket in the data folder that only its owner can open: one JSON line asks, JSON
 * lines answer.
 */
import { chmodSync, rmSync } from 'node:fs'
import { createConnection, createServer, type Socket } from 'node:net'
import { join, relative } from 'node:path'
import { createInterface } from 'node:readline'
import { type ExitCode, exitCodes, type Output } from './command.ts'
import type { Typed } from './run-command.ts'

type Answer = { out: string } | { err: string } | { status: string } | { exit: ExitCode }

export interface ControlSocket {
  close(): Promise<void>
}

export function serveCommands(
  dataDir: string,
  run: (typed: Typed, output: Output) => Promise<ExitCode>,
): Promise<ControlSocket> {
  const path = socketPath(dataDir)
  // Left over from a process that was killed; the folder's lock says that nobody listens on it.
  rmSync(path, { force: true })
  const idle = new Set<Socket>()
  const server = createServer((socket) => {
    idle.add(socket)
    socket.setTimeout(LONGEST_SILENCE_MS, () => idle.has(socket) && socket.destroy())
    socket.once('close', () => idle.delete(socket))
    const write = (answer: Answer) => socket.writable && socket.write(`${JSON.stringify(answer)}\n`)
    const output: Output = {
      out: (line) => write({ out: line }),
      err: (line) => write({ err: line }),
      status: (line) => write({ status: line }),
    }
    socket.on('error', () => {})
    createInterface({ input: socket }).once('line', async (line) => {
      idle.delete(socket)
      const exit = await carryOut(line, output, run)
      socket.end(`${JSON.stringify({ exit } satisfies Answer)}\n`)
    })
  })
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    const mask = process.umask(0o177)
    server.listen(path, () => {
      process.umask(mask)
      chmodSync(path, 0o600)
      resolve({
        close: () =>
          new Promise((closed) => {
            server.close(() => closed())
            for (const socket of idle) socket.destroy()
          }),
      })
    })
  })
}

/** For a client that connects and asks nothing. */
const LONGEST_SILENCE_MS = 5_000

/** `undefined` when nobody listens. */
export function callRunning(dataDir: string, typed: Typed, output: Output): Promise<ExitCode | undefined> {
  return new Promise((resolve) => {
    const socket: Socket = createConnection(socketPath(dataDir))
    let exit: ExitCode = exitCodes.internal
    let isConnected = false
    socket.once('connect', () => {
      isConnected = true
      socket.write(`${JSON.stringify(typed)}\n`)
      createInterface({ input: socket }).on('line', (line) => {
        const answer = JSON.parse(line) as Answer
        if ('out' in answer) output.out(answer.out)
        else if ('err' in answer) output.err(answer.err)
        else if ('status' in answer) output.status(answer.status)
        else exit = answer.exit
      })
    })
    socket.on('error', () => {})
    socket.once('close', () => resolve(isConnected ? exit : undefined))
  })
}

async function carryOut(
  line: string,
  output: Output,
  run: (typed: Typed, output: Output) => Promise<ExitCode>,
): Promise<ExitCode> {
  try {
    return await run(JSON.parse(line) as Typed, output)
  } catch (error) {
    output.err(`This failed inside the running assistant: ${error instanceof Error ? error.message : error}`)
    return exitCodes.internal
  }
}

const LONGEST_SOCKET_PATH = 100

/** Systems limit the length of such a path, so the shorter way of naming it is taken. */
function socketPath(dataDir: string): string {
  const path = join(dataDir, 'kisht.sock')
  const fromHere = relative(process.cwd(), path)
  const shorter = fromHere.length < path.length ? fromHere : path
  if (Buffer.byteLength(shorter) > LONGEST_SOCKET_PATH) {
    throw new Error(`DATA_DIR is too long a path for a Unix socket: ${path}`)
  }
  return shorter
}
