"""Chart pages of different make, each served from a port of its own, none of which knows anything of Eyeline."""

from tests.browser.ehrs.people import OTHERS, Person
from tests.browser.ehrs.server import KINDS, Ehr, serve_ehr

__all__ = ["KINDS", "OTHERS", "Ehr", "Person", "serve_ehr"]
