"""Paragraphs of two freely licensed books, for teachers to label: python3 texts.py FOLDER

FOLDER holds the unpacked Debian packages `anarchism` (15.3-3) and `dict-jargon` (4.4.7-3.1), as folders of these names;
essay.txt and jargon.txt are written into it.
"""

import gzip
import html
import pathlib
import random
import re
import sys

UNREAD = re.compile(r"(?is)<(script|style|pre|code|table|h\d|head).*?</\1>")
PARAGRAPH = re.compile(r"(?is)<p\b[^>]*>(.*?)(?=<p\b|</p>|<ul|<ol|<div|</body)")


def paragraphs(page):
    for part in PARAGRAPH.findall(UNREAD.sub(" ", page)):
        text = " ".join(html.unescape(re.sub(r"<[^>]+>", "", part)).split())
        if len(text) > 60:
            yield text


def write(path, texts, words, rng):
    texts = list(dict.fromkeys(texts))
    rng.shuffle(texts)
    chosen, count = [], 0
    while texts and count <= words:
        chosen.append(texts.pop())
        count += len(chosen[-1].split())
    path.write_text("\n\n".join(chosen), encoding="utf-8")


def main():
    folder, rng = pathlib.Path(sys.argv[1]), random.Random(7)
    pages = sorted(p for p in (folder / "anarchism").rglob("*.html") if p.name != "links.html")
    essay = [t for page in pages for t in paragraphs(page.read_text(encoding="utf-8", errors="replace"))]
    write(folder / "essay.txt", essay, 450_000, rng)
    with gzip.open(folder / "dict-jargon/usr/share/dictd/jargon.dict.dz", "rt", encoding="utf-8", errors="replace") as file:
        entries = [" ".join(e.split()).replace("{", "").replace("}", "") for e in re.split(r"\n\s*\n", file.read())]
    write(folder / "jargon.txt", [e for e in entries if len(e) > 80 and e[0].isalpha()], 100_000, rng)


if __name__ == "__main__":
    main()
