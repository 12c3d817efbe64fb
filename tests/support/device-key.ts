import type { Page } from 'playwright-core'

/** x of the key that signs on this device. */
export const keyOf = (page: Page): Promise<string> =>
  page.evaluate(async () => {
    const request = indexedDB.open('caibao')
    const database = await new Promise<IDBDatabase>((resolve) => {
      request.addEventListener('success', () => resolve(request.result))
    })
    const reading = database.transaction('keys').objectStore('keys').get('device')
    await new Promise((resolve) => {
      reading.addEventListener('success', resolve)
    })
    database.close()
    return (await crypto.subtle.exportKey('jwk', reading.result.publicKey)).x ?? ''
  })

/** Has the device sign with a key as the first version kept it: with nothing beside that could be taken out. */
export const putKeyThatStays = (page: Page): Promise<void> =>
  page.evaluate(async () => {
    const curve = { name: 'ECDSA', namedCurve: 'P-256' }
    const { privateKey, publicKey } = await crypto.subtle.generateKey(curve, false, ['sign', 'verify'])
    const request = indexedDB.open('caibao')
    await new Promise((resolve) => {
      request.addEventListener('success', resolve)
    })
    const keys = request.result.transaction('keys', 'readwrite').objectStore('keys')
    const put = keys.put({ id: 'device', privateKey, publicKey })
    await new Promise((resolve) => {
      put.addEventListener('success', resolve)
    })
    request.result.close()
  })
