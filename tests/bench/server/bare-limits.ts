import { generateKeyPairSync, sign, verify } from 'node:crypto'
import { closeSync, fdatasyncSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { Pool } from 'pg'

const bytes = Buffer.alloc(4096, 'x')

function perSecond(seconds: number, once: () => void): number {
  const startedAt = performance.now()
  let count = 0
  while (performance.now() - startedAt < seconds * 1000) {
    once()
    count += 1
  }
  return (count * 1000) / (performance.now() - startedAt)
}

/** 4 KB written and on the disk, one after the other. */
export function writeLimit(folder: string, seconds: number): number {
  const file = openSync(join(folder, 'bare'), 'w')
  const rate = perSecond(seconds, () => {
    writeSync(file, bytes)
    fdatasyncSync(file)
  })
  closeSync(file)
  return rate
}

/** ES256 on one core: verify and sign of 4 KB, each for itself. */
export function signatureLimits(seconds: number): { readonly verify: number; readonly sign: number } {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const signature = sign('sha256', bytes, privateKey)
  return {
    verify: perSecond(seconds, () => void verify('sha256', bytes, publicKey, signature)),
    sign: perSecond(seconds, () => void sign('sha256', bytes, privateKey)),
  }
}

/** One row of 4 KB a transaction, synchronous commit, over so many connections. */
export async function postgresLimit(url: string, connections: number, seconds: number): Promise<number> {
  const pool = new Pool({ connectionString: url, max: connections })
  await pool.query('create table bare (id bigint generated always as identity, file bytea not null)')
  const endAt = performance.now() + seconds * 1000
  let count = 0
  await Promise.all(
    Array.from({ length: connections }, async () => {
      const client = await pool.connect()
      while (performance.now() < endAt) {
        await client.query({ name: 'insert', text: 'insert into bare (file) values ($1)', values: [bytes] })
        count += 1
      }
      client.release()
    }),
  )
  await pool.end()
  return count / seconds
}
