import { parentPort } from 'node:worker_threads'
import { fail, type Result } from '#core/errors/result.ts'
import { loadScheme } from '../scheme/load-scheme.ts'
import { type CheckContext, type CheckedUpload, checkUpload, type Upload } from './check-upload.ts'
import type { CheckAnswer, CheckOrder } from './check-order.ts'

const loading = loadScheme()

async function checkOne(upload: Upload, context: CheckContext): Promise<Result<CheckedUpload>> {
  try {
    return await checkUpload(upload, context)
  } catch {
    return fail('SERVER_FAILED', {})
  }
}

async function answer({ id, uploads, today }: CheckOrder): Promise<CheckAnswer> {
  const { engine, bundle } = await loading
  const context = { engine, scheme: bundle.manifest, today }
  return { id, results: await Promise.all(uploads.map((upload) => checkOne(upload, context))) }
}

// When the scheme does not load, the worker ends with the error, and whoever waits is told.
async function answerTo(order: CheckOrder): Promise<void> {
  parentPort?.postMessage(await answer(order))
}

parentPort?.on('message', (order: CheckOrder) => void answerTo(order))
