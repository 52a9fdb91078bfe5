#!/usr/bin/env node
// The way in. It makes sure that the right Node.js runs and that the database client is generated, and then hands over
// to src/main.ts. Plain JavaScript, so that any Node.js can read it and say what is needed.
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import module from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const needed = 26
const root = dirname(dirname(fileURLToPath(import.meta.url)))
const bins = join(root, 'node_modules', '.bin')

if (Number(process.versions.node.split('.')[0]) < needed) {
  const packaged = join(bins, process.platform === 'win32' ? 'node.exe' : 'node')
  if (!existsSync(packaged) || process.env.KISHT_PACKAGED_NODE) {
    process.stderr.write(`Kisht needs Node.js ${needed}; this is ${process.version}. Run "npm install" first.\n`)
    process.exit(3)
  }
  const env = { ...process.env, KISHT_PACKAGED_NODE: '1' }
  const child = spawn(packaged, process.argv.slice(1), { stdio: 'inherit', env })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  process.exit(await new Promise((resolve) => child.once('exit', (status) => resolve(status ?? 3))))
}

generateDatabaseClient()
if (process.argv[2] !== 'prepare') {
  silenceExperimentalWarnings()
  // What was compiled once is not compiled again: starts sooner, and takes less memory.
  module.enableCompileCache?.(join(root, 'node_modules', '.cache', 'kisht'))
  const { main } = await import('../src/main.ts')
  await main(process.argv.slice(2))
}

/** SQLite and WebAssembly modules are called experimental; nobody who starts the assistant can do anything about it. */
function silenceExperimentalWarnings() {
  const [print] = process.listeners('warning')
  process.removeAllListeners('warning')
  process.on('warning', (warning) => {
    if (warning.name !== 'ExperimentalWarning') print?.(warning)
  })
}

/** Generated from the schema, again whenever the schema or Prisma changed; not kept in the repository. */
function generateDatabaseClient() {
  const folder = join(root, 'src', 'storage', 'generated')
  const stampFile = join(folder, '.made-from')
  const stamp = createHash('sha256')
    .update(readFileSync(join(root, 'prisma', 'schema.prisma')))
    .update(readFileSync(join(root, 'node_modules', 'prisma', 'package.json')))
    .digest('hex')
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return
  const { status, stderr } = spawnSync(
    process.execPath,
    [join(root, 'node_modules', 'prisma', 'build', 'index.js'), 'generate'],
    {
      cwd: root,
      encoding: 'utf8',
    },
  )
  if (status !== 0) {
    process.stderr.write(stderr)
    process.exit(3)
  }
  writeFileSync(stampFile, stamp)
}
