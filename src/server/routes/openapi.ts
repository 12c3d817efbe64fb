import { ok } from '#core/errors/result.ts'
import { endpoints } from '#core/sync/endpoints.ts'
import { getOpenApi, getOpenApiPage } from '#core/sync/open-api.ts'
import { type OpenApiDocument, openApiDocument } from '../openapi/open-api-document.ts'
import { openApiPage } from '../openapi/open-api-page.ts'
import { route } from './route.ts'

let made: OpenApiDocument | undefined

const documentOf = (version: string): OpenApiDocument => (made ??= openApiDocument(endpoints, version))

/** `/openapi.json` and `/docs`: what the interface is. */
export const openApiRoutes = [
  route(getOpenApi, ({ services: { version } }) => Promise.resolve(ok({ ...documentOf(version) }))),
  route(getOpenApiPage, ({ services: { version } }) => {
    const headers = { 'Content-Type': 'text/html; charset=UTF-8' }
    return Promise.resolve(ok(new Response(openApiPage(documentOf(version)), { headers })))
  }),
]
