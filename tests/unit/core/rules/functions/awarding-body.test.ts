import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  awardScope,
  bodiesOf,
  bodyKinds,
  impliedAwardLevel,
  leadingBodyName,
} from '#core/rules/functions/awarding-body.ts'

describe('the kind of a body', () => {
  test.each([
    ['国务院', 'state'],
    ['中共中央', 'state'],
    ['中华人民共和国国务院', 'state'],
    ['中央军委', 'state'],
    ['教育部', 'ministry'],
    ['人力资源和社会保障部', 'ministry'],
    ['国家体育总局', 'ministry'],
    ['国家发展和改革委员会', 'ministry'],
    ['中共中央组织部', 'ministry'],
    ['国务院扶贫开发领导小组办公室', 'ministry'],
    ['中华全国总工会', 'ministry'],
    ['共青团中央', 'ministry'],
    ['中国科学技术协会', 'ministry'],
    ['广西壮族自治区人民政府', 'ministry'],
    ['自治区党委', 'ministry'],
    ['中共广西壮族自治区委员会', 'ministry'],
    ['广东省人民政府', 'ministry'],
    ['广西壮族自治区教育厅', 'department'],
    ['自治区体育局', 'department'],
    ['广西壮族自治区总工会', 'department'],
    ['共青团广西壮族自治区委员会', 'department'],
    ['共青团广西区委', 'department'],
    ['民盟广西区委会', 'department'],
    ['自治区党委宣传部', 'department'],
    ['南宁市人民政府', 'department'],
    ['中共玉林市委员会', 'department'],
    ['广西南宁市人民政府', 'department'],
    ['百色地区行政公署', 'department'],
    ['南宁市教育局', 'bureau'],
    ['南宁市总工会', 'bureau'],
    ['南宁市妇联', 'bureau'],
    ['南宁市团委', 'bureau'],
    ['团市委', 'bureau'],
    ['共青团南宁市委', 'bureau'],
    ['中国共产主义青年团南宁市委员会', 'bureau'],
    ['共青团广西桂林市委', 'bureau'],
    ['共青团北流市委', 'bureau'],
    ['民盟南宁市委员会', 'bureau'],
    ['中国国民党革命委员会南宁市委员会', 'bureau'],
    ['九三学社南宁市委员会', 'bureau'],
    ['广西桂林市卫生局', 'bureau'],
    ['北流市教育局', 'bureau'],
    ['合浦县教育局', 'bureau'],
    ['青秀区教育局', 'bureau'],
    ['武鸣县人民政府', 'local'],
    ['北流市人民政府', 'local'],
    ['南宁市青秀区人民政府', 'local'],
    ['共青团自治区直属机关工作委员会', 'unknown'],
    ['共青团广西区直属机关工作委员会', 'unknown'],
    ['共青团广西壮族自治区教育厅委员会', 'unknown'],
    ['里建镇人民政府', 'local'],
    ['广西大学', 'local'],
    ['广西医科大学第一附属医院', 'local'],
    ['南宁市第三中学', 'local'],
    ['广西柳工集团有限公司', 'local'],
    ['中国教育学会', 'social'],
    ['广西社会科学院', 'social'],
    ['《广西教育》编辑部', 'social'],
    ['中国—东盟博览会论坛', 'social'],
    ['全国中学生物理竞赛组委会', 'social'],
    ['壮乡英才评审组', 'unknown'],
    ['中华全国妇女联合会', 'ministry'],
    ['中国文学艺术界联合会', 'ministry'],
    ['中国残疾人联合会', 'ministry'],
    ['中国残联', 'ministry'],
    ['中华全国工商业联合会', 'ministry'],
    ['中国侨联', 'ministry'],
    ['广西壮族自治区妇女联合会', 'department'],
    ['自治区妇联', 'department'],
    ['广西壮族自治区科学技术协会', 'department'],
    ['广西文学艺术界联合会', 'department'],
    ['广西壮族自治区残疾人联合会', 'department'],
    ['自治区残联', 'department'],
    ['南宁市妇女联合会', 'bureau'],
    ['南宁市科学技术协会', 'bureau'],
    ['南宁市残疾人联合会', 'bureau'],
    ['合浦县妇女联合会', 'bureau'],
    ['广西大学科学技术协会', 'social'],
    ['广西企业联合会', 'social'],
    ['联合国教科文组织', 'unknown'],
    ['广西军区', 'unknown'],
    ['南宁军分区', 'unknown'],
    ['青秀区', 'local'],
  ])('of %s is %s', (name, kind) => {
    expect(bodyKinds(name)).toBe(kind)
  })

  // What begins or ends as a body of another kind does; `unknown` where nobody but the 职改部门 can tell.
  const mistakable = {
    state: `
      全国人大常委会 国务院办公厅 中共中央办公厅`,
    ministry: `
      中国人民银行 中国人民银行总行 中国气象局 中国民航总局 海关总署 国防科工委 中组部 团中央 冶金工业部
      铁道部 原铁道部 国家经贸委 原国家教委 中国人民解放军总政治部 教育部办公厅 国家发展改革委办公厅
      中国科协办公厅 全国妇联宣传部 共青团中央委员会 区党委 中共广西区委 广西区人民政府
      广西壮族自治区革命委员会 全国评比达标表彰工作协调小组办公室 全国绿化委员会`,
    department: `
      广西团区委 广西县域经济发展办公室 广西贫困县工作委员会 广西北部湾经济区委员会 自治区人民政府办公厅
      自治区党委办公厅 南宁市人民政府办公厅 广西高等学校工作委员会 自治区党委高校工委 广西学位委员会
      广西高校招生委员会 广西中小学教师继续教育领导小组办公室 广西大学生征兵工作领导小组办公室 广西红十字会
      自治区壮文工作委员会 自治区科委 广西轻工业局 中共桂林地委 玉林地委 中共玉林地委 柳州地区革命委员会
      自治区双拥模范县考核委员会 自治区科技先进县考核委员会 广西文明县评比委员会
      中国教育工会广西壮族自治区委员会 国家税务总局广西壮族自治区税务局 国家外汇管理局广西分局`,
    bureau: `
      广西柳城县委 广西合浦县教育局 广西壮族自治区大化瑶族自治县科学技术协会 广西青秀区委 合浦县人大常委会
      北流市人大常委会 中国教育工会南宁市委员会 国家税务总局南宁市税务局 桂林地区行署教育局 南宁市红十字会
      共青团玉林地委 团地委 玉林团地委 民盟南宁地委 中国教育工会玉林地委`,
    local: `
      中国铝业公司工会 中央音乐学院 中国人民解放军总医院 广西电力公司`,
    social: `
      中国科学院南海海洋研究所 中国社会科学院语言研究所 中国科协《科技导报》杂志社 中国工程院院刊编辑部
      中国文联出版社 广西医学会外科学分会 广西教育学会中学语文教学专业委员会 南宁市教育学会专业委员会
      广西物理学会竞赛委员会`,
    unknown: `
      广西大学教务处 广西大学党委 湖南大学教务处 北京大学党委 中共广西师范大学委员会 广西柳工集团有限公司党委
      广西民族医院科教部 广西玉柴集团科协 广西投资集团董事会 广西慈善总会 中国科学院广西分院
      中央音乐学院教务处 全国中小学教师论文大赛评审委员会 全国中学化学竞赛委员会 国家教师科研基金管理办公室
      广西科技进步奖评审委员会 桂林市科技进步奖评审委员会 团区委 区总工会 区妇联 政协广西区委 政协广西区委员会
      中国人民政治协商会议广西壮族自治区委员会 广西壮族自治区人大常委会 南宁市人大常委会
      柳州市人民政府科学技术奖励委员会 武警广西总队 中国人民武装警察部队 国家统计局广西调查总队
      国家统计局南宁调查队 中国教育工会 中国农林水利工会 国家海洋局南海分局 国家行政学院 国家大剧院 桂林警备区
      柳州铁路局`,
  }
  const pairs = Object.entries(mistakable).flatMap(([kind, names]) =>
    names
      .trim()
      .split(/\s+/)
      .map((name) => ({ name, kind })),
  )

  test.each(pairs)('of $name, which is easily mistaken, is $kind', ({ name, kind }) => {
    expect(bodyKinds(name)).toBe(kind)
  })
})

describe('several bodies', () => {
  test('are told apart by marks and by words of joining', () => {
    expect(bodiesOf('水利部联合中国水利学会颁发').map((body) => body.name)).toEqual(['水利部', '中国水利学会'])
    expect(bodyKinds('自治区教育厅、自治区人事厅')).toBe('department|department')
    expect(bodyKinds('国务院；教育部')).toBe('state|ministry')
  })

  test.each([
    ['自治区教育厅和广西教育学会', ['自治区教育厅', '广西教育学会']],
    ['教育部与中国教育学会', ['教育部', '中国教育学会']],
    ['中共南宁市委及南宁市人民政府', ['中共南宁市委', '南宁市人民政府']],
    ['国家发展和改革委员会以及中国科学院', ['国家发展和改革委员会', '中国科学院']],
    ['自治区科协和广西教育学会', ['自治区科协', '广西教育学会']],
    ['教育部联合国家体育总局', ['教育部', '国家体育总局']],
    ['教育部联合联合国教科文组织', ['教育部', '联合国教科文组织']],
    ['教育部联合国有资产监督管理委员会', ['教育部', '国有资产监督管理委员会']],
    ['科技部联合国防科工局', ['科技部', '国防科工局']],
    ['科技部联合国信集团、国网公司', ['科技部', '国信集团', '国网公司']],
    ['水利部联合国网公司', ['水利部', '国网公司']],
    ['联合国', ['联合国']],
    ['联合国、教育部', ['联合国', '教育部']],
    ['联合国颁发', ['联合国']],
    ['联合国环境规划署', ['联合国环境规划署']],
    ['中国联合国协会', ['中国联合国协会']],
    ['联合国和世界银行', ['联合国和世界银行']],
    ['联合国会同教育部', ['联合国', '教育部']],
    ['财政部联合国开发展基金', ['财政部', '国开发展基金']],
    ['人力资源和社会保障厅', ['人力资源和社会保障厅']],
    ['住房和城乡建设部', ['住房和城乡建设部']],
    ['中国社会和谐促进会', ['中国社会和谐促进会']],
    ['北京协和医院', ['北京协和医院']],
  ])('%s are %j', (text, names) => {
    expect(bodiesOf(text).map((body) => body.name)).toEqual(names)
  })

  test('stand under the place named first when they name none themselves', () => {
    expect(bodyKinds('玉林市教育局、卫生局')).toBe('bureau|bureau')
    expect(bodyKinds('自治区科技厅、知识产权局')).toBe('department|department')
    expect(bodyKinds('自治区科技厅、科协')).toBe('department|department')
  })

  test.each(['团区委', '武警广西总队', '桂林电子科技大学教务处', '广西大学党委', '全国优秀论文评选委员会'])(
    'leave %s, which is no office of the place named first, as it is',
    (name) => {
      expect(bodyKinds(`南宁市教育局、${name}`)).toBe('bureau|unknown')
    },
  )

  test.each([
    ['广西壮族自治区教育厅、广西教育学会', 'mixed'],
    ['自治区教育厅、自治区人事厅', 'high'],
    ['玉林市教育局、玉林市教育学会', 'bureau'],
    ['中国教育学会、《中学语文教学》杂志社', 'social'],
    ['壮乡英才评审组、中国教育学会', 'unknown'],
    ['区党委、区人民政府', 'high'],
    ['自治区教育厅、广西大学党委', 'high'],
    ['中国科协、中国科学院南海海洋研究所', 'mixed'],
    ['', ''],
    ['、，', ''],
  ])('%s together are %s', (text, scope) => {
    expect(awardScope(text)).toBe(scope)
  })
})

describe('the level of an award', () => {
  test.each([
    ['国务院', '1', '国务院'],
    ['教育部、国务院', '1', '国务院'],
    ['自治区教育厅、教育部', '2', '教育部'],
    ['桂林市人民政府', '3', '桂林市人民政府'],
    ['教育部办公厅', '2', '教育部办公厅'],
    ['自治区人民政府办公厅', '3', '自治区人民政府办公厅'],
    ['区党委、区人民政府', '2', '区党委'],
    ['中国水利学会、自治区水利厅', '3', '自治区水利厅'],
    ['南宁市教育局', '', ''],
    ['', '', ''],
  ])('of %s is %s', (text, level, leading) => {
    expect(impliedAwardLevel(text)).toBe(level)
    expect(leadingBodyName(text)).toBe(leading)
  })

  test('is told exactly where a body reaches 市厅级, whatever the text', () => {
    const part = fc.constantFrom(
      '国务院',
      '教育部',
      '自治区教育厅',
      '南宁市教育局',
      '广西大学',
      '中国教育学会',
      '评审组',
      '市',
      '、',
      '联合',
    )
    const anyText = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(part).map((parts) => parts.join('')),
    )
    fc.assert(
      fc.property(anyText, (text) => {
        const reachesCity = ['high', 'mixed'].includes(awardScope(text))
        expect(impliedAwardLevel(text) !== '').toBe(reachesCity)
        expect(leadingBodyName(text) !== '').toBe(reachesCity)
      }),
    )
  })
})
