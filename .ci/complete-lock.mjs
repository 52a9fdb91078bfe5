// Completes package-lock.json for every platform. A registry mirror that lacks the packages of other platforms leaves
// them out of the lock, and `npm ci` then refuses it. Run after changing dependencies: node .ci/complete-lock.mjs
import { readFileSync, writeFileSync } from 'node:fs'

const file = new URL('../package-lock.json', import.meta.url)
const lock = JSON.parse(readFileSync(file, 'utf8'))
let added = 0

for (const [path, holder] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(holder.optionalDependencies ?? {})) {
    const nested = `${path ? `${path}/` : ''}node_modules/${name}`
    const key = `node_modules/${name}`
    if (lock.packages[nested] || lock.packages[key] || !/^\d/.test(version)) continue
    lock.packages[key] = sorted({ version, ...platformOf(name), optional: true, ...(holder.dev && { dev: true }) })
    added++
  }
}

lock.packages = Object.fromEntries(Object.entries(lock.packages).toSorted(([a], [b]) => (a < b ? -1 : 1)))
writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`)
process.stdout.write(`${added} entries added\n`)

/** npm writes the fields in this order; in another one every install would change the file. */
function sorted({ version, ...fields }) {
  return { version, ...Object.fromEntries(Object.entries(fields).toSorted(([a], [b]) => (a < b ? -1 : 1))) }
}

/** Packages of one platform say it in their names: `cli-darwin-arm64`, `linux-x64-musl`. */
function platformOf(name) {
  const os = /-(darwin|linux|win32|android|freebsd|openharmony|wasi|aix|sunos|openbsd|netbsd|windows)/.exec(name)?.[1]
  const cpu = /-(x64|arm64|arm|ia32|ppc64|riscv64|s390x|loong64|mips64el|wasm32)/.exec(name)?.[1]
  const libc = /musl/.test(name) ? 'musl' : /gnu/.test(name) ? 'glibc' : undefined
  return {
    ...(cpu && { cpu: [cpu] }),
    ...(os && { os: [os === 'windows' ? 'win32' : os] }),
    ...(libc && { libc: [libc] }),
  }
}
