"""The scripts are put after those that they import, and their folders are layers."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from kg.viewer import bundle

# A script imports from its own folder and from those before it; the page itself comes last.
LAYERS = ("core", "drawing", "ui", "features", "")


def folder(root: Path, **scripts: str) -> Path:
    """Return a folder of scripts, ``core__text`` standing for the file ``core/text.js``."""
    for name, text in scripts.items():
        path = root / f"{name.replace('__', '/')}.js"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return root


def test_no_script_imports_from_a_higher_layer() -> None:
    layer = {name: LAYERS.index(name.rpartition("/")[0]) for name in bundle.order()}
    wrong = {
        f"{name} imports {other}"
        for name, others in bundle.imports().items()
        for other in others
        if layer[other] > layer[name]
    }
    assert wrong == set()
    assert set(layer.values()) == set(range(len(LAYERS)))


def test_every_script_comes_after_those_that_it_imports() -> None:
    order = bundle.order()
    for name, others in bundle.imports().items():
        assert all(order.index(other) < order.index(name) for other in others)
    assert order[-1] == "main"
    assert order == bundle.order()


def test_every_import_is_understood() -> None:
    for path in bundle.WEB.rglob("*.js"):
        written = len(re.findall(r"^import ", path.read_text("utf-8"), re.MULTILINE))
        name = path.relative_to(bundle.WEB).with_suffix("").as_posix()
        assert len(bundle.imports()[name]) == written, name


def test_new_script_is_put_where_its_imports_want_it(tmp_path: Path) -> None:
    shutil.copytree(bundle.WEB, tmp_path, dirs_exist_ok=True)
    folder(tmp_path, core__aardvark='import { say } from "./language.js";\nexport const a = 1;\n')
    order = bundle.order(tmp_path)
    assert set(order) == {*bundle.order(), "core/aardvark"}
    assert order.index("core/language") < order.index("core/aardvark")
    main = (tmp_path / "main.js").read_text("utf-8")
    (tmp_path / "main.js").write_text('import { a } from "./core/aardvark.js";\n' + main, "utf-8")
    order = bundle.order(tmp_path)
    assert order.index("core/aardvark") < order.index("main")
    assert "const { a } = $core_aardvark;" in bundle.program(tmp_path)


def test_scripts_of_one_name_in_two_folders_stay_apart(tmp_path: Path) -> None:
    node = shutil.which("node")
    if node is None:
        pytest.skip("node is not installed")
    folder(
        tmp_path,
        core__name="export const name = 'core';\n",
        ui__name='import { name } from "../core/name.js";\nexport async function told() {\n'
        "return name;\n}\n",
        main='// It says.\nimport {\n  told,\n} from "./ui/name.js";\n'
        "told().then((name) => console.log(name));\n",
    )
    done = subprocess.run(
        [node, "-e", bundle.program(tmp_path)], capture_output=True, text=True, check=False
    )
    assert (done.stdout, done.stderr) == ("core\n", "")


def test_every_style_is_that_of_a_script_and_none_is_left_out() -> None:
    styles = {path.relative_to(bundle.WEB).with_suffix("") for path in bundle.WEB.rglob("*.css")}
    assert {style.as_posix() for style in styles} <= set(bundle.order())
    for style in styles:
        assert (bundle.WEB / style).with_suffix(".css").read_text("utf-8") in bundle.style()


def test_circle_of_scripts_is_refused_with_their_names(tmp_path: Path) -> None:
    one, other = (f'import {{ x }} from "./{name}.js";\nexport const x = 1;\n' for name in "ba")
    folder(tmp_path, a=one, b=other, c='import { x } from "./a.js";\n')
    with pytest.raises(ValueError, match=r"a imports b imports a|b imports a imports b"):
        bundle.program(tmp_path)


def test_import_for_types_alone_does_not_count(tmp_path: Path) -> None:
    folder(
        tmp_path,
        a='/** @typedef {import("./b.js").B} B */\nexport const x = 1;\n',
        b='import { x } from "./a.js";\n',
    )
    assert bundle.order(tmp_path) == ("a", "b")
