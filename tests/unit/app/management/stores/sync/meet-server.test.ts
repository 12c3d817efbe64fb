import { describe, expect, test } from 'vitest'
import { meetAgain } from '#app/management/stores/sync/meet-server.ts'
import type { StaffServer } from '#app/platform/sync-client/staff-server.ts'
import { aReceiptSigner } from '#tests/support/a-server.ts'

/** A server that says this of its key. */
function aServer(about: { readonly kid: string; readonly key: unknown }): StaffServer {
  const answer = { ok: true, value: about }
  // eslint-disable-next-line typescript/no-unsafe-type-assertion -- nothing but the key is looked at
  return { ask: () => Promise.resolve(answer) } as unknown as StaffServer
}

describe('meeting the server again', () => {
  test('believes the one that was met first', async () => {
    const {
      kid,
      key: { publicJwk: key },
    } = await aReceiptSigner()
    expect(await meetAgain(aServer({ kid, key }), kid)).toMatchObject({ ok: true, value: { kid } })
    expect(await meetAgain(aServer({ kid, key }), undefined)).toMatchObject({ ok: true })
  })

  test('refuses one that signs with another key, and asks the person', async () => {
    const [
      first,
      {
        kid,
        key: { publicJwk: key },
      },
    ] = await Promise.all([aReceiptSigner(), aReceiptSigner()])
    const met = await meetAgain(aServer({ kid, key }), first.kid)
    expect(met).toMatchObject({ ok: false, remedy: 'needsPerson', error: { code: 'UNIT_SERVER_KEY_OTHER' } })
  })

  test('refuses one that only calls itself by the name of the first key', async () => {
    const [
      { kid },
      {
        key: { publicJwk: key },
      },
    ] = await Promise.all([aReceiptSigner(), aReceiptSigner()])
    const met = await meetAgain(aServer({ kid, key }), kid)
    expect(met).toMatchObject({ ok: false, error: { code: 'DELIVERY_ANSWER_FOREIGN' } })
  })
})
