/**
 * A SMART app of the ecosystem (fhirclient) against the EHR of server.js: launches, reads the patient and their goals, and
 * prints what it got. Shows that the EHR behaves as such apps expect, so that a test against it says something.
 */
import http from "node:http";
import { createRequire } from "node:module";

const smart = createRequire(import.meta.url)("fhirclient");
const [ehr] = process.argv.slice(2);
const session = {};

const app = http.createServer((request, response) => {
  request.session = session;
  request.protocol = "http";
  run(request, response).catch((error) => {
    response.end();
    console.error(error);
    process.exit(1);
  });
});

async function run(request, response) {
  const storage = () => ({
    get: async (key) => session[key],
    set: async (key, value) => (session[key] = value),
    unset: async (key) => delete session[key],
  });
  const api = smart(request, response, storage);
  if (request.url.startsWith("/launch")) {
    await api.authorize({ clientId: "eyeline-test", scope: "launch patient/Patient.r patient/Goal.rs", redirectUri: "/back", pkceMode: "required" });
    return;
  }
  const client = await api.ready();
  const patient = await client.patient.read();
  const goals = await client.request(`Goal?patient=${client.patient.id}`, { flat: true });
  response.end();
  console.log(JSON.stringify({ patient: patient.id, goals: goals.map((goal) => goal.id) }));
  app.close();
}

app.listen(0, "127.0.0.1", async () => {
  const { port } = app.address();
  const iss = encodeURIComponent(`${ehr}/fhir`);
  await fetch(`http://127.0.0.1:${port}/launch?iss=${iss}&launch=to-cat`); // follows the redirects, as a browser does
});
