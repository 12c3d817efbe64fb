// Of the person themself: below 家庭成员 or 紧急联系人 a name is somebody else's.
const openGroup =
  /^(?:(?:个人|本人|人员|教师|教职工|员工)?(?:(?:基本|基础|身份|联系|通[讯信]|单位|工作|从事专业技术工作|任职|岗位|职称|职务|专业技术(?:工作|资格|职务)?|学历|学位|学历学位|资格|外语|时间|获?奖励?|荣誉)(?:信息|情况|方式|资料)?|信息|资料|联系电话)|个人|本人|人员|教师|教职工|职工|员工|申报人员?|专业技术人员)$/u

/** A head without the marks people put into it: required, notes in brackets, spaces and line breaks. */
export const plainHead = (text: string): string =>
  text
    .normalize('NFKC')
    .replace(/[\s*:]/gu, '')
    .replace(/\((?:必录|必填|选填|可不填)\)$/u, '')

/** Whether a group says only of what kind is what stands below it, and that it is the person's. */
export function isOpenGroup(cell: string): boolean {
  const head = plainHead(cell)
  return head === '' || openGroup.test(head)
}

// 1:男 2:女 behind 性别 says how to fill it in, 单位: 一中 is filled in.
const isFilledIn =
  /^(?:.*(?:单位|学校|部门)(?:名称|全称)?|[填制编审上呈报经].*|.*(?:负责人|联系人)|日期|时间|年度|(?:联系)?电话)\s*:\s*\S/u

// What heads hardly say, but a line to fill in: 填报单位, 单位（盖章）：, an address, a number, a date.
export const isToFillIn = (cell: string): boolean =>
  /[:：]\s*$|^\s*填[报表制]|[盖公]章|[@＠]|\d{7}/u.test(cell) || isFilledIn.test(cell.normalize('NFKC').trim())

// A number as a whole, or as short as in 序号: heads may give one as an example, and name a year.
export const isNumber = (cell: string): boolean =>
  /^(?:\d{1,3}|[\dA-Z\s+-]*\d{7}[\dA-Z\s+-]*)$/iu.test(cell.normalize('NFKC').trim())

// What is said of a group, and is no value of anything.
export const ofAGroup = /^(?:名称|全称|简称|曾用名|号码?|代码|编号|类型|类别|种类|性质)$/u

// Whose it is, only the group says.
export const ofAnother = /^(?:姓名|名称|全称)$/u
