"""A small program that answers like Apertium: for tests that need a real process, not a real engine."""

import sys
from pathlib import Path

SCRIPT = """#!{python}
import re, sys, time
directions = ["eng-spa", "spa-eng", "spa-eng_US", "es-pt_BR"]
words = {{"hello": "hola", "friend": "amigo", "where": "donde", "is": "es", "my": "mi"}}
arguments = sys.argv[1:]
if arguments == ["-V"]:
    sys.exit(print("Apertium 9.9.9"))
if arguments == ["-l"]:
    sys.exit(print("\\n".join("  " + one for one in directions)))
assert arguments == ["-f", "none", "eng-spa"], arguments
text = open("/dev/stdin").read()  # as Apertium does: a socket cannot be opened so
if "sleeps" in text:
    time.sleep(60)
if "floods" in text:
    sys.stdout.write("x" * 500_000)
if "breaks" in text:
    sys.exit(3)
if "forgets" in text:
    text = re.sub(r"Qzv\\w+", "", text)
sys.stdout.write(re.sub(r"[^\\W\\d_]+", lambda w: words.get(w[0], "*" + w[0]), text))
"""


def a_small_engine(folder: Path) -> Path:
    """The path of the program, made in ``folder``: English to Spanish, five words."""
    path = folder / "apertium"
    path.write_text(SCRIPT.format(python=sys.executable))
    path.chmod(0o755)
    return path
