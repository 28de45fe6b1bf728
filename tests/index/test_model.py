"""The model is the one that was measured, or it is refused."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from index import model
from index.model import ModelUnusable, bundled_model, plain_folder


def test_the_bundled_model_is_checked_file_by_file(monkeypatch: pytest.MonkeyPatch) -> None:
    folder = bundled_model()
    assert (folder / "model.safetensors").is_file()
    for name in model.SHA256:
        with monkeypatch.context() as patched:
            patched.setitem(model.SHA256, name, "0" * 64)
            with pytest.raises(ModelUnusable, match=name):
                bundled_model()


def test_everything_that_is_loaded_is_pinned() -> None:
    loaded = {".json", ".safetensors", ".txt"}
    there = {p.relative_to(bundled_model()).as_posix() for p in bundled_model().rglob("*") if p.suffix in loaded}
    assert there - {"data_config.json"} == set(model.SHA256)


def test_a_missing_package_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(model, "PACKAGE", "no_such_package_here")
    with pytest.raises(ModelUnusable, match="not installed"):
        bundled_model()


def test_pickled_weights_are_refused(tmp_path: Path) -> None:
    folder = tmp_path / "model"
    shutil.copytree(bundled_model(), folder)
    assert plain_folder(folder) == folder
    (folder / "pytorch_model.bin").write_bytes(b"")
    with pytest.raises(ModelUnusable, match="pickled"):
        plain_folder(folder)
    with pytest.raises(ModelUnusable, match="safetensors"):
        plain_folder(tmp_path)


def test_finding_the_folder_runs_none_of_the_packages_code() -> None:
    import subprocess
    import sys

    code = "import sys, index.model as m; m.bundled_model(); assert m.PACKAGE not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)
