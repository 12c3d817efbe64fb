import { fail } from '#core/errors/result.ts'
import type { DeliveryResult } from '#core/sync/delivery.ts'

/** What is to be delivered, and where to. */
export interface Delivery {
  readonly digest: string
  readonly text: string
  readonly server: string | undefined
  readonly token: string | undefined
}

/** The way of a submission to its unit's server. It never throws: what happened is in the result. */
export interface SubmissionTransport {
  readonly send: (delivery: Delivery) => Promise<DeliveryResult>
}

/** Without a way to a server every submission goes by file. */
export const fileOnlyTransport: SubmissionTransport = {
  async send({ server }) {
    const { error } = server === undefined ? fail('DELIVERY_NO_SERVER', {}) : fail('DELIVERY_NOT_SUPPORTED', { server })
    return { kind: 'needsPerson', error }
  },
}
