import { readFile } from 'node:fs/promises'
import { assert, property, uint8Array } from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Draft } from '#app/platform/storage/draft-storage.ts'
import { readRescue } from '#app/platform/storage/read-rescue.ts'
import { writeRescue } from '#app/platform/storage/write-rescue.ts'
import type { Scheme } from '#core/scheme/scheme.ts'
import { aPerson } from '#tests/support/people.ts'
import { realCodes } from '#tests/support/real-codes.ts'

const bytesOf = (value: unknown): Uint8Array =>
  new TextEncoder().encode(typeof value === 'string' ? value : JSON.stringify(value))
const fixture = (name: string): Promise<Uint8Array> =>
  readFile(new URL(`../../../../fixtures/storage/${name}`, import.meta.url))

const draft: Draft = {
  id: aPerson().id,
  record: aPerson(),
  revision: 7,
  createdAt: 1,
  savedAt: 2,
  confirmations: [{ rule: 'B12', path: 'basic.name', message: '请核对。', reason: '无误' }],
  declarations: { retired: 'no' },
  handedIn: null,
  deletedAt: null,
}

describe('a rescue file', () => {
  let scheme: Scheme
  beforeAll(async () => {
    scheme = (await realCodes()).bundle.scheme
  })

  test('brings back what a person typed, and the answers that belong to it', () => {
    const { fileName, text } = writeRescue(draft)
    expect(fileName).toBe('采报-抢救-韦晓𬱖.json')
    const { record, savedAt, confirmations, declarations } = draft
    expect(readRescue(bytesOf(text), scheme)).toEqual({
      ok: true,
      value: { record, savedAt, confirmations, declarations, handedIn: null },
    })
  })

  test('says what was handed in of it, if it is said well', () => {
    const handedIn = { revision: 2, digest: 'a'.repeat(64), draftRevision: 6 }
    expect(readRescue(bytesOf(writeRescue({ ...draft, handedIn }).text), scheme)).toMatchObject({ value: { handedIn } })
    const odd = { ...handedIn, digest: 'A' }
    expect(readRescue(bytesOf(writeRescue({ ...draft, handedIn: odd }).text), scheme)).toMatchObject({
      error: { code: 'RESCUE_NOT_ONE', params: { path: 'draft.handedIn.digest' } },
    })
  })

  test.each(['rescue-0.json', 'rescue-1.json'])('of every format ever written is read: %s', async (name) => {
    expect(readRescue(await fixture(name), scheme)).toMatchObject({
      ok: true,
      value: { record: { basic: { name: '韦晓𬱖' } }, declarations: { retired: 'no' }, savedAt: 1_795_453_200_000 },
    })
  })

  test.each([
    ['RESCUE_VERSION_NEWER', { caibao: 'rescue/2', draft: { record: draft.record } }],
    ['RESCUE_NOT_ONE', { caibao: 'rescue/1' }],
    ['RESCUE_NOT_ONE', []],
    ['RESCUE_NOT_ONE', {}],
    ['RESCUE_NOT_ONE', { caibao: 'submission/1', payload: '' }],
    ['RECORD_SHAPE_BAD', { record: { ...draft.record, basic: 1 } }],
    ['RECORD_FIELD_UNKNOWN', { record: { ...draft.record, basic: { unheardOf: '1' } } }],
    ['RECORD_SCHEME_UNKNOWN', { record: { ...draft.record, scheme: 'other' } }],
    ['FILE_NOT_JSON', '{"record":'],
    ['FILE_KEY_FORBIDDEN', '{"record":{"__proto__":{}}}'],
    ['FILE_TOO_DEEP', '['.repeat(50)],
  ])('is refused as %s', (code, value) => {
    expect(readRescue(bytesOf(value), scheme)).toMatchObject({ ok: false, error: { code } })
  })

  test('cut anywhere, or noise, is refused', () => {
    const bytes = bytesOf(writeRescue(draft).text)
    for (let end = 0; end < bytes.length; end += 7) expect(readRescue(bytes.subarray(0, end), scheme).ok).toBe(false)
    assert(property(uint8Array({ maxLength: 200 }), (noise) => !readRescue(noise, scheme).ok))
  })
})
