"""The demo EHR answers its own pages to its own address, and nothing else."""

from __future__ import annotations

import httpx
import pytest

from companion.demo.chart_server import ChartServer
from companion.demo.sample import samples


def test_every_address_of_the_ehr_is_the_one_page(chart_server: ChartServer) -> None:
    pages = [httpx.get(f"{chart_server.url}{path}", trust_env=False) for path in ("", "clients/20-4471/overview", "no")]
    assert {page.status_code for page in pages} == {200}
    assert len({page.text for page in pages}) == 1
    assert "Invented people" in pages[0].text


def test_the_clients_are_the_given_ones(chart_server: ChartServer) -> None:
    told = httpx.get(f"{chart_server.url}clients.json", trust_env=False).json()
    assert [one["record_number"] for one in told] == [sample.record_number for sample in samples()[:3]]
    assert all(set(one) == {"name", "birth_date", "record_number", "pronouns"} for one in told)


@pytest.mark.parametrize("path", ["/", "/demo-ehr", "/etc/passwd", "/demo-ehr/../chart_server.py"])
def test_nothing_else_is_served(chart_server: ChartServer, path: str) -> None:
    port = int(chart_server.url.split(":")[2].split("/")[0])
    with httpx.Client(trust_env=False) as client:
        request = httpx.Request("GET", f"http://127.0.0.1:{port}", extensions={"target": path.encode()})
        said = client.send(request)
    assert said.status_code == 404 or "def serve_chart" not in said.text


def test_another_host_is_refused(chart_server: ChartServer) -> None:
    said = httpx.get(chart_server.url, headers={"host": "evil.test"}, trust_env=False)
    assert said.status_code == 404
