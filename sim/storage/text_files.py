"""Text that somebody names on the command line: read whole, or refused with the reason."""

from __future__ import annotations

from pathlib import Path

from sim.scenario.errors import Place, Report


def read_text(path: Path, kind: str, size: str, saved_as: str, most: int) -> str:
    """The text of a file, if it is an ordinary file of UTF-8 text of at most ``most`` bytes.

    ``kind`` says what is wanted, ``size`` how large such a file usually is, ``saved_as`` how to save it.
    Raises ScenarioError otherwise.
    """
    report, nowhere = Report(), Place(str(path))
    text = ""
    try:
        if not path.exists():
            report.add(nowhere, "", "", "there is no such file", f"Give the path of {kind}.")
        elif not path.is_file():
            report.add(nowhere, "", "", "it is not an ordinary file", f"Give the path of {kind}.")
        elif path.stat().st_size > most:
            message = f"it is larger than {most // 1000} kB"
            way_out = f"{kind[:1].upper()}{kind[1:]} is {size}: is this the right file?"
            report.add(nowhere, "", "", message, way_out)
        else:
            text = path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        report.add(nowhere, "", "", f"it is not UTF-8 text (byte {error.start + 1})", f"Save it as {saved_as}.")
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        report.add(nowhere, "", "", f"it cannot be read ({reason})", "Check the path and its permissions.")
    if "\0" in text:
        report.add(nowhere, "", "", "it is a binary file", f"Save it as {saved_as}.")
    report.close()
    return text
