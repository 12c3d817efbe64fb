// What a thin server does for an upload: one ES256 verify, one durable insert, an answer. usage: node thin-server.ts <folder | postgres://…>
import { createPublicKey, verify } from 'node:crypto'
import { createServer } from 'node:http'
import { DatabaseSync } from 'node:sqlite'
import { join } from 'node:path'
import { Pool } from 'pg'

const where = process.argv[2] ?? ''

async function openInsert(): Promise<(digest: string, file: string) => Promise<void>> {
  const table = 'create table if not exists thin (digest text primary key, file text not null)'
  if (where.startsWith('postgres://')) {
    const pool = new Pool({ connectionString: where, max: 10 })
    await pool.query(table)
    return async (digest, file) => {
      await pool.query({ name: 'insert', text: 'insert into thin values ($1, $2)', values: [digest, file] })
    }
  }
  const database = new DatabaseSync(join(where, 'thin.sqlite'))
  database.exec(`pragma journal_mode = wal; pragma synchronous = full; ${table}`)
  const statement = database.prepare('insert into thin values (?, ?)')
  return (digest, file) => Promise.resolve(void statement.run(digest, file))
}

const insert = await openInsert()

async function take(text: string): Promise<string> {
  const { payload, signatures } = JSON.parse(text)
  const [{ protected: header, signature }] = signatures
  const { jwk } = JSON.parse(Buffer.from(header, 'base64url').toString())
  const key = { key: createPublicKey({ key: jwk, format: 'jwk' }), dsaEncoding: 'ieee-p1363' } as const
  const isGood = verify('sha256', Buffer.from(`${header}.${payload}`), key, Buffer.from(signature, 'base64url'))
  if (!isGood) throw new Error('bad signature')
  await insert(signature, text)
  return '{"ok":true}'
}

const server = createServer((incoming, outgoing) => {
  const chunks: Buffer[] = []
  incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
  incoming.once('end', () => {
    take(Buffer.concat(chunks).toString()).then(
      (answer) => outgoing.end(answer),
      () => outgoing.writeHead(500).end(),
    )
  })
})
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  process.stdout.write(`http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/\n`)
})
