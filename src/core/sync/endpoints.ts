import type { Endpoint } from './endpoint.ts'
import { listReturnSlips, pushReturnSlip } from './return-slips.ts'
import { getServerInfo } from './server-info.ts'
import { staffEndpoints } from './staff-endpoints.ts'
import { getReceipt, getSubmissionStatus, uploadBatch, uploadSubmission } from './submissions.ts'
import { createTask, createTaskToken, listTasks, revokeTaskToken } from './tasks.ts'

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
  ...staffEndpoints,
} as const satisfies Readonly<Record<string, Endpoint>>

/** Name of an endpoint. */
export type EndpointName = keyof typeof endpoints
