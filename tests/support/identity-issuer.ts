import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { text as readText } from 'node:stream/consumers'
import { listen } from '#server/listen.ts'

/** A small identity provider: everybody who comes is let in as the same person. */
export interface Issuer {
  readonly server: Server
  readonly url: string
  /** What the next token says, beside what it must. */
  claims: Readonly<Record<string, unknown>>
  /** Who comes. */
  subject: string
  /** What it says of the server that asks; nothing when it knows it. */
  refusal: string
}

/** Starts an identity provider on this machine; close its server afterwards. */
export async function startIssuer(): Promise<Issuer> {
  const { publicKey, privateKey } = await generateKeyPair('RS256')
  const jwk = { ...(await exportJWK(publicKey)), kid: 'k', alg: 'RS256', use: 'sig' }
  const asked = new Map<string, { nonce: string; challenge: string }>()
  const sendJson = (response: ServerResponse, status: number, body: unknown): void => {
    response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body))
  }
  const issuer: Issuer = {
    server: createServer((request, response) => void answer(request, response)),
    url: '',
    claims: {},
    subject: 'person-1',
    refusal: '',
  }
  const port = await listen(issuer.server, { host: '127.0.0.1', port: 0 })
  const url = `http://127.0.0.1:${port}`

  async function token(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const form = new URLSearchParams(await readText(request))
    if (issuer.refusal !== '') return sendJson(response, 401, { error: issuer.refusal, error_description: 'words' })
    const known = asked.get(form.get('code') ?? '')
    const challenge = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url')
    if (!known || known.challenge !== challenge) return sendJson(response, 400, { error: 'invalid_grant' })
    const idToken = await new SignJWT({ nonce: known.nonce, ...issuer.claims })
      .setProtectedHeader({ alg: 'RS256', kid: 'k' })
      .setIssuer(url)
      .setAudience('caibao')
      .setSubject(issuer.subject)
      .setIssuedAt()
      .setExpirationTime('5m')
      .sign(privateKey)
    sendJson(response, 200, { access_token: 'a', token_type: 'Bearer', expires_in: 300, id_token: idToken })
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? '/', url)
    if (pathname === '/token') return token(request, response)
    if (pathname === '/jwks') return sendJson(response, 200, { keys: [jwk] })
    if (pathname === '/authorize') {
      const code = crypto.randomUUID()
      asked.set(code, { nonce: searchParams.get('nonce') ?? '', challenge: searchParams.get('code_challenge') ?? '' })
      const back = new URL(searchParams.get('redirect_uri') ?? '')
      back.search = new URLSearchParams({ code, state: searchParams.get('state') ?? '', iss: url }).toString()
      response.writeHead(302, { Location: back.href }).end()
      return undefined
    }
    return sendJson(response, 200, {
      issuer: url,
      authorization_endpoint: `${url}/authorize`,
      token_endpoint: `${url}/token`,
      jwks_uri: `${url}/jwks`,
      response_types_supported: ['code'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['RS256'],
      code_challenge_methods_supported: ['S256'],
    })
  }
  return Object.assign(issuer, { url })
}
