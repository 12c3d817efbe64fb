/** People whom later packs of a folder withdraw: those who do not count for it, and those who count all the same. */
export interface WithdrawnPeople {
  readonly withdrawn: number
  readonly withdrawnByOtherKey: number
}

/** What is said of them; nothing where there is nobody. */
export function withdrawnTexts({ withdrawn, withdrawnByOtherKey }: WithdrawnPeople): readonly string[] {
  return [
    ...(withdrawn > 0 ? [`${withdrawn} 人已由原单位在后来的上报包里撤回，没有计入`] : []),
    ...(withdrawnByOtherKey > 0
      ? [
          `${withdrawnByOtherKey} 人在后来的上报包里被撤回，但那个包不是报送他们的密钥签的，没有算撤回，照常计入；请与该单位电话核实`,
        ]
      : []),
  ]
}

/** The same for a program. */
export const withdrawnFacts = (people: WithdrawnPeople): Partial<WithdrawnPeople> =>
  Object.fromEntries(Object.entries(people).filter(([, count]) => count > 0))
