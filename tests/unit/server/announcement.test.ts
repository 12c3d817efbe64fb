import { describe, expect, test } from 'vitest'
import { announcement } from '#server/announcement.ts'
import { readTrustedProxies } from '#server/trusted-proxies.ts'

const trustedProxies = readTrustedProxies('loopback')
const base = { host: '127.0.0.1', port: 8080, trustedProxies }
const started = { port: 8080, setUpCode: 'AAAA-BBBB' }

describe('what a server says when it stands', () => {
  test('its address and the one-time link', () => {
    const { lines, warnings } = announcement(base, started)
    expect(lines[0]).toBe('采报已启动：http://127.0.0.1:8080/')
    expect(lines.join('\n')).toContain('http://127.0.0.1:8080/admin/setup#AAAA-BBBB')
    expect(warnings).toEqual([])
  })

  test('the link goes to the address people type, where there is one', () => {
    const { lines } = announcement({ ...base, publicOrigin: 'https://caibao.example.gov.cn' }, started)
    expect(lines.join('\n')).toContain('https://caibao.example.gov.cn/admin/setup#AAAA-BBBB')
    expect(lines[0]).toBe('采报已启动：http://127.0.0.1:8080/')
  })

  const tls = { certificate: 'cert.pem', key: 'key.pem' }

  interface More {
    readonly tls?: typeof tls
    readonly certifiedFor?: string
    readonly publicOrigin?: string
  }

  test.each<[string, More, string]>([
    ['0.0.0.0', {}, 'http://127.0.0.1:8080'],
    ['::', {}, 'http://127.0.0.1:8080'],
    ['0.0.0.0', { tls, certifiedFor: 'caibao.lan' }, 'https://caibao.lan:8080'],
    ['::0', { tls, certifiedFor: '192.168.1.10' }, 'https://192.168.1.10:8080'],
    ['::', { tls, certifiedFor: '2001:db8::1' }, 'https://[2001:db8::1]:8080'],
    ['0.0.0.0', { tls }, 'https://127.0.0.1:8080'],
    [
      '0.0.0.0',
      { tls, certifiedFor: 'caibao.lan', publicOrigin: 'https://192.168.1.10:8080' },
      'https://caibao.lan:8080',
    ],
    // Who names an address means it.
    ['192.168.1.10', { tls, certifiedFor: 'caibao.lan' }, 'https://192.168.1.10:8080'],
  ])('names an address that opens where it listens on %s: %j', (host, { certifiedFor, ...more }, own) => {
    const said = announcement({ ...base, host, ...more }, { ...started, certifiedFor })
    expect(said.lines[0]).toBe(`采报已启动：${own}/`)
    const { publicOrigin = own } = more
    expect(said.lines.join('\n')).toContain(`${publicOrigin}/admin/setup#AAAA-BBBB`)
  })

  test.each([
    [{ ...base, host: '0.0.0.0' }, 1],
    [{ ...base, host: '192.168.1.10' }, 1],
    [{ ...base, host: '0.0.0.0', publicOrigin: 'http://caibao.lan' }, 1],
    [{ ...base, host: '0.0.0.0', publicOrigin: 'https://caibao.lan' }, 0],
    [{ ...base, host: '::1' }, 0],
    [{ ...base, host: '0.0.0.0', tls }, 0],
  ])('warns of an address browsers do not trust: %j', (settings, count) => {
    const { warnings } = announcement(settings, started)
    expect(warnings).toHaveLength(count)
    expect(warnings.every((text) => text.includes('不能填报'))).toBe(true)
  })

  test('warns that everybody seems to come from the proxy where none is trusted', () => {
    const behind = { ...base, publicOrigin: 'https://caibao.lan', trustedProxies: readTrustedProxies('') }
    const { warnings } = announcement(behind, started)
    expect(warnings).toEqual([expect.stringContaining('没有写 TRUST_PROXY')])
    expect(announcement({ ...behind, tls }, started).warnings).toEqual([])
    expect(announcement({ ...behind, publicOrigin: 'http://127.0.0.1:8080' }, started).warnings).toEqual([])
  })
})
