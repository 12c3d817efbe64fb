import type { Route } from './route.ts'
import { serverRoutes } from './server.ts'
import { staffRoutes } from './staff-routes.ts'

/** Every route of the interface. */
export const allRoutes: readonly Route[] = [...serverRoutes, ...staffRoutes]
