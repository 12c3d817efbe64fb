import { beforeEach, expect, test, vi } from 'vitest'
import { publishedSchemes } from '#app/platform/scheme/published-schemes.ts'
import { publishScheme } from '#core/scheme/scheme-file.ts'
import { realCodes } from '#tests/support/real-codes.ts'
import { anUpdate } from '#tests/support/scheme-updates.ts'
import { aSigningKey } from '#tests/support/signing-keys.ts'

const wire = vi.hoisted(() => ({ answers: new Map<string, string>() }))
vi.mock('#app/platform/sync-client/send-over-wire.ts', () => ({
  sendOverWire: async ({ path }: { readonly path: string }) => {
    const text = wire.answers.get(path)
    return text === undefined ? { kind: 'failed', why: 'offline' } : { kind: 'answer', status: 200, text }
  },
}))

const { bundle } = await realCodes()
const said = { publisher: '自治区职改办', publishedAt: '2026-11-24T00:00:00.000Z' }

/** What a server that published one version answers. */
beforeEach(async () => {
  const key = await aSigningKey()
  const next = await anUpdate(bundle)
  const text = await publishScheme(next, said, key)
  const { id, version, digest } = next.manifest
  const { publisher, publishedAt } = said
  const about = { publisher, publishedAt: Date.parse(publishedAt), signer: 'a'.repeat(43), sizeBytes: text.length }
  const release = { id, version, digest, ...about }
  wire.answers = new Map([
    ['/api/v1/schemes', JSON.stringify({ items: [release] })],
    [`/api/v1/schemes/${version}`, text],
  ])
})

const broken = () => Promise.reject(new DOMException('the process that keeps the database died', 'UnknownError'))

/** The settings of this device; some of them may not be read or written. */
function device(fault: { readonly get?: typeof broken; readonly put?: typeof broken } = {}) {
  const rows = new Map<string, { value: unknown }>()
  const settings = {
    get: async (key: string) => rows.get(key),
    put: async ({ key, value }: { readonly key: string; readonly value: unknown }) => void rows.set(key, { value }),
    ...fault,
  }
  // eslint-disable-next-line typescript/no-unsafe-type-assertion -- nothing else of the database is touched
  return publishedSchemes({ settings } as unknown as Parameters<typeof publishedSchemes>[0], bundle)
}

test('a newer version is kept for a time without a network, until it is dismissed', async () => {
  const published = device()
  expect(await published.check()).toMatchObject({ version: '2012.2', isDismissed: false })
  wire.answers.clear()
  expect(await published.check()).toMatchObject({ version: '2012.2' })
  await published.dismiss()
  expect(await published.kept()).toMatchObject({ isDismissed: true })
})

test('one that the device cannot keep is not told of: it could not be installed', async () => {
  expect(await device({ put: broken }).check()).toBeUndefined()
})

test('a device that reads nothing is without news, and nothing is thrown', async () => {
  wire.answers.clear()
  const published = device({ get: broken, put: broken })
  expect(await published.kept()).toBeUndefined()
  expect(await published.check()).toBeUndefined()
  await expect(published.dismiss()).resolves.toBeUndefined()
})
