import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { generateKeyPairSync } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { calculateJwkThumbprint, exportJWK } from 'jose'
import * as v from 'valibot'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { runVerify } from '#cli/verify.ts'
import { publicJwkSchema } from '#core/submission/submission.ts'
import { formatFingerprint } from '#core/unit/fingerprint.ts'
import { createReceiptSigner } from '#server/intake/sign-receipt.ts'
import { aSignedFile } from '#tests/support/sync.ts'

const taskId = '0f8fad5b-d9cb-469f-a165-70867728950e'

async function aServer() {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const publicJwk = v.parse(publicJwkSchema, await exportJWK(publicKey))
  const kid = await calculateJwkThumbprint(publicJwk, 'sha256')
  const sign = createReceiptSigner({ privateKey, publicJwk, kid })
  const receiptOf = (digest: string): string =>
    sign({
      digest,
      device: 'd'.repeat(43),
      taskId,
      orgId: taskId,
      receivedAt: 1_795_453_200_000,
      position: 12,
      head: 'b'.repeat(64),
      server: kid,
    })
  return { kid, receiptOf }
}

describe('caibao verify --receipt', () => {
  let folder = ''
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'caibao-receipt-'))
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))

  async function fileOf(name: string, text: string): Promise<string> {
    const file = join(folder, name)
    await writeFile(file, text)
    return file
  }
  async function run(...args: string[]) {
    const lines: string[] = []
    const complaints: string[] = []
    const exit = await runVerify(args, { out: (line) => lines.push(line), err: (line) => complaints.push(line) })
    return { exit, said: lines.join('\n'), complained: complaints.join('\n') }
  }

  test('says for which submission, where in the log and by which server', async () => {
    const { text, digest } = await aSignedFile()
    const { kid, receiptOf } = await aServer()
    const file = await fileOf('a.rpu', text)
    const receipt = await fileOf('a.receipt', receiptOf(digest))
    const result = await run('--receipt', receipt, file, '--server', formatFingerprint(kid))
    expect(result).toMatchObject({ exit: 0, complained: '' })
    expect(result.said).toContain('日志第 12 条')
    expect(result.said).toContain(formatFingerprint(kid))
    expect(await run('--receipt', receipt)).toMatchObject({ exit: 0 })
  })

  test('refuses the receipt of another submission, of another server, and a forged one', async () => {
    const { text } = await aSignedFile()
    const { receiptOf } = await aServer()
    const file = await fileOf('b.rpu', text)
    const whole = receiptOf('a'.repeat(64))
    const receipt = await fileOf('b.receipt', whole)
    expect((await run('--receipt', receipt, file)).complained).toContain('不是这份报送文件的')
    expect((await run('--receipt', receipt, '--server', 'x')).complained).toContain('不是您指定的服务器签发的')
    const elsewhere = Buffer.from('{"digest":"0"}').toString('base64url')
    const forged = await fileOf('c.receipt', whole.replace(/"payload": "[^"]+/, `"payload": "${elsewhere}`))
    expect((await run('--receipt', forged)).exit).toBe(1)
    const swapped = await fileOf('d.receipt', whole.replace(/"signature": ".{4}/, '"signature": "AAAA'))
    expect((await run('--receipt', swapped)).exit).toBe(1)
  })
})
