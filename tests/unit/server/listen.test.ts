import { once } from 'node:events'
import { type Server, createServer } from 'node:http'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { listen } from '#server/listen.ts'
import { sayListenFailure } from '#server/listen-failure.ts'

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

  test('names the port that was set where the ones after it are taken, too', async () => {
    const first = await listen(aServer(), { host, port: 0 })
    const after = await listen(aServer(), { host, port: first })
    const started = listen(aServer(), { host, port: first, attempts: after - first + 1 })
    await expect(started).rejects.toThrow(new RegExp(`^PORT=${first} .*从 ${first} 到 ${after} .*EADDRINUSE`))
  })

  test('says at once when the address itself is wrong', async () => {
    await expect(listen(aServer(), { host: '203.0.113.1', port: 0 })).rejects.toThrow(
      /^HOST=203\.0\.113\.1 不是这台机器的地址（EADDRNOTAVAIL）/,
    )
  })

  test('says where a port belongs that was written to the address', async () => {
    const started = listen(aServer(), { host: 'caibao.invalid:8080', port: 80 })
    await expect(started).rejects.toThrow(/^HOST=caibao\.invalid:8080 不是地址.*端口写在 PORT（现在是 80）/)
  })

  test('says of a port after a taken one what the system says of that one', async () => {
    const taken = await listen(aServer(), { host, port: 0 })
    const server = aServer()
    const listenOn = server.listen.bind(server)
    vi.spyOn(server, 'listen').mockImplementation((port: unknown, ...rest: readonly unknown[]) => {
      if (port === taken) return Reflect.apply(listenOn, server, [port, ...rest])
      queueMicrotask(() => server.emit('error', refused('EACCES')))
      return server
    })
    await expect(listen(server, { host, port: taken })).rejects.toThrow(new RegExp(`PORT=${taken + 1} .*EACCES`))
  })

  const refused = (code: string) => Object.assign(new Error('listen'), { code })
  test('says what to do about a port that the user of the service may not have', () => {
    const low = sayListenFailure(refused('EACCES'), { host: '0.0.0.0', port: 443 })
    expect(low).toMatch(/^HOST=0\.0\.0\.0 PORT=443 .*代理.*AmbientCapabilities/)
    expect(sayListenFailure(refused('EACCES'), { host, port: 50_000 })).toMatch(/PORT=50000 .*别的端口/)
    expect(sayListenFailure(refused('EAFNOSUPPORT'), { host: '::', port: 8080 })).toContain('HOST=:: PORT=8080')
  })

  test('has no words for what it does not know', () => {
    expect(sayListenFailure(refused('EMFILE'), { host, port: 8080 })).toBeUndefined()
    expect(sayListenFailure('EACCES', { host, port: 8080 })).toBeUndefined()
  })
})
