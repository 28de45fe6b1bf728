// A practice's chart in Medplum's own components, put together as Medplum's apps are: their shell, patient list,
// header, summary, timeline and details, over their in-memory server, which holds the practice's people alone.
import { Box, Button, Group, MantineProvider, Stack, Textarea } from "@mantine/core";
import "@mantine/core/styles.css";
import { Notifications } from "@mantine/notifications";
import "@mantine/notifications/styles.css";
import { indexSearchParameter } from "@medplum/core";
import { MockClient } from "@medplum/mock";
import {
  AppShell, Document, LinkTabs, Logo, MedplumProvider, PatientHeader, PatientSummary, PatientTimeline, ResourceTable,
  SearchControl, useMedplumNavigate,
} from "@medplum/react";
import "@medplum/react/styles.css";
import { useMemo, useState } from "react";
import { createRoot } from "react-dom/client";
import { BrowserRouter, Route, Routes, useLocation, useNavigate, useParams } from "react-router";

const { clinician, people } = await (await fetch("/api/practice")).json();
const [first, last] = clinician.split(",")[0].split(" ");
const profile = { resourceType: "Practitioner", id: "0b7c2c6e-51f4-4a5c-9a3e-0f0c2b6f7d11", name: [{ given: [first], family: last }] };

const medplum = new MockClient({
  profile,
  cacheTime: 0,
  seedDefaultData: false,
  fetch: async (url, options) => {
    const [, id] = url.match(/\/fhir\/R4\/Patient\/([\w-]+)$/) ?? [];
    if (id) await fetch(`/api/charts/${id}`); // the in-memory server is too near: a patient's record takes the network's time
    return medplum.client.mockFetch(url, options);
  },
});

await medplum.search("Practitioner"); // the first request loads the definitions, which the patient list asks for at once
indexSearchParameter({ // and those of the in-memory server leave this one out, by which the timeline asks
  resourceType: "SearchParameter", code: "subject", name: "subject", base: ["Communication"], type: "reference",
  expression: "Communication.subject", target: ["Patient"],
});
await medplum.mock.withSeeding(async () => {
  const keep = (resource) => medplum.repo.createResource(resource);
  await keep(profile);
  for (const one of people) {
    const subject = { reference: `Patient/${one.id}`, display: one.name };
    await keep({
      resourceType: "Patient",
      id: one.id,
      active: true,
      name: [{ given: one.first ? one.first.split(" ") : [], family: one.last }],
      birthDate: one.birth_date ?? undefined,
      identifier: one.record_number ? [{ type: { text: "MRN" }, system: "https://harbor.example/mrn", value: one.record_number }] : [],
      contact: [{ relationship: [{ text: "Mother" }], name: { given: ["Ingrid"], family: one.last } }],
      generalPractitioner: [{ reference: "Practitioner/7", display: "Dr. Samuel Ortiz" }],
    });
    await keep({
      resourceType: "Communication",
      status: "completed",
      subject,
      sender: { reference: `Practitioner/${profile.id}`, display: clinician },
      sent: "2026-01-06T10:05:00Z",
      payload: [{ contentString: `Seen at ${one.time}, ${one.service}. Next: same time in two weeks.` }],
    });
  }
});

const TABS = ["Timeline", "Details", "Visit"];
const opened = people.slice(1, 5);

function Patients() {
  const navigate = useMedplumNavigate();
  const [search, setSearch] = useState({ resourceType: "Patient", fields: ["name", "birthDate", "identifier"], sortRules: [{ code: "name" }] });
  return (
    <SearchControl search={search} checkboxesEnabled onChange={(event) => setSearch(event.definition)}
      onClick={(event) => navigate(`/Patient/${event.resource.id}/timeline`)} />
  );
}

function Visit() {
  return (
    <Stack>
      <Textarea label="Chart note" name="chartNote" autosize minRows={10} placeholder="Type a note" />
      <Group><Button>Sign & lock</Button></Group>
    </Stack>
  );
}

function Chart() {
  const { id, tab } = useParams();
  const patient = useMemo(() => ({ reference: `Patient/${id}` }), [id]);
  const pages = {
    timeline: <PatientTimeline patient={patient} />,
    details: <Document><ResourceTable value={patient} ignoreMissingValues /></Document>,
    visit: <Document><Visit key={id} /></Document>,
  };
  return (
    <Group align="stretch" gap={0} wrap="nowrap">
      <Box w={280} p="sm" style={{ borderRight: "1px solid var(--mantine-color-gray-3)" }}><PatientSummary patient={patient} /></Box>
      <Box flex={1}>
        <PatientHeader patient={patient} />
        <LinkTabs key={`${id}/${tab}`} baseUrl={`/Patient/${id}`} tabs={TABS} />
        {pages[tab] ?? pages.timeline}
      </Box>
    </Group>
  );
}

function App() {
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const menus = [
    { title: "Practice", links: [{ label: "Patients", href: "/Patient" }] },
    { title: "Recent", links: opened.map((one) => ({ label: `${one.name}, ${one.birth_date}`, href: `/Patient/${one.id}/timeline` })) },
  ];
  return (
    <MedplumProvider medplum={medplum} navigate={navigate}>
      <AppShell logo={<Logo size={24} />} pathname={pathname} menus={menus} resourceTypeSearchDisabled>
        <Routes>
          <Route path="/Patient/:id/:tab" element={<Chart />} />
          <Route path="/Patient/:id" element={<Chart />} />
          <Route path="*" element={<Patients />} />
        </Routes>
      </AppShell>
    </MedplumProvider>
  );
}

localStorage.navbarOpen ??= "true";
createRoot(document.querySelector("#root")).render(
  <MantineProvider><Notifications /><BrowserRouter><App /></BrowserRouter></MantineProvider>,
);
