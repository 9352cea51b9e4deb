/** What a team's look adds to its pages; null where it has none, and the page carries nothing of it. */
export type PageLook = { stylesheet: string; logo: string | null }

/** Where the parts of a look are served. The colour stands in the address, so that it needs no asking. */
export function pageLookOf(look: { lookLogo: string | null; lookColour: string | null }): PageLook | null {
  const { lookLogo, lookColour } = look
  if (lookLogo === null && lookColour === null) return null
  return {
    stylesheet: `/looks/${lookColour === null ? 'plain' : lookColour.slice(1)}.css`,
    logo: lookLogo === null ? null : logoAddress(lookLogo),
  }
}

/** Where a logo is served. */
export const logoAddress = (name: string): string => `/looks/${name}`
