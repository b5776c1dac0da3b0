import { z } from 'zod';

/** Body of `POST /v1/tenants/{tenantId}/domains`. */
export const ClaimDomain = z.strictObject({ domain: z.string().trim().min(1).max(253) });
export type ClaimDomain = z.infer<typeof ClaimDomain>;

/** A domain of a tenant: proved, or waiting for the TXT record of its challenge. */
export const Domain = z.object({
  /** Lower-case ASCII (RFC 5890). */
  domain: z.string(),
  status: z.enum(['pending', 'proved']),
  /** The TXT record to publish (RFC 1464 style); null once proved. */
  challenge: z.object({ name: z.string(), value: z.string(), expiresAt: z.iso.datetime() }).nullable(),
  provedAt: z.iso.datetime().nullable(),
  /** When the record of a proved domain was last looked up. */
  checkedAt: z.iso.datetime().nullable(),
  /** Since when it has been missing; a week later the domain is `pending` again, with a new challenge. */
  missingSince: z.iso.datetime().nullable(),
});
export type Domain = z.infer<typeof Domain>;

/** A tenant's domains by name: `GET /v1/tenants/{tenantId}/domains`. */
export const DomainList = z.object({ domains: z.array(Domain) });
export type DomainList = z.infer<typeof DomainList>;
