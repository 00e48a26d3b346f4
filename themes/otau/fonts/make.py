#!/usr/bin/env python3
"""Makes the theme's fonts from the npm package @fontsource/golos-text. See README.md beside this file.

    python3 make.py PACKAGE_FOLDER

For each weight the package's four files (latin, latin-ext, cyrillic, cyrillic-ext) are merged, cut to the letters that
Kazakh and Russian pages use, and written as WOFF2; the 600 weight also as TTF for drawing cards.
"""

import sys
import tempfile
from pathlib import Path

from fontTools import subset
from fontTools.merge import Merger
from fontTools.ttLib import TTFont

HERE = Path(__file__).resolve().parent
ASSETS = HERE.parent / "assets" / "fonts"

RUSSIAN = "АБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ"
KAZAKH = "ӘҒҚҢӨҰҮҺІ"
SIGNS = "«»„“”‘’–—…·•×−±№₸§©°½\u00a0\u2009"
TEXT = "".join(map(chr, range(0x20, 0x7F))) + RUSSIAN + RUSSIAN.lower() + KAZAKH + KAZAKH.lower() + SIGNS
PARTS = ["latin", "latin-ext", "cyrillic", "cyrillic-ext"]
FEATURES = ["kern", "calt", "locl", "tnum"]


def merged(package: Path, weight: int, scratch: Path) -> TTFont:
    """One font with the glyphs of the package's four files."""
    files = []
    for part in PARTS:
        font = TTFont(package / "files" / f"golos-text-{part}-{weight}-normal.woff2")
        font.flavor = None
        file = scratch / f"{part}-{weight}.ttf"
        font.save(file)
        files.append(str(file))
    font = Merger().merge(files)
    first = TTFont(files[0])["head"]
    font["head"].created, font["head"].modified = first.created, first.created
    font.recalcTimestamp = False
    return font


def cut(font: TTFont, flavor: str | None, out: Path) -> None:
    """Keeps the letters of TEXT and writes the result; the same input gives the same bytes."""
    options = subset.Options()
    options.layout_features = FEATURES
    options.hinting = False
    options.desubroutinize = True
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    options.notdef_outline = True
    options.flavor = flavor
    cutter = subset.Subsetter(options)
    cutter.populate(text=TEXT)
    cutter.subset(font)
    missing = sorted(set(map(ord, TEXT)) - set(font.getBestCmap()))
    if missing:
        sys.exit("absent from the font: " + " ".join(f"U+{code:04X}" for code in missing))
    out.parent.mkdir(parents=True, exist_ok=True)
    subset.save_font(font, str(out), options)
    print(f"{out.relative_to(HERE.parent)}: {out.stat().st_size} bytes")


def main() -> None:
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    package = Path(sys.argv[1])
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        for weight in (400, 600):
            cut(merged(package, weight, scratch), "woff2", ASSETS / f"golos-{weight}.woff2")
        cut(merged(package, 600, scratch), None, HERE / "card.ttf")
    (ASSETS / "OFL.txt").write_bytes((package / "LICENSE").read_bytes())


if __name__ == "__main__":
    main()
