"""Neovim with its own client: what it shows of a manifest before and after an edit."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("pygls")

from lint.engine.examples import SKELETONS

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "editors.md").read_text(encoding="utf-8")
BAD = SKELETONS["Service"] + "        env:\n        - name: PORT\n          value: '80'\n"
SCRIPT = """
local out = {}
local function shown()
  local codes = {}
  for _, each in ipairs(vim.diagnostic.get(0)) do
    table.insert(codes, {each.code or each.user_data.lsp.code, each.lnum, each.col})
  end
  return codes
end
if vim.lsp.config then
  SNIPPET
else
  -- Neovim before 0.11: the same server, started by hand.
  vim.schedule(function()
    local id = vim.lsp.start_client({ name = 'lint', cmd = { 'lint', 'server' }, root_dir = vim.fn.getcwd() })
    vim.lsp.buf_attach_client(0, id)
  end)
end
vim.cmd('edit service.yaml')
vim.bo.filetype = 'yaml'
out.answered = vim.wait(60000, function() return #shown() > 0 end, 20)
out.before = shown()
vim.api.nvim_buf_set_lines(0, -4, -1, false, {})
out.gone = vim.wait(60000, function() return #shown() == 0 end, 20)
vim.cmd('undo')
out.back = vim.wait(60000, function() return #shown() > 0 end, 20)
local at = { textDocument = vim.lsp.util.make_text_document_params(), position = { line = 0, character = 2 } }
for _, answer in pairs(vim.lsp.buf_request_sync(0, 'textDocument/hover', at, 15000) or {}) do
  out.hover = answer.result.contents.value
end
local file = io.open('out.json', 'w')
file:write(vim.json and vim.json.encode(out) or vim.fn.json_encode(out))
file:close()
vim.cmd('qall!')
"""


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("nvim"), reason="Neovim is not installed")
def test_neovim_shows_the_findings(tmp_path: Path) -> None:
    (tmp_path / "service.yaml").write_text(BAD)
    (snippet,) = re.findall(r"```lua\n(.*?)```", PAGE, re.S)
    (tmp_path / "script.lua").write_text(SCRIPT.replace("SNIPPET", snippet))
    program = tmp_path / "bin" / "lint"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -P -m lint "$@"\n')
    program.chmod(0o755)
    environment = {
        **os.environ,
        "PATH": f"{program.parent}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
        "HOME": str(tmp_path / "home"),
        "XDG_STATE_HOME": str(tmp_path / "state"),
    }
    subprocess.run(
        ["nvim", "--headless", "-u", "NONE", "-i", "NONE", "-c", "luafile script.lua"],
        cwd=tmp_path, env=environment, check=True, timeout=240, capture_output=True,
    )  # fmt: skip
    out = json.loads((tmp_path / "out.json").read_text())
    assert out["before"] == [["CR012", 10, 16]]
    assert out["answered"]
    assert out["gone"]
    assert out["back"]
    assert "`apiVersion`" in out["hover"]


def test_the_snippet_names_the_command() -> None:
    assert "cmd = { 'lint', 'server' }" in PAGE
