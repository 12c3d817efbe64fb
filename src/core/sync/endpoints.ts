import type { Endpoint } from './endpoint.ts'
import { listOrgs } from './orgs.ts'
import { beginPackUpload, completePackUpload, getPackUpload, putPackChunk } from './pack-uploads.ts'
import { listChanges, pushReviewEvents } from './replication.ts'
import { listReturnSlips, pushReturnSlip } from './return-slips.ts'
import { getScheme, listSchemes, publishScheme } from './scheme-releases.ts'
import { getServerInfo } from './server-info.ts'
import { getSession, signIn, signOut } from './staff-session.ts'
import { getReceipt, getSubmissionStatus, uploadBatch, uploadSubmission } from './submissions.ts'
import { createTask, createTaskToken, listTasks, revokeTaskToken } from './tasks.ts'
import { getTotals } from './totals.ts'

/** Every endpoint of `/api/v1` by its name: what the server must answer, the OpenAPI page lists and the tests walk. */
export const endpoints = {
  getServerInfo,
  uploadSubmission,
  uploadBatch,
  getSubmissionStatus,
  getReceipt,
  listReturnSlips,
  pushReturnSlip,
  createTask,
  listTasks,
  createTaskToken,
  revokeTaskToken,
  listOrgs,
  signIn,
  getSession,
  signOut,
  listChanges,
  pushReviewEvents,
  beginPackUpload,
  getPackUpload,
  putPackChunk,
  completePackUpload,
  getTotals,
  listSchemes,
  getScheme,
  publishScheme,
} as const satisfies Readonly<Record<string, Endpoint>>

/** Name of an endpoint. */
export type EndpointName = keyof typeof endpoints
