import { defineConfig } from 'prisma/config'

// `prisma generate` looks for a native schema engine that it does not use; pointing it at any file keeps it from
// trying to download one. Migrations run on the WebAssembly engine (src/storage/migrate.ts).
process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= 'package.json'

export default defineConfig({ schema: 'prisma/schema.prisma' })
