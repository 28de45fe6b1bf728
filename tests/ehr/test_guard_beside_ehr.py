"""The guard's own tests again, with an EHR registered that may ask for cards: its doors have opened nothing else."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from companion.ehr.registration import HooksFrom, Registration
from companion.vault import Vault
from companion.workspace import Workspace
from index import Embedder
from tests.ehr.tokens import ISSUER, KEYS
from tests.service.conftest import Service, serving
from tests.service.test_guard import (  # noqa: F401 (pytest runs them here too)
    test_a_body_over_the_limit_is_refused,
    test_an_upgrade_is_refused,
    test_bodies_that_a_form_can_send_are_refused,
    test_every_route_has_the_guard_itself,
    test_nothing_but_post,
    test_only_paths_that_exist,
    test_only_the_exact_host_passes,
    test_other_sites_are_refused,
    test_pages_are_refused_by_their_origin,
    test_two_hosts_are_refused_in_any_order,
    untouched,
)

CHARTS = "https://secure.simplepractice.com"
"""One of the origins that the guard's tests try: even as a registered page it may ask for cards alone."""


@pytest.fixture(scope="module")
def with_ehr(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    with Vault.temporary(tmp_path_factory.mktemp("vault")) as vault, serving(Workspace(vault, Embedder())) as running:
        hooks = HooksFrom(ISSUER, KEYS, (CHARTS,))
        running.ehrs.add(Registration("https://ehr.example/fhir", "eyeline-test", pages=(CHARTS,), hooks=hooks))
        yield Service(running, [])


@pytest.fixture
def service(with_ehr: Service) -> Service:
    return with_ehr
