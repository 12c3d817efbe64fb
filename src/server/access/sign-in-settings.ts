/** Passkeys need https and a domain name; the address people type is what they are bound to. */
export interface PasskeySettings {
  /** The domain. */
  readonly rpId: string
  /** The whole origin. */
  readonly origin: string
}

/** An identity provider that speaks OpenID Connect. */
export interface OidcSettings {
  readonly name: string
  readonly issuer: string
  readonly clientId: string
  readonly clientSecret: string
  /** Our own origin, which the provider sends people back to. */
  readonly origin: string
}

/** Ways to sign in beside the password, as the settings say. */
export interface SignInSettings {
  readonly passkeys?: PasskeySettings
  readonly oidc?: OidcSettings
}
