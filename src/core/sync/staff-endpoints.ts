import {
  acceptInvitation,
  changeAccount,
  createInvitation,
  createPasswordReset,
  listAccounts,
  listInvitations,
  openInvitation,
  revokeInvitation,
} from './accounts.ts'
import { countUnreadPacks, eraseRecord, findErasable, listErasures } from './erasures.ts'
import {
  finishIdentitySignIn,
  linkIdentity,
  listIdentities,
  removeIdentity,
  startIdentitySignIn,
} from './identities.ts'
import {
  addPasskey,
  beginPasskey,
  beginPasskeySignIn,
  listPasskeys,
  removePasskey,
  signInByPasskey,
} from './passkeys.ts'
import { getOpenApi, getOpenApiPage } from './open-api.ts'
import { changeOrg, createOrg, importOrgs } from './org-changes.ts'
import { getOrg, listOrgs } from './orgs.ts'
import {
  beginPackUpload,
  completePackUpload,
  getPackChunk,
  getPackUpload,
  listHalfwayPacks,
  listSentPacks,
  putPackChunk,
} from './pack-uploads.ts'
import { announcePresence, listChanges, pushCorrection, pushReviewEvents } from './replication.ts'
import { getScheme, listSchemes, publishScheme } from './scheme-releases.ts'
import { listSchemeUses } from './scheme-uses.ts'
import { getSignInOptions, setUpServer } from './sign-in-options.ts'
import { changePassword, getSession, signIn, signOut, signOutEverywhere } from './staff-session.ts'
import { getTotals } from './totals.ts'

/** What staff ask for, and how they sign in. */
export const staffEndpoints = {
  getSignInOptions,
  setUpServer,
  signIn,
  getSession,
  signOut,
  signOutEverywhere,
  changePassword,
  listAccounts,
  changeAccount,
  createPasswordReset,
  createInvitation,
  listInvitations,
  revokeInvitation,
  openInvitation,
  acceptInvitation,
  listOrgs,
  getOrg,
  createOrg,
  changeOrg,
  importOrgs,
  listChanges,
  pushReviewEvents,
  pushCorrection,
  announcePresence,
  eraseRecord,
  findErasable,
  listErasures,
  countUnreadPacks,
  beginPackUpload,
  getPackUpload,
  listSentPacks,
  listHalfwayPacks,
  putPackChunk,
  getPackChunk,
  completePackUpload,
  getTotals,
  listSchemes,
  getScheme,
  publishScheme,
  listSchemeUses,
  getOpenApi,
  getOpenApiPage,
  beginPasskey,
  addPasskey,
  listPasskeys,
  removePasskey,
  beginPasskeySignIn,
  signInByPasskey,
  startIdentitySignIn,
  finishIdentitySignIn,
  linkIdentity,
  listIdentities,
  removeIdentity,
} as const
