import { accountsRoutes } from './accounts.ts'
import { changesRoutes } from './changes.ts'
import { correctionsRoutes } from './corrections.ts'
import { erasuresRoutes } from './erasures.ts'
import { identitiesRoutes } from './identities.ts'
import { invitationsRoutes } from './invitations.ts'
import { openApiRoutes } from './openapi.ts'
import { orgsRoutes } from './orgs.ts'
import { packsRoutes } from './packs.ts'
import { passkeysRoutes } from './passkeys.ts'
import { presenceRoutes } from './presence.ts'
import { reviewsRoutes } from './reviews.ts'
import type { Route } from './route.ts'
import { schemesRoutes } from './schemes.ts'
import { sessionRoutes } from './session.ts'
import { setupRoutes } from './setup.ts'
import { totalsRoutes } from './totals.ts'

/** Everything staff ask for, and how they sign in. */
export const staffRoutes: readonly Route[] = [
  ...openApiRoutes,
  ...setupRoutes,
  ...sessionRoutes,
  ...invitationsRoutes,
  ...accountsRoutes,
  ...orgsRoutes,
  ...changesRoutes,
  ...reviewsRoutes,
  ...correctionsRoutes,
  ...presenceRoutes,
  ...erasuresRoutes,
  ...packsRoutes,
  ...totalsRoutes,
  ...schemesRoutes,
  ...passkeysRoutes,
  ...identitiesRoutes,
]
