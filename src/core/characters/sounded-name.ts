/**
 * Surnames that sound unlike what their first character is read as elsewhere, which is where an engine's order of pinyin
 * puts them, each with a character that is always read as the surname sounds.
 */
const surnames =
  '覃秦 曾增 单善 仇求 解谢 区欧 查渣 任仁 葛舸 盖舸 翟宅 华化 燕烟 朴瓢 缪妙 乐月 员运 薄博 折舌 召绍 繁婆 句勾 都督 能耐 六路 乜聂 秘必 祭债 种虫 干甘 相向 过郭 万俟末 尉迟玉 澹台谈'
const soundOf = new Map(surnames.split(' ').map((each) => [each.slice(0, -1), each.slice(-1)]))

// Asked at every comparison of a sort: most names are known by one number to be none of these.
const heads = new Set(Array.from(soundOf.keys(), (surname) => surname.charCodeAt(0)))

/** The name as it is to be put in order by pinyin: its surname with a first character that sounds as the surname does. */
export function soundedName(name: string): string {
  if (!heads.has(name.charCodeAt(0))) return name
  const sound = soundOf.get(name.slice(0, 2)) ?? soundOf.get(name.charAt(0))
  return sound === undefined ? name : sound + name.slice(1)
}
