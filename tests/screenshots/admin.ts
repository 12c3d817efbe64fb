import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startServer } from '#tests/support/app-server.ts'
import { chooseFiles } from '#tests/support/choose-files.ts'
import type { Camera } from './camera.ts'

const password = '春江水暖鸭先知2026'
const list = `\uFEFF单位名称,组织机构代码,行政区划代码,级别,上级单位代码
南宁市第二中学,U1,450103,单位,D1
南宁市,C1,450100,市,
南宁市教育局,D1,450100,主管部门,C1
柳州市,C2,450200,市,
柳州市人民医院,U2,450200,单位,C2
`

/** The screens of a server of its own, from its first start on. */
export async function admin({ page, scene }: Camera): Promise<void> {
  const server = await startServer()
  const folder = await mkdtemp(join(tmpdir(), 'caibao-screenshots-'))
  const heading = (name: string): Promise<void> => page.getByRole('heading', { level: 1, name }).waitFor()
  const open = (name: string): Promise<void> =>
    page.getByRole('navigation', { name: '网上管理' }).getByRole('link', { name }).click()
  try {
    await scene('admin-new', async () => {
      await page.goto(`${server.origin}/admin`)
      await page.getByText('这台服务器还没有设置').waitFor()
    })
    await page.goto('about:blank')
    await scene('admin-set-up', async () => {
      await page.goto(`${server.origin}/admin/setup#${await server.setUpCode()}`)
      await heading('设置服务器')
    })
    await page.getByLabel('单位全称（与公章一致）').fill('广西壮族自治区职改办')
    await page.getByLabel('组织机构代码').fill('r0')
    await page.getByLabel('姓名').fill('黄管理')
    await page.getByLabel('登录名').fill('huang')
    await page.getByLabel('口令', { exact: true }).fill(password)
    await page.getByRole('button', { name: '完成设置' }).click()
    await heading('单位')
    const file = join(folder, '单位表.csv')
    await writeFile(file, list)
    await chooseFiles(page, page.getByRole('button', { name: '选择表格…' }), [file])
    await scene('admin-orgs', () => page.getByText(/新增 \d+ 个/).waitFor())
    await scene('admin-org-dialog', async () => {
      await page.getByRole('button', { name: '更正或移动：南宁市第二中学' }).click()
      await page.getByRole('dialog').waitFor()
    })
    await page.keyboard.press('Escape')
    await writeFile(file, `${list}坏行,X,450100,单位,没有\n`)
    await chooseFiles(page, page.getByRole('button', { name: '选择表格…' }), [file])
    await scene('admin-orgs-refused', () => page.getByText('一个单位也没有导入').waitFor())
    await scene('admin-staff', async () => {
      await open('人员与邀请')
      await heading('人员与邀请')
    })
    await page.getByLabel('单位', { exact: true }).selectOption({ label: '南宁市第二中学' })
    await page.getByLabel('姓名').fill('覃审核')
    await page.getByLabel('角色').selectOption({ label: '审核员' })
    await page.getByRole('button', { name: '生成邀请码' }).click()
    await scene('admin-invited', () => page.getByText(/^([0-9A-Z]{4}-){5}[0-9A-Z]{4}$/).waitFor())
    const code = await page.getByText(/^([0-9A-Z]{4}-){5}[0-9A-Z]{4}$/).textContent()
    await scene('admin-totals', async () => {
      await open('实时人数')
      await heading('实时人数')
    })
    await scene('admin-account', async () => {
      await page.getByRole('link', { name: '黄管理' }).click()
      await heading('我的账号')
    })
    await page.getByRole('button', { name: '退出登录' }).click()
    await scene('admin-sign-in', () => heading('登录'))
    await page.getByLabel('登录名').fill('huang')
    await page.getByLabel('口令', { exact: true }).fill('不是这个口令')
    await page.keyboard.press('Enter')
    await scene('admin-sign-in-wrong', () => page.getByText('登录名或口令不对').waitFor())
    await page.goto('about:blank')
    await scene('admin-invitation', async () => {
      await page.goto(`${server.origin}/admin/invitation#${code?.trim()}`)
      await page.getByText('请您担任审核员').waitFor()
    })
  } finally {
    await server.stop()
    await rm(folder, { recursive: true, force: true })
  }
}
