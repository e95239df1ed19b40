"""A picture of ratios: one bar each, as SVG that follows the reader's light or dark."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

_WIDTH, _LABELS, _ROW = 720, 190, 28  # pixels: of the picture, of the names at its left, of one bar with its gap
_HEAD, _LINE = 44, 16  # pixels: above the first bar, and of each line below the last
_STYLE = (
    "text{font:13px system-ui,sans-serif;fill:#1f2937}.small{font-size:11px;fill:#6b7280}.title{font-weight:600}"
    "rect{fill:#2563eb}"
    "@media(prefers-color-scheme:dark){text{fill:#e5e7eb}.small{fill:#9ca3af}rect{fill:#60a5fa}}"
)


def bars(title: str, notes: Sequence[str], ratios: Mapping[str, float]) -> str:
    """The picture; `notes` stand below the bars, one a line."""
    longest = max(ratios.values())
    height = _HEAD + _ROW * len(ratios) + _LINE * (len(notes) + 1)
    told = "; ".join(f"{name} {ratio:.1f}" for name, ratio in ratios.items())
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" width="{_WIDTH}" role="img">',
        f"<title>{escape(title)}: {escape(told)}</title>",
        f"<style>{_STYLE}</style>",
        f'<text class="title" x="0" y="20">{escape(title)}</text>',
    ]
    for place, (name, ratio) in enumerate(ratios.items()):
        top = _HEAD + _ROW * place
        width = (_WIDTH - _LABELS - 60) * ratio / longest
        lines += [
            f'<text x="{_LABELS - 10}" y="{top + 15}" text-anchor="end">{escape(name)}</text>',
            f'<rect x="{_LABELS}" y="{top}" width="{width:.1f}" height="20" rx="2"/>',
            f'<text x="{_LABELS + width + 8:.1f}" y="{top + 15}">{ratio:.1f}</text>',
        ]
    below = _HEAD + _ROW * len(ratios) + _LINE
    lines += [f'<text class="small" x="0" y="{below + _LINE * place}">{escape(note)}</text>' for place, note in enumerate(notes)]
    return "\n".join([*lines, "</svg>\n"])
