import { apiBase } from '#core/sync/endpoint.ts'
import type { OpenApiDocument, OpenApiOperation } from './open-api-document.ts'

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

const whoNames: Readonly<Record<string, string>> = { task: '采集任务令牌', device: '设备签名', staff: '工作人员' }
const roleNames: Readonly<Record<string, string>> = { collector: '采集员', reviewer: '审核员', admin: '管理员' }

function whoMay({ security, 'x-roles': roles = [] }: OpenApiOperation): string {
  const [name = ''] = Object.keys(security[0] ?? {})
  const shown = roles.map((role) => roleNames[role] ?? role).join('、')
  return [whoNames[name] ?? '任何人', shown].filter((text) => text !== '').join('：')
}

const code = (value: unknown): string => `<pre><code>${escaped(JSON.stringify(value, null, 2))}</code></pre>`

function section(path: string, method: string, operation: OpenApiOperation): string {
  const { operationId, summary, parameters, requestBody, responses } = operation
  const rows = parameters.map(
    ({ name, in: place, required, schema }) =>
      `<tr><td><code>${escaped(name)}</code></td><td>${place}</td><td>${required ? '必填' : '可不填'}</td><td><code>${escaped(JSON.stringify(schema))}</code></td></tr>`,
  )
  const table =
    rows.length === 0
      ? ''
      : `<table><thead><tr><th>参数</th><th>位置</th><th>必填</th><th>要求</th></tr></thead><tbody>${rows.join('')}</tbody></table>`
  return `<section id="${escaped(operationId)}"><h2><code>${method.toUpperCase()} ${escaped(apiBase + path)}</code></h2><p>${escaped(summary)}</p><p>${escaped(whoMay(operation))}</p>${table}${
    requestBody ? `<details><summary>正文</summary>${code(requestBody.content)}</details>` : ''
  }<details><summary>回答</summary>${code(responses['200'])}</details></section>`
}

/** The interface as a plain page: no script, no style of its own, so that the strict policy of all pages holds. */
export function openApiPage({ info, paths }: OpenApiDocument): string {
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  )
  const list = operations.map(
    ({ path, method, operation }) =>
      `<li><a href="#${escaped(operation.operationId)}"><code>${method.toUpperCase()} ${escaped(path)}</code></a> ${escaped(operation.summary)}</li>`,
  )
  const sections = operations.map(({ path, method, operation }) => section(path, method, operation))
  return `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><link rel="icon" href="/icons/icon.svg"><title>${escaped(info.title)}</title></head><body><main><h1>${escaped(info.title)} ${escaped(info.version)}</h1><p>${escaped(info.description)}</p><p><a href="openapi.json">openapi.json</a></p><nav aria-label="接口"><ul>${list.join('')}</ul></nav>${sections.join('')}</main></body></html>`
}
