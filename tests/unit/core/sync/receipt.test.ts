import { calculateJwkThumbprint } from 'jose'
import { describe, expect, test } from 'vitest'
import { signFile } from '#core/signed/sign-file.ts'
import { isReceiptFor, readReceipt, type ReceiptContent, receiptKind } from '#core/sync/receipt.ts'
import { taskKind } from '#core/task/task.ts'
import { aSigningKey } from '#tests/support/signing-keys.ts'

const taskId = '0f8fad5b-d9cb-469f-a165-70867728950e'

async function aReceipt(changes: Partial<ReceiptContent> = {}) {
  const key = await aSigningKey()
  const server = await calculateJwkThumbprint(key.publicJwk, 'sha256')
  const content: ReceiptContent = {
    digest: 'a'.repeat(64),
    device: 'd'.repeat(43),
    taskId,
    orgId: taskId,
    receivedAt: 1_795_453_200_000,
    position: 12,
    head: 'b'.repeat(64),
    server,
    ...changes,
  }
  return { key, server, content, text: await signFile(receiptKind, content, key) }
}

describe('a receipt', () => {
  test('reads back as it was signed', async () => {
    const { text, content, server } = await aReceipt()
    const read = await readReceipt(text)
    expect(read.ok && read.value.content).toEqual(content)
    expect(read.ok && read.value.signer).toBe(server)
  })

  test('counts for its own submission, task and server only', async () => {
    const { text, server } = await aReceipt()
    const read = await readReceipt(text)
    if (!read.ok) throw new Error(read.error.code)
    const expected = { digest: 'a'.repeat(64), taskId, serverKey: server }
    expect(isReceiptFor(read.value, expected)).toBe(true)
    expect(isReceiptFor(read.value, { ...expected, digest: 'c'.repeat(64) })).toBe(false)
    expect(isReceiptFor(read.value, { ...expected, taskId: 'x' })).toBe(false)
    expect(isReceiptFor(read.value, { ...expected, serverKey: 'd'.repeat(43) })).toBe(false)
  })

  test('counts for nobody when it names another server than the one that signed', async () => {
    const { text, server } = await aReceipt({ server: 'e'.repeat(43) })
    const read = await readReceipt(text)
    const expected = { digest: 'a'.repeat(64), taskId, serverKey: server }
    expect(read.ok && isReceiptFor(read.value, expected)).toBe(false)
  })

  test('is no receipt when something else was signed or it was changed', async () => {
    const { key, content, text } = await aReceipt()
    const asTask = await signFile({ ...receiptKind, typ: taskKind.typ }, content, key)
    expect((await readReceipt(asTask)).ok).toBe(false)
    expect(
      (await readReceipt(text.replace(/"payload": "(.)/, (_, first) => `"payload": "${first === 'e' ? 'f' : 'e'}`))).ok,
    ).toBe(false)
  })
})
