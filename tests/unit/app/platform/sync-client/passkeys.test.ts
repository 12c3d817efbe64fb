import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { hasPasskeys, makePasskey, usePasskey } from '#app/platform/sync-client/passkeys.ts'

const challenge = 'aaaa'
const useOptions = { challenge, rpId: 'caibao.test' }
const makeOptions = {
  challenge,
  rp: { id: 'caibao.test', name: '采报' },
  user: { id: 'aaaa', name: 'jia', displayName: '甲' },
  pubKeyCredParams: [{ alg: -7, type: 'public-key' }],
}

/** A browser that answers every question about passkeys like this. */
function browserThat(refuses: Error): void {
  const credentials = { get: () => Promise.reject(refuses), create: () => Promise.reject(refuses) }
  vi.stubGlobal('navigator', { credentials })
}

describe('a passkey', () => {
  beforeEach(() => vi.stubGlobal('PublicKeyCredential', vi.fn<() => void>()))
  afterEach(() => vi.unstubAllGlobals())

  test.each(['NotAllowedError', 'AbortError'])('that the person turns away from (%s) is no failure', async (name) => {
    browserThat(new DOMException('no', name))
    expect(await usePasskey(useOptions)).toEqual({ ok: true, value: undefined })
    expect(await makePasskey(makeOptions)).toEqual({ ok: true, value: undefined })
  })

  test('says at which address it works, when this is another', async () => {
    browserThat(new DOMException('no', 'SecurityError'))
    const refused = { ok: false, error: { code: 'PASSKEY_ADDRESS_OTHER', params: { host: 'caibao.test' } } }
    expect(await usePasskey(useOptions)).toEqual(refused)
    expect(await makePasskey(makeOptions)).toEqual(refused)
  })

  test('says that this device has one already', async () => {
    browserThat(new DOMException('no', 'InvalidStateError'))
    expect(await makePasskey(makeOptions)).toMatchObject({ error: { code: 'PASSKEY_HERE_ALREADY' } })
  })

  test('says what the browser could not do', async () => {
    browserThat(new DOMException('no', 'NotSupportedError'))
    const failed = (reason: string) => ({ ok: false, error: { code: 'PASSKEY_FAILED', params: { reason } } })
    expect(await usePasskey(useOptions)).toEqual(failed('NotSupportedError'))
    vi.stubGlobal('navigator', {})
    expect(await usePasskey(useOptions)).toEqual(failed('TypeError'))
    expect(await makePasskey({ ...makeOptions, rp: undefined })).toMatchObject({ error: { code: 'PASSKEY_FAILED' } })
  })

  test('is asked for only where the browser has them', () => {
    vi.stubGlobal('isSecureContext', true)
    expect(hasPasskeys()).toBe(true)
    vi.stubGlobal('isSecureContext', false)
    expect(hasPasskeys()).toBe(false)
  })
})
