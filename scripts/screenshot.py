""".venv/bin/python scripts/screenshot.py: the picture at the head of the README, from the running thing.

The demo's companion, the demo chart and the extension's real side panel in Chromium, on a virtual screen where there is
none."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

PICTURE = Path(__file__).parents[1] / "docs" / "panel.png"
WINDOW = ["--window-position=0,0", "--window-size=1280,800", "--test-type"]
"""All of the screen, without the bar that warns of flags."""
SCREEN = ["xvfb-run", "-a", "-s", "-screen 0 1280x800x24"]


def main() -> int:
    """Run it with the project's Python; it needs what scripts/test.py installs."""
    if not os.environ.get("DISPLAY"):
        return subprocess.run([*SCREEN, sys.executable, __file__], check=False).returncode
    folder = Path(tempfile.mkdtemp(prefix="eyeline-screenshot-"))
    try:
        picture(folder)
    finally:
        shutil.rmtree(folder)
    print(PICTURE)
    return 0


def picture(folder: Path) -> None:
    from companion.demo.browser import open_browser
    from companion.demo.chart_server import serve_chart
    from companion.demo.sample import samples
    from companion.service.server import Server
    from companion.vault import Vault
    from companion.workspace import Workspace
    from index import Embedder

    with Vault.temporary(folder) as vault:
        workspace = Workspace(vault, Embedder())
        clients = []
        for sample in samples():
            clients.append(sample.add_to(vault))
            list(workspace.import_path(clients[-1].id, sample.notes, "record"))
            while workspace.read_some(clients[-1].id):
                pass
        server = Server(workspace, folder, port=0)
        server.start()
        chart = serve_chart(clients)
        chromium = shutil.which("chromium") or "chromium"
        code = server.running.desk.show_code(server.port)
        browser = open_browser(chromium, chart.client_url(clients[0]), code, headless=False, flags=WINDOW)
        try:
            browser.panel.get_by_role("button", name="Yes").click()
            browser.panel.get_by_role("heading", name="Goals").wait_for()
            browser.panel.mouse.move(2, 2)
            subprocess.run(["import", "-window", "root", str(PICTURE)], check=True)
        finally:
            browser.close()
            chart.close()
            server.stop()


if __name__ == "__main__":
    sys.exit(main())
