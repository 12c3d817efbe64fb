import { timingSafeEqual } from 'node:crypto'
import type { Context, Hono } from 'hono'
import { sql } from 'kysely'
import { isAskedHere, isOwnProbe } from '../access/client.ts'
import { refuseTooOften } from '../limits/refuse-too-often.ts'
import type { Services } from '../routes/route.ts'

const fresh = { 'Cache-Control': 'no-store' }
const unknown = '没有这个地址。'

function isTold(context: Context, token: string | undefined): boolean {
  const given = Buffer.from(context.req.header('Authorization') ?? '')
  const wanted = Buffer.from(`Bearer ${token ?? ''}`)
  return token !== undefined && given.length === wanted.length && timingSafeEqual(given, wanted)
}

/**
 * `/readyz`: whether the database answers and nobody is stopping the server, for which the database is asked: strangers
 * may do so as often as anything else; `/metrics`: for this machine, and for whoever has the token; `/which-data`: for this machine alone.
 */
export function registerHealth(app: Hono, services: Services): void {
  const { store, metrics, isStopping, metricsToken, dataMark } = services
  app.get('/readyz', async (context) => {
    const refused = isOwnProbe(context, services) ? undefined : refuseTooOften(context, services, 'readiness')
    if (refused) return refused
    if (isStopping()) return context.json({ ok: false, why: 'stopping' }, 503, fresh)
    try {
      await sql`select position from log_head`.execute(store.prompt.reader)
      return context.json({ ok: true }, 200, fresh)
    } catch {
      return context.json({ ok: false, why: 'database' }, 503, fresh)
    }
  })
  app.get('/metrics', (context) => {
    if (!isAskedHere(context, services) && !isTold(context, metricsToken)) return context.text(unknown, 404)
    return context.text(metrics.text(), 200, { ...fresh, 'Content-Type': 'text/plain; version=0.0.4; charset=utf-8' })
  })
  app.get('/which-data', (context) => {
    const isHere = isAskedHere(context, services)
    return isHere && dataMark !== undefined ? context.text(dataMark, 200, fresh) : context.text(unknown, 404)
  })
}
