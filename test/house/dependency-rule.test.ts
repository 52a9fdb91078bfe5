/** The rule about who may import whom is enforced: a planted violation is found, and the house as it stands has none. */
import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const root = resolve(import.meta.dirname, '../..')

/** Each looks at every file, in a process of its own, and other tests may run beside it. */
const patient = { timeout: 60_000 }

describe('the dependency rule', () => {
  let copy = ''

  beforeAll(() => {
    copy = mkdtempSync(join(tmpdir(), 'kisht-house-'))
    for (const name of ['src', 'locales', 'package.json', 'tsconfig.json', '.dependency-cruiser.mjs']) {
      cpSync(join(root, name), join(copy, name), { recursive: true })
    }
    symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'))
  })
  afterAll(() => rmSync(copy, { recursive: true, force: true }))

  it('holds, over all files', patient, () => {
    const { status, stdout } = cruise(copy)
    expect(stdout).toMatch(/no dependency violations found \(\d{3,} modules/)
    expect(status).toBe(0)
  })

  const planted: [file: string, imports: string][] = [
    ['src/domain/planted.ts', 'zod'],
    ['src/domain/planted.ts', 'node:fs'],
    ['src/domain/planted.ts', '../assistant/speaker.ts'],
    ['src/assistant/planted.ts', '../storage/columns.ts'],
    ['src/assistant/planted.ts', '../channels/telegram/html.ts'],
    ['src/channels/telegram/planted.ts', '../playground/wire.ts'],
    ['src/http/planted.ts', '../storage/database.ts'],
    ['src/api/planted.ts', '../storage/database.ts'],
    ['src/api/planted.ts', '../command-line/command.ts'],
    ['src/command-line/planted.ts', '@prisma/client'],
    ['src/channels/telegram/planted.ts', 'pg'],
  ]

  it('refuses what it does not allow', patient, () => {
    planted.forEach(([file, imports], index) => {
      writeFileSync(
        join(copy, file.replace('.ts', `-${index}.ts`)),
        `import * as planted from '${imports}'\nexport { planted }\n`,
      )
    })
    const { status, stdout } = cruise(copy)
    expect(status).toBeGreaterThan(0)
    for (const [index, [file]] of planted.entries()) {
      expect(stdout).toContain(`${file.replace('.ts', `-${index}.ts`)} → `)
    }
  })
})

function cruise(folder: string) {
  const program = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs')
  const environment = { ...process.env, NO_COLOR: '1', FORCE_COLOR: '0' }
  return spawnSync(process.execPath, [program, '--config', '.dependency-cruiser.mjs', 'src'], {
    cwd: folder,
    encoding: 'utf8',
    env: environment,
  })
}
