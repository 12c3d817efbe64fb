import { returnSlipRoutes } from './return-slips.ts'
import type { Route } from './route.ts'
import { serverRoutes } from './server.ts'
import { staffRoutes } from './staff-routes.ts'
import { submissionRoutes } from './submissions.ts'
import { taskRoutes } from './tasks.ts'

/** Every route of the interface. */
export const allRoutes: readonly Route[] = [
  ...serverRoutes,
  ...submissionRoutes,
  ...returnSlipRoutes,
  ...taskRoutes,
  ...staffRoutes,
]
