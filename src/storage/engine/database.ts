/** An open database: PGlite embedded in a folder, or PostgreSQL. Everything above sees only this. */
import type { PGlite } from '@electric-sql/pglite'
import type { SqlMigrationAwareDriverAdapterFactory } from '@prisma/driver-adapter-utils'
import { type Prisma, PrismaClient } from '../generated/client.ts'
import type { Locks } from './locks.ts'

/** What runs queries: the client itself, or one transaction of it. */
export type Queries = PrismaClient | Prisma.TransactionClient

/** Rows of a table as lines of text: the fastest way in, where the database has one. */
export type CopyIn = (table: string, columns: readonly string[], lines: readonly string[]) => Promise<void>

export interface Database {
  engine: 'pglite' | 'postgresql'
  prisma: PrismaClient
  /** For what does not go through Prisma: the queue of jobs. */
  behind: { pglite: PGlite } | { url: string }
  locks: Locks
  /** On a connection of its own, outside of every transaction; not on one that all share. */
  copyIn?: CopyIn
  close(): Promise<void>
}

export function connectPrisma(adapter: SqlMigrationAwareDriverAdapterFactory): PrismaClient {
  return new PrismaClient({ adapter, transactionOptions: { maxWait: 10_000, timeout: 600_000 } })
}
