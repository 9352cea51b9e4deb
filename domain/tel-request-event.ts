/**
 * What becomes of a request for another number. Of numbers the trail holds the last two digits: of the registered one
 * (`from`) and of the one that was asked for (`to`). The type alone, so that it closes no circle with its rules.
 */
export type TelRequestEvent =
  /** `replaces`: an earlier request that had not been answered. */
  | {
      type: 'tel_request.made'
      participantId: string
      requestId: string
      urlId: string
      from: string
      to: string
      replaces?: string
    }
  /** The member who approved says that they identified the person by other means. */
  | { type: 'tel_request.approved'; participantId: string; requestId: string; from: string; to: string }
  | { type: 'tel_request.refused'; participantId: string; requestId: string; from: string; to: string }
