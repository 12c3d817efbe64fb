import { speak } from '#core/words/translation.ts'

/** Sentences of 填写说明, of the questions on certificates, of the introduction and the example. */
export const guideWords = speak('guideWords', {
  title: '填写说明',
  lead: '自治区职改办《信息采集工作常见问题解答》（2012年3月31日）原文，一条一条对应到栏目。',
  officialNote: '',
  search: '查找：输入关键字或题号，例如“证书编号”“S2-15”',
  found: (count: number) => `${count} 条`,
  nothing: '没有找到。换一个词试试，或看全部。',
  topics: {
    scope: '哪些要填',
    filling: '怎样录入',
    basic: '基本信息',
    education: '学历学位情况',
    titles: '专业技术资格信息',
    awards: '奖励情况',
    software: '软件使用',
    unit: '单位采集员',
  },
  here: '在本软件里',
  source: (ids: string) => `依据：问答 ${ids}`,
  openFor: (label: string) => `填写说明：${label}`,
  help: '注释',
  noEntry: '问答里没有专门说到这一项；按注释填写，拿不准的问单位采集员。',
  noRuleEntry: '这条检查是本软件按常理加的，问答里没有专门说到；确实如此的可以说明理由。',
  all: '看全部填写说明',
  close: '回到填写',
  certificates: '我的证书要不要填',
  certificatesLead: '一次一个问题，最后告诉您填在哪张表，或者不用填。',
  back: '上一步',
  again: '再问一种证书',
  choose: '请选择',
  fillIt: '去填写',
  verdicts: { fill: '要填', leave: '不用填' },
  intro: {
    title: '第一次使用？',
    steps: [
      '新建一份记录，照着证件一栏一栏填；每一栏下面有注释，点“填写说明”（F1）看问答。',
      '不用点保存，停下来就存好了；没有网络也一样。“检查”里随时列出还差什么。',
      '填完点“生成报送”，把文件交给单位采集员；以后要改，改好再生成一次。',
    ],
    dismiss: '知道了',
    reopen: '再看一遍入门介绍',
  },
  demo: {
    open: '看一份示例',
  },
} as const)
