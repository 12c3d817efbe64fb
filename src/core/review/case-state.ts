import type { ReviewStep } from './review-event.ts'

/** 已接收 → 检查中 → 退回 / 通过 → 已上报; a case that another unit reports is set aside. */
export const caseStates = ['received', 'checking', 'returned', 'passed', 'reported', 'setAside'] as const

/** Where a case stands. */
export type CaseState = (typeof caseStates)[number]

type Steps = { readonly [K in ReviewStep['kind']]?: CaseState }

// That a pack was written stays true whatever a colleague did meanwhile: it is noted in every state.
// So is what a unit below says; which submission counts then is for further steps to say.
const facts = (state: CaseState): Steps => ({
  reported: state,
  withdrawn: state,
  letGo: state,
  nobodyReports: 'setAside',
  unsettled: 'received',
})

// What is not listed is not allowed. A new revision always puts the case back to 已接收: it has not been looked at.
const steps: { readonly [S in CaseState | 'none']: Steps } = {
  none: { received: 'received' },
  received: {
    ...facts('received'),
    received: 'received',
    opened: 'checking',
    ticked: 'checking',
    chosen: 'received',
    corrected: 'checking',
    returned: 'returned',
    passed: 'passed',
    setAside: 'setAside',
  },
  checking: {
    ...facts('checking'),
    received: 'received',
    opened: 'checking',
    ticked: 'checking',
    chosen: 'checking',
    corrected: 'checking',
    returned: 'returned',
    passed: 'passed',
    setAside: 'setAside',
  },
  returned: {
    ...facts('returned'),
    received: 'received',
    chosen: 'checking',
    reopened: 'checking',
    setAside: 'setAside',
  },
  passed: {
    ...facts('passed'),
    received: 'received',
    chosen: 'checking',
    reopened: 'checking',
    reported: 'reported',
    setAside: 'setAside',
  },
  reported: { ...facts('reported'), received: 'received', reopened: 'checking', setAside: 'setAside' },
  setAside: { ...facts('setAside'), received: 'setAside', takenBack: 'checking' },
}

/** The state after a step, or nothing if the step is not allowed here. */
export function stateAfter(state: CaseState | 'none', kind: ReviewStep['kind']): CaseState | undefined {
  return steps[state][kind]
}
