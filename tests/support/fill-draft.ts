import type { Page } from 'playwright-core'
import { fillingIn } from './filling-in.ts'

/** Fills the open draft so that nothing stands in the way of 生成报送; the unit too, unless a task has done it. */
export async function fillDraft(page: Page, { hasUnit = false }: { readonly hasUnit?: boolean } = {}): Promise<void> {
  const form = fillingIn(page)
  await form.type('姓名', '韦晓莉')
  await form.type('身份证号', '452526197904182627')
  await form.choose('民族', 'zz', '壮族')
  await form.choose('出生地', '玉林地区北流县')
  await form.choose('籍贯', '北流市')
  await form.choose('政治面貌', 'qz')
  await form.type('参加工作时间', '200108')
  if (!hasUnit) {
    await form.type('单位', '北流市第一中学')
    await form.choose('单位所在地', 'beiliushi')
  }
  await form.choose('个人身份性质', '21')
  await form.type('现从事何种专业技术工作', '高中语文教学')
  await form.type('开始从事专业技术工作时间', '2001.8')
  await form.choose('现专业技术职务', '053')
  await form.choose('是否留学回国人员', '否')
  await form.type('手机号码', '13807750000')
  await form.type('电子邮箱', 'weixiaoli@example.com')
  await form.openSheet('学历学位情况')
  await form.choose('学历项目', '第一学历')
  await form.choose('学历', '大学本科毕业')
  await form.type('毕业院校', '广西师范大学')
  await form.type('所学专业', '汉语言文学')
  await form.type('毕业时间', '2001年7月')
  await page
    .getByRole('button', { name: /最高学历/ })
    .first()
    .click()
  await form.openSheet('专业技术资格信息')
  await form.addRow()
  await form.choose('资格名称', '中学一级教师')
  await form.choose('取得方式', '晋升')
  await form.choose('评审会', '')
  await form.type('签发时间', '200612')
  await form.type('证书编号', 'B0612345')
  await form.untilSaved()
}
