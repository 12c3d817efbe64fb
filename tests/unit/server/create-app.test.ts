import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import type { Hono } from 'hono'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { listBuiltFiles } from '#server/built-files.ts'
import { createApp } from '#server/create-app.ts'

const script = 'export const answer = 42\n'.repeat(40)
const scriptPath = '/assets/main-1a2b3c4d.js'
const browser = { Accept: 'text/html,application/xhtml+xml', 'Sec-Fetch-Mode': 'navigate' }

describe('the server', () => {
  let folder = ''
  let app: Hono

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'caibao-dist-'))
    await mkdir(join(folder, 'assets'))
    await writeFile(join(folder, 'index.html'), '<!doctype html><title>采报</title>')
    await writeFile(join(folder, 'service-worker.js'), 'self')
    await writeFile(join(folder, 'manifest.webmanifest'), '{}')
    await writeFile(join(folder, scriptPath), script)
    await writeFile(join(folder, `${scriptPath}.br`), brotliCompressSync(script))
    await writeFile(join(folder, `${scriptPath}.gz`), gzipSync(script))
    app = createApp(await listBuiltFiles(folder))
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))

  test('says that it is well', async () => {
    const response = await app.request('/healthz')
    expect(response.status).toBe(200)
    expect(await response.json()).toEqual({ ok: true })
    expect(response.headers.get('Cache-Control')).toBe('no-store')
  })

  test.each([
    ['br', 'gzip, deflate, br, zstd'],
    ['gzip', 'gzip, br;q=0'],
    ['gzip', 'gzip'],
    [null, ''],
    [null, 'zstd'],
  ])('sends %s to a browser that accepts “%s”', async (encoding, accepted) => {
    const response = await app.request(scriptPath, { headers: { 'Accept-Encoding': accepted } })
    expect(response.headers.get('Content-Encoding')).toBe(encoding)
    expect(response.headers.get('Vary')).toBe('Accept-Encoding')
    expect(response.headers.get('Content-Type')).toBe('text/javascript; charset=utf-8')
    const plainBytes = encoding === null
    expect((await response.text()) === script).toBe(plainBytes)
  })

  test('lets a file with a hash in its name be kept for ever, and nothing else', async () => {
    const cacheOf = async (path: string) => (await app.request(path)).headers.get('Cache-Control')
    expect(await cacheOf(scriptPath)).toBe('public, max-age=31536000, immutable')
    for (const path of ['/', '/index.html', '/service-worker.js', '/manifest.webmanifest'])
      expect(await cacheOf(path), path).toBe('no-cache')
  })

  test('answers 304 when the browser has this very file', async () => {
    const etag = (await app.request('/')).headers.get('ETag') ?? ''
    expect(etag).toMatch(/^"[\w-]{22}"$/)
    const again = await app.request('/', { headers: { 'If-None-Match': `"other", W/${etag}` } })
    expect(again.status).toBe(304)
    expect(await again.text()).toBe('')
    const compressed = await app.request(scriptPath, { headers: { 'Accept-Encoding': 'br', 'If-None-Match': etag } })
    expect(compressed.status).toBe(200)
  })

  test('answers HEAD without a body', async () => {
    const response = await app.request('/', { method: 'HEAD' })
    expect(response.status).toBe(200)
    expect(await response.text()).toBe('')
  })

  test.each(['/new', '/drafts/7f3a/titles', '/submissions'])('opens the page at %s', async (path) => {
    for (const headers of [browser, { Accept: 'text/html' }]) {
      const response = await app.request(path, { headers })
      expect(response.status).toBe(200)
      expect(await response.text()).toContain('采报')
    }
  })

  test.each([
    ['a missing script', '/assets/old-00000000.js', browser],
    ['a fetch by a script', '/drafts/7f3a', { Accept: '*/*', 'Sec-Fetch-Mode': 'cors' }],
    ['an unknown interface', '/api/v1/nothing', browser],
    ['the compressed twin', `${scriptPath}.br`, browser],
    ['a path out of the folder', '/..%2f..%2fetc%2fpasswd', { Accept: '*/*' }],
    ['a path out of the folder, doubly hidden', '/%252e%252e/%252e%252e/etc/passwd', { Accept: '*/*' }],
  ])('answers 404 to %s', async (_what, path, headers) => {
    const response = await app.request(path, { headers })
    expect(response.status).toBe(404)
    expect(response.headers.get('Content-Type')).toContain('text/plain')
  })

  test.each(['/', scriptPath, '/healthz', '/nothing.js'])('sets the security headers on %s', async (path) => {
    const { headers } = await app.request(path)
    const policy = headers.get('Content-Security-Policy') ?? ''
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("require-trusted-types-for 'script'; trusted-types vue caibao")
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).not.toMatch(/unsafe|\*|https?:/)
    expect(headers.get('X-Content-Type-Options')).toBe('nosniff')
    expect(headers.get('Referrer-Policy')).toBe('no-referrer')
    expect(headers.get('Cross-Origin-Opener-Policy')).toBe('same-origin')
    expect(headers.get('Permissions-Policy')).toContain('camera=()')
  })

  test('refuses what is no reading', async () => {
    const response = await app.request('/', { method: 'POST', body: 'x' })
    expect(response.status).toBe(404)
  })
})
