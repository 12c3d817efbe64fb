import * as v from 'valibot'
import { endpoint } from './endpoint.ts'

/** This interface as OpenAPI 3.1. */
export const getOpenApi = endpoint({
  method: 'GET',
  path: '/openapi.json',
  access: 'public',
  summary: '本接口的 OpenAPI 3.1 文档',
  answer: v.looseObject({ openapi: v.literal('3.1.0') }),
})

/** This interface as a page to be read. */
export const getOpenApiPage = endpoint({
  method: 'GET',
  path: '/docs',
  access: 'public',
  summary: '本接口的说明页，没有脚本',
  answerType: 'text',
  answer: v.string(),
})
