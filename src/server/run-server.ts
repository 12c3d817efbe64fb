import { getRequestListener } from '@hono/node-server'
import type { RequestListener } from 'node:http'
import { fileURLToPath } from 'node:url'
import { makeSetUpCode } from './access/set-up-code.ts'
import { announcement } from './announcement.ts'
import { listBuiltFiles } from './built-files.ts'
import { createApp } from './create-app.ts'
import { createServices } from './create-services.ts'
import { startForgetting } from './forget-timer.ts'
import { listen } from './listen.ts'
import { readSettings, type ServerSettings } from './read-settings.ts'
import { startRetention } from './retention-timer.ts'
import { dataMark } from './observe/data-mark.ts'
import { doubledCodeWarnings } from './observe/doubled-org-codes.ts'
import { durabilityWarnings } from './observe/durability.ts'
import { createRequestLog } from './observe/request-log.ts'
import { unknownNames } from './setting-names.ts'
import { createInFlight, stopGently } from './stop-gently.ts'
import { openingInWords } from './store/open-failure.ts'
import { openStore } from './store/open-store.ts'
import type { Store } from './store/store.ts'
import { type Certificate, readCertificate } from './tls/read-certificate.ts'
import { createWebServer, type WebServer } from './tls/web-server.ts'

const dist = fileURLToPath(new URL('../../dist', import.meta.url))

/** No single statement of a request takes so long; without an end, ten that get no answer would be all connections. */
const longestAnswerMs = 5 * 60_000

const say = (text: string): void => void process.stdout.write(`${text}\n`)
const warn = (text: string): void => void process.stderr.write(`${text}\n`)
const streams = {
  out: (line: string): void => void process.stdout.write(line),
  err: (line: string): void => void process.stderr.write(line),
}
const reasonOf = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause))

function certificateOf({ tls }: ServerSettings): Certificate | undefined {
  const certificate = tls && readCertificate(tls, Date.now())
  for (const warning of certificate?.warnings ?? []) warn(warning)
  return certificate
}

/** A renewed certificate counts from SIGHUP on; a wrong one changes nothing. */
function renewOnHangUp(server: WebServer, settings: ServerSettings): void {
  // Windows sends this signal when the window is closed.
  if (!settings.tls || process.platform === 'win32') return
  process.on('SIGHUP', () => {
    try {
      const certificate = certificateOf(settings)
      if (certificate) server.renew(certificate)
      say('已换用新证书。')
    } catch (cause) {
      warn(`没有换证书，仍用原来的：${reasonOf(cause)}`)
    }
  })
}

/** The set-up code is made by who has the port: it ends the one before, which a server at work may have printed. */
async function tellStart(
  store: Store,
  settings: ServerSettings,
  { port, certificate }: { readonly port: number; readonly certificate: Certificate | undefined },
): Promise<void> {
  const setUpCode = await makeSetUpCode(store, Date.now())
  const { lines, warnings } = announcement(settings, { port, setUpCode, certifiedFor: certificate?.certifiedFor })
  for (const line of lines) say(line)
  const ofStore = [...(await durabilityWarnings(store)), ...(await doubledCodeWarnings(store))]
  for (const warning of [...warnings, ...ofStore]) warn(warning)
}

/** Serves until it is told to stop: `npm start`, `caibao serve`. */
export async function runServer(settingsOf: Readonly<Record<string, string | undefined>>): Promise<void> {
  const settings = readSettings(settingsOf)
  for (const warning of unknownNames(settingsOf)) warn(warning)
  const certificate = certificateOf(settings)
  const store = await openStore({ ...settings, forgetting: { say: warn }, answerLimits: { usualMs: longestAnswerMs } })
  const log = createRequestLog(settings.hasRequestLog, streams)
  const options = { ...settings, log, warn, dataMark: await dataMark(settings.dataFolder) }
  // Its key waits for whoever fills the database just now.
  const services = await openingInWords(settings, createServices(store, options))
  const app = createApp(await listBuiltFiles(dist), services)
  const answer = getRequestListener((request, env) => app.fetch(request, env))
  const inFlight = createInFlight()
  const answered: RequestListener = (incoming, outgoing) => {
    inFlight.track(incoming, outgoing)
    void answer(incoming, outgoing)
  }
  const server = createWebServer(answered, certificate, { trustedProxies: settings.trustedProxies })
  try {
    await tellStart(store, settings, { port: await listen(server.socketServer, settings), certificate })
  } catch (cause) {
    await stopGently(server, inFlight)
    await services.close()
    throw cause
  }
  renewOnHangUp(server, settings)
  const forgetting = startForgetting(store)
  const retention = startRetention(store, { days: settings.retentionDays, now: Date.now, say: warn })

  const stop = (): void => {
    forgetting.stop()
    retention.stop()
    services.stop()
    const ending = stopGently(server, inFlight).then(services.close)
    void ending.finally(() => process.exit(0))
  }
  process.once('SIGTERM', stop)
  process.once('SIGINT', stop)
}
