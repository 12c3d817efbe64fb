import { once } from 'node:events'
import { type Server, createServer } from 'node:http'
import { afterEach, describe, expect, test } from 'vitest'
import { listen } from '#server/listen.ts'

const host = '127.0.0.1'

describe('listen', () => {
  const servers: Server[] = []
  function aServer(): Server {
    const server = createServer()
    servers.push(server)
    return server
  }
  afterEach(async () => {
    await Promise.all(
      servers.splice(0).map(async (server) => {
        if (!server.listening) return
        server.close()
        await once(server, 'close')
      }),
    )
  })

  test('takes any free port for 0', async () => {
    expect(await listen(aServer(), { host, port: 0 })).toBeGreaterThan(0)
  })

  test('goes on to a free port when the wanted one is taken', async () => {
    const taken = await listen(aServer(), { host, port: 0 })
    const next = await listen(aServer(), { host, port: taken })
    expect(next).toBeGreaterThan(taken)
  })

  test('gives up after the attempts it was given', async () => {
    const taken = await listen(aServer(), { host, port: 0 })
    await expect(listen(aServer(), { host, port: taken, attempts: 1 })).rejects.toThrow('EADDRINUSE')
  })

  test('says at once when the address itself is wrong', async () => {
    await expect(listen(aServer(), { host: '203.0.113.1', port: 0 })).rejects.toThrow('EADDRNOTAVAIL')
  })
})
