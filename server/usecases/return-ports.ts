import type { ReturnSecret } from '#domain/return-result.ts'

export interface ReturnSecretReads {
  /** Oldest first; empty where the team's return URL says nothing that is signed. */
  returnSecretsOf(teamId: string): Promise<ReturnSecret[]>
}

export interface ReturnSecretStores {
  /** Behind the team's lock. */
  returnSecrets: {
    ofTeam(teamId: string): Promise<ReturnSecret[]>
    /** These and no others. */
    save(teamId: string, secrets: ReturnSecret[]): Promise<void>
  }
}
