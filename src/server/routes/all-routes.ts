import type { Route } from './route.ts'
import { serverRoutes } from './server.ts'

/** Every route of the interface. */
export const allRoutes: readonly Route[] = [...serverRoutes]
