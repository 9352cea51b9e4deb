/**
 * A mail that came to a return address, as far as it matters. `addresses`: to whom it was addressed, by its headers. `status`:
 * the enhanced code (RFC 3463) of a delivery that is not tried again, which may be one of trouble that passes (4.…); null where the message says nothing of the kind, and then
 * `because` says what it is.
 */
export type ReadBounce = { addresses: string[] } & (
  | { status: string; because: null }
  | { status: null; because: 'unreadable' | 'no_report' | 'not_permanent' }
)

/** Reads the beginning of a message, within bounds; never throws for what a stranger wrote. */
export type BounceReader = (message: Uint8Array) => ReadBounce

/** How much of a message is read: its report stands before the mail that came back. */
export const bounceBytes = 256 * 1024
