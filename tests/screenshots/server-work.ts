import { publishScheme } from '#core/scheme/scheme-file.ts'
import { formatDigest } from '#core/submission/digest.ts'
import { compiledBundle } from '#server/scheme/read-codes.ts'
import { startServer } from '#tests/support/app-server.ts'
import { chooseFiles } from '#tests/support/choose-files.ts'
import { anUpdate } from '#tests/support/scheme-updates.ts'
import { aSigningKey } from '#tests/support/signing-keys.ts'
import { aSignedFile } from '#tests/support/sync.ts'
import { openUnitOffice, type UnitOffice } from '#tests/support/unit-office.ts'
import type { Camera } from './camera.ts'

/** The screens of an administrator whose server has work: erasing, tokens of tasks, schemes. */
export async function serverWork({ page, scene }: Camera): Promise<void> {
  const server = await startServer()
  const heading = (name: string): Promise<void> => page.getByRole('heading', { level: 1, name }).waitFor()
  const open = (name: string): Promise<void> =>
    page.getByRole('navigation', { name: '网上管理' }).getByRole('link', { name }).click()

  async function signIn({ account }: UnitOffice): Promise<void> {
    await page.goto(`${server.origin}/admin`)
    await page.getByLabel('登录名').fill(account.loginName)
    await page.getByLabel('口令', { exact: true }).fill(account.password)
    await page.getByRole('button', { name: '登录', exact: true }).click()
    await heading('实时人数')
  }

  async function erasing({ task }: UnitOffice): Promise<void> {
    const { text, digest } = await aSignedFile({ taskId: task.id })
    const headers = { Authorization: `Bearer ${task.token}` }
    await fetch(`${server.origin}/api/v1/submissions`, { method: 'POST', headers, body: text })
    await scene('admin-erasures', async () => {
      await open('删除数据')
      await page.getByText('没有删除过').waitFor()
    })
    await scene('admin-erasure-found', async () => {
      await page.getByLabel('校验码').fill(formatDigest(digest))
      await page.getByRole('button', { name: '查找' }).click()
      await page.getByText('第 1 次报送').waitFor()
    })
    await scene('admin-erasure-dialog', async () => {
      await page.getByRole('button', { name: '删除此人的全部数据…' }).click()
      await page.getByLabel('已核实是本人提出的要求').check()
    })
    await scene('admin-erased', async () => {
      await page.getByRole('dialog').getByRole('button', { name: '删除', exact: true }).click()
      await page.getByText('已删除 1 份的内容').waitFor()
    })
  }

  async function tokens(): Promise<void> {
    await scene('admin-tokens', async () => {
      await open('网上任务')
      await page.getByRole('button', { name: /^收回令牌/ }).waitFor()
    })
    await scene('admin-token-dialog', async () => {
      await page.getByRole('button', { name: /^收回令牌/ }).click()
      await page.getByRole('dialog').waitFor()
    })
    await scene('admin-token-revoked', async () => {
      await page.getByRole('dialog').getByRole('button', { name: '收回', exact: true }).click()
      await page.getByRole('cell', { name: /已收回$/ }).waitFor()
    })
  }

  async function schemes(): Promise<void> {
    const said = { publisher: '自治区职改办', publishedAt: '2026-11-24T00:00:00.000Z' }
    const text = await publishScheme(await anUpdate(await compiledBundle()), said, await aSigningKey())
    await scene('admin-schemes', async () => {
      await open('采集方案')
      await page.getByText('还没有发布过').waitFor()
    })
    await scene('admin-scheme-chosen', async () => {
      await chooseFiles(page, page.getByRole('button', { name: '选方案文件…' }), [{ name: '方案.scheme', text }])
      await page.getByRole('region', { name: /^将要发布/ }).waitFor()
    })
    await scene('admin-schemes-published', async () => {
      await page.getByRole('button', { name: '核对无误，发布' }).click()
      await page.getByRole('rowheader', { name: '2012.2' }).waitFor()
    })
  }

  try {
    const office = await openUnitOffice(server.origin, await server.setUpCode())
    await signIn(office)
    await erasing(office)
    await tokens()
    await schemes()
  } finally {
    await server.stop()
  }
}
