// A provider of OpenID Connect that is not ours (oidc-provider), for tests: whoever logs in there is who they say they are.
// Asked with: node serve.mjs <port> <redirect uri>. Says "ready" once it listens.
import { Provider } from "oidc-provider";

const [port, back] = process.argv.slice(2);
const issuer = `http://127.0.0.1:${port}`;
const provider = new Provider(issuer, {
  clients: [{ client_id: "besa", client_secret: "a-secret-of-the-tests", redirect_uris: [back], id_token_signed_response_alg: "RS256" }],
  findAccount: (_ctx, id) => ({ accountId: id, claims: () => ({ sub: id }) }),
  pkce: { required: () => true },
  claims: { acr: null, amr: null, auth_time: null, iss: null, sid: null },
  acrValues: ["two-steps"],
  features: { devInteractions: { enabled: false } },
  interactions: { url: (_ctx, interaction) => `/as/${interaction.uid}` },
  cookies: { keys: ["of the tests"] },
});
// A name with "+mfa" has shown a second factor there. Instead of its pages: `GET /as/<uid>?who=<name>` logs in and agrees to everything; `who=nobody` refuses.
provider.use(async (ctx, next) => {
  const asked = /^\/as\/([^/?]+)$/.exec(ctx.path);
  if (!asked || !ctx.query.who) return next();
  const { params, grantId } = await provider.interactionDetails(ctx.req, ctx.res);
  const who = ctx.query.who;
  if (who === "nobody") {
    return provider.interactionFinished(ctx.req, ctx.res, { error: "access_denied", error_description: "said no" });
  }
  const grant = grantId ? await provider.Grant.find(grantId) : new provider.Grant({ accountId: who, clientId: params.client_id });
  grant.addOIDCScope("openid");
  const twice = who.includes("+mfa");
  const result = {
    login: { accountId: who, acr: twice ? "two-steps" : undefined, amr: twice ? ["pwd", "mfa"] : ["pwd"] },
    consent: { grantId: await grant.save() },
  };
  return provider.interactionFinished(ctx.req, ctx.res, result, { mergeWithLastSubmission: false });
});
provider.listen(Number(port), "127.0.0.1", () => console.log("ready"));
