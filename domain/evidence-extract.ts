import type { AgreementEvidence, EvidenceParty } from './agreement-evidence.ts'

/** Of which party, and of which certificate; `secret`: with what the commitment of their number was made. */
export type ExtractOf = { partyId: string; certificateSha256: string; secret: string | null }

const leftOut = { ja: '（本抄本では省略）', en: '(left out in this extract)' }

/**
 * What the certificate says of one party: of the others it keeps only that they took part, as what, and when they acted.
 * The number's secret is added, so that whoever is given the extract can check the commitment. Null where there is no such
 * party.
 */
export function extractFor(evidence: AgreementEvidence, of: ExtractOf): AgreementEvidence | null {
  if (!evidence.parties.some(({ id }) => id === of.partyId)) return null
  const { partyId, certificateSha256, secret } = of
  const masked = leftOut[evidence.language]
  const parties = evidence.parties.map((party) =>
    party.id === partyId ? alone(party, masked) : onlyThere(party, masked),
  )
  const own = parties.find(({ id }) => id === partyId)
  return {
    ...evidence,
    parties,
    terms: evidence.terms.filter(({ version }) => version === own?.termsVersion),
    extract: { partyId, certificateSha256, phoneSecret: own?.phone ? secret : null },
  }
}

/** Others are named among what is said of a party, too. */
function alone(party: EvidenceParty, masked: string): EvidenceParty {
  const { numberCorrected } = party.identification
  return {
    ...party,
    passedOnBy: party.passedOnBy.map(({ at }) => ({ name: masked, organization: null, at })),
    notShown: party.notShown.map(() => masked),
    identification: {
      ...party.identification,
      numberCorrected: numberCorrected === null ? null : { ...numberCorrected, by: masked },
    },
  }
}

function onlyThere({ id, role, identification, act }: EvidenceParty, masked: string): EvidenceParty {
  const { method } = identification
  return {
    ...{ id, role, name: masked, organization: null, email: null, recipientId: null, phone: null },
    ...{ passedOnBy: [], viewing: null, termsVersion: null, notShown: [], entries: [], attached: [] },
    identification: { method, code: null, accessCode: false, siteLogin: null, numberCorrected: null },
    act: { kind: act.kind, at: act.at, address: null, userAgent: null },
  }
}
