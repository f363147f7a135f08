"""How every figure looks: colours of actors, fonts, the sheet with its title and caption, the files' bytes.

One font that comes with the plotting library and one set of settings, whatever the user's own may be: the same
inputs give the same bytes.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import cache, wraps
from typing import TYPE_CHECKING, Any, NamedTuple, ParamSpec

from sim.scenario.schema import Scenario

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

P = ParamSpec("P")
INK, GREY, FAINT, PAPER = "#1a1a1a", "#595959", "#d9d9d9", "#ffffff"
CHALLENGER, CLIENT = "#D55E00", "#4d4d4d"  # vermillion, grey
PATRONS = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#8C6D31", "#332288", "#B8AE00")  # Okabe-Ito first
MARKERS = ("o", "s", "D", "^", "v", "P", "X", "h")
TITLE_SIZE, NOTE_SIZE, PANEL_SIZE, TEXT_SIZE, CAPTION_SIZE = 14.0, 9.5, 10.5, 8.5, 7.5  # points
LEADING = 1.28
SLACK = 1.02  # letters are drawn on whole pixels, a little wider than they measure
MARGIN = 0.3  # inches around the sheet
DPI = 160
SETTINGS: dict[str, Any] = {
    "font.family": ["DejaVu Sans"],
    "font.size": TEXT_SIZE,
    "text.color": INK,
    "text.parse_math": False,
    "axes.edgecolor": GREY,
    "axes.labelcolor": GREY,
    "axes.linewidth": 0.6,
    "axes.unicode_minus": True,
    "xtick.color": GREY,
    "ytick.color": INK,
    "xtick.labelsize": 8.0,
    "ytick.labelsize": TEXT_SIZE,
    "figure.facecolor": PAPER,
    "axes.facecolor": PAPER,
    "svg.fonttype": "path",
    "svg.hashsalt": "fairweather",
    "path.simplify": False,
}


class Look(NamedTuple):
    """How an actor is drawn in every figure."""

    colour: str
    marker: str


def looks(scenario: Scenario) -> dict[str, Look]:
    """Each actor's look: its own colour if the scenario names one, else by role and seat."""
    chosen = {
        scenario.challenger.name: Look(scenario.challenger.colour or CHALLENGER, "o"),
        scenario.client.name: Look(scenario.client.colour or CLIENT, "o"),
    }
    for seat, patron in enumerate(scenario.patrons):
        place = seat % len(PATRONS)
        chosen[patron.name] = Look(patron.colour or PATRONS[place], MARKERS[place])
    return chosen


def styled(draw: Callable[P, Figure]) -> Callable[P, Figure]:
    """Draw under the house settings alone."""

    @wraps(draw)
    def drawn(*args: P.args, **kwargs: P.kwargs) -> Figure:
        with house_style():
            return draw(*args, **kwargs)

    return drawn


def render(figure: Figure) -> dict[str, bytes]:
    """The figure as PNG and SVG, without a date or a version in them; its title goes along as metadata."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.backends.backend_svg import FigureCanvasSVG

    title = str(figure.get_label())
    as_png: dict[str, Any] = {"Software": None, "Title": title}
    as_svg: dict[str, Any] = {"Date": None, "Creator": "Fairweather", "Title": title}
    png, svg = io.BytesIO(), io.BytesIO()
    with house_style():
        FigureCanvasAgg(figure).print_png(png, metadata=as_png)  # type: ignore[no-untyped-call]
        FigureCanvasSVG(figure).print_svg(svg, metadata=as_svg)  # type: ignore[no-untyped-call]
    return {"png": png.getvalue(), "svg": svg.getvalue()}


@dataclass(frozen=True)
class Sheet:
    """A figure with its title and caption set, and room between them; all lengths in inches."""

    figure: Figure
    width: float
    height: float
    top: float  # from the upper edge to the body

    def place(self, left: float, down: float, width: float, height: float) -> Axes:
        """Axes whose upper left corner lies ``left`` from the edge and ``down`` from the body's top."""
        bottom = self.height - self.top - down - height
        return self.figure.add_axes((left / self.width, bottom / self.height, width / self.width, height / self.height))

    def write(self, left: float, down: float, text: str, **options: object) -> None:
        """Text whose upper left corner lies there."""
        place = (left / self.width, (self.height - self.top - down) / self.height)
        settings: dict[str, object] = {"va": "top", "ha": "left"} | options
        self.figure.text(*place, text, **settings)  # type: ignore[arg-type]


def sheet(width: float, body: float, title: str, note: str, caption: str) -> Sheet:
    """An empty sheet, ``width`` inches wide with a body ``body`` inches high, under a title that states the finding."""
    from matplotlib.figure import Figure

    room = width - 2 * MARGIN
    blocks = [
        (wrapped(title, room, TITLE_SIZE, bold=True), TITLE_SIZE, INK, "bold"),
        (wrapped(note, room, NOTE_SIZE), NOTE_SIZE, GREY, "normal"),
    ]
    heights = [lines(text, size) for text, size, _, _ in blocks]
    foot = wrapped(caption, room, CAPTION_SIZE)
    top = MARGIN + sum(heights) + 0.18
    height = top + body + 0.16 + lines(foot, CAPTION_SIZE) + 0.18
    figure = Figure(figsize=(width, height), dpi=DPI)
    figure.set_label(title)
    empty = Sheet(figure, width, height, top)
    down = MARGIN - top
    for (text, size, colour, weight), tall in zip(blocks, heights, strict=True):
        empty.write(MARGIN, down, text, size=size, color=colour, weight=weight, linespacing=LEADING)
        down += tall + 0.04
    empty.write(MARGIN, body + 0.16, foot, size=CAPTION_SIZE, color=GREY, linespacing=LEADING)
    return empty


def wrapped(text: str, inches: float, size: float, bold: bool = False, most: int = 0) -> str:
    """``text`` broken so that no line is wider than ``inches``; cut after ``most`` lines if that is given."""
    rows: list[str] = []
    for word in text.split():
        for part in _chopped(word, inches, size, bold):
            if rows and extent(f"{rows[-1]} {part}", size, bold) <= inches:
                rows[-1] += f" {part}"
            else:
                rows.append(part)
    if most and len(rows) > most:
        rows = [*rows[: most - 1], _shortened(rows[most - 1], inches, size, bold)]
    return "\n".join(rows)


def extent(text: str, size: float, bold: bool = False) -> float:
    """Width of a line of text in inches."""
    return sum(_advance(letter, bold) for letter in text) * SLACK * size / 72


def lines(text: str, size: float) -> float:
    """Height of wrapped text in inches."""
    return (text.count("\n") + 1) * size * LEADING / 72 if text else 0.0


def beside(
    axes: Axes,
    text: str,
    row: float,
    shift: float,
    *,
    edge: float = 1,
    align: str = "left",
    colour: str = INK,
    bold: bool = False,
) -> None:
    """Text beside a row: ``shift`` points from the left (0) or right (1) edge of the axes."""
    axes.annotate(
        text,
        (edge, row),
        xycoords=("axes fraction", "data"),
        xytext=(shift, 0),
        textcoords="offset points",
        ha=align,
        va="center",
        size=TEXT_SIZE,
        color=colour,
        weight="bold" if bold else "normal",
        linespacing=1.05,
    )


def headed(page: Sheet, left: float, down: float, width: float, title: str, colour: str) -> None:
    """A panel's title behind a square of its actor's colour."""
    page.write(left, down, "■", size=PANEL_SIZE, color=colour)
    page.write(left + 0.2, down, _middle(title, width - 0.2, PANEL_SIZE), size=PANEL_SIZE, weight="bold")


def bare(axes: Axes) -> None:
    """Take the frame and the tick marks off, keep the labels."""
    for spine in axes.spines.values():
        spine.set_visible(False)
    axes.tick_params(length=0)


def signed(value: float) -> str:
    """A number on a signed scale."""
    return f"{value:+.3g}".replace("-", "−") if abs(value) > 1e-7 else "0"


def house_style() -> AbstractContextManager[None]:
    """The house settings alone, for as long as the block lasts."""
    import matplotlib as mpl

    defaults: dict[Any, Any] = {
        key: value for key, value in mpl.rcParamsDefault.items() if not key.startswith("backend")
    }
    return mpl.rc_context(defaults | SETTINGS)


def _chopped(word: str, inches: float, size: float, bold: bool) -> list[str]:
    """A word in pieces that fit the line."""
    parts = [""]
    for letter in word:
        if parts[-1] and extent(parts[-1] + letter, size, bold) > inches:
            parts.append("")
        parts[-1] += letter
    return parts


def _middle(title: str, inches: float, size: float) -> str:
    """A bold title on one line, its middle left out where it is too wide: names often differ at the end."""
    cut, short = len(title), title
    while cut > 2 and extent(short, size, bold=True) > inches:
        cut -= 1
        short = f"{title[: (cut + 1) // 2].rstrip()}…{title[-(cut // 2) :].lstrip()}"
    return short


def _shortened(row: str, inches: float, size: float, bold: bool) -> str:
    while row and extent(f"{row}…", size, bold) > inches:
        row = row[:-1]
    return f"{row.rstrip()}…"


@cache
def _advance(letter: str, bold: bool) -> float:
    """Width of a letter in ems."""
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import text_to_path

    font = FontProperties(family="DejaVu Sans", weight="bold" if bold else "normal", size=100)
    width, _, _ = text_to_path.get_text_width_height_descent(letter, font, False)
    return float(width) / 100
