"""An EHR in a process of its own: a FHIR server made by others (parts/server.js), which tests fill and break."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx
import pytest

from scripts.environment import node

PARTS = Path(__file__).with_name("parts")
Raw = dict[str, Any]


def program() -> str:
    """Node, where what others made is installed; skips the test elsewhere."""
    if not (PARTS / "node_modules" / "@medplum" / "fhir-router").is_dir():
        why = "the FHIR server is not installed (npm ci in tests/ehr/parts/)"
        if os.environ.get("CI"):
            pytest.fail(f"{why}, and CI is set")
        pytest.skip(why)
    return str(node(Path(sys.executable))[0])


class EhrServer:
    """One EHR. `base` is its address, `issuer` its FHIR server's."""

    def __init__(self) -> None:
        command = [program(), str(PARTS / "server.js")]
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=PARTS)
        assert self._process.stdout is not None
        self.base = self._process.stdout.readline().strip()
        assert self.base.startswith("http://127.0.0.1:"), "the EHR did not start"
        self.issuer = f"{self.base}/fhir"
        self._http = httpx.Client(trust_env=False, timeout=30)

    def holds(self, *resources: Raw, **faults: Any) -> None:
        """Empties it and fills it anew; nothing but `faults` goes wrong."""
        patients = {f"to-{one['id']}": one["id"] for one in resources if one["resourceType"] == "Patient"}
        self._control({"clear": True, "resources": resources, "faults": faults, "launches": patients})

    def adds(self, *resources: Raw) -> None:
        self._control({"resources": resources})

    def goes_wrong(self, **faults: Any) -> None:
        self._control({"faults": faults})

    @property
    def asked(self) -> list[dict[str, str]]:
        """All requests since it was filled: method, path, authorization, body."""
        said: list[dict[str, str]] = self._http.get(f"{self.base}/control").json()["asked"]
        return said

    def stop(self) -> None:
        self._http.close()
        self._process.terminate()
        self._process.communicate(timeout=30)

    def _control(self, said: Raw) -> None:
        self._http.post(f"{self.base}/control", json=said).raise_for_status()


def patient(id_: str = "cat", name: str = "Catherine Lindqvist", **more: Any) -> Raw:
    given, family = name.rsplit(" ", 1)
    number = {"type": {"coding": [{"code": "MR"}]}, "system": "urn:mrn", "value": "MRN-1001"}
    told: Raw = {"resourceType": "Patient", "id": id_, "identifier": [number], "birthDate": "1982-04-17"}
    return {**told, "name": [{"use": "official", "given": given.split(), "family": family}], **more}
