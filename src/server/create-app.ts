import { Hono } from 'hono'
import { routePath } from 'hono/route'
import type { BuiltFiles } from './built-files.ts'
import { sendError } from './error-answer.ts'
import { registerHealth } from './observe/health.ts'
import { kindOfFault } from './observe/request-log.ts'
import { allRoutes } from './routes/all-routes.ts'
import { registerRoutes } from './routes/register-routes.ts'
import type { Services } from './routes/route.ts'
import { securityHeaders } from './security-headers.ts'
import { serveBuiltFile } from './serve-built-file.ts'

/** The server without its socket, so that a test can ask it things; without services it has no interface. */
export function createApp(files: BuiltFiles, services?: Services): Hono {
  const app = new Hono()
  app.use(securityHeaders)
  app.get('/healthz', (context) => context.json({ ok: true }, 200, { 'Cache-Control': 'no-store' }))
  if (services) {
    registerHealth(app, services)
    registerRoutes(app, allRoutes, services)
  }
  app.get('*', serveBuiltFile(files))
  app.notFound((context) => context.text('没有这个地址。', 404))
  app.onError((cause, context) => {
    services?.log({ method: context.req.method, path: routePath(context), status: 500, fault: kindOfFault(cause) })
    return context.req.path.startsWith('/api/')
      ? sendError(context, { code: 'SERVER_FAILED', params: {} })
      : context.text('服务器这里出了问题，您的数据没有受影响。请稍后再试。', 500)
  })
  return app
}
